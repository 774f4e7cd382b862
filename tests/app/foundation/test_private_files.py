"""Files with secrets are the owner's own, and never somewhere else than they seem."""

import os
from pathlib import Path

import pytest

from app.foundation.private_files import (
    NotPrivate,
    close_to_others,
    read_private,
    replace_private,
    write_new_private,
)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with a secret."""
    file = tmp_path / "secret"
    write_new_private(file, "words")
    return file


def test_it_is_made_for_its_owner_whatever_is_usual_here(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_new_private(tmp_path / "one", "words")
        replace_private(tmp_path / "two", "words")
    finally:
        os.umask(before)
    for file in (tmp_path / "one", tmp_path / "two"):
        assert file.stat().st_mode & 0o777 == 0o600
        assert read_private(file) == "words"


def test_a_link_is_neither_read_nor_written_through(secret: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(secret)

    with pytest.raises(NotPrivate, match="it is a link"):
        read_private(link)
    with pytest.raises(FileExistsError):
        write_new_private(link, "others")
    replace_private(link, "others")

    assert secret.read_text() == "words"
    assert not link.is_symlink()


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotPrivate, match="not a file"):
        read_private(tmp_path / "pipe")


def test_another_users_file_is_not_read(secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        os, "fstat", lambda _descriptor: os.stat_result((0o100600, 0, 0, 1, 4711, 4711, 5, 0, 0, 0))
    )
    with pytest.raises(NotPrivate, match="user who runs Wayhome"):
        read_private(secret)


def test_one_that_others_may_read_is_closed_to_them(secret: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret.chmod(0o644)
    close_to_others(secret)
    assert secret.stat().st_mode & 0o777 == 0o600
    assert "it is closed to them now" in caplog.text


def test_one_that_cannot_be_closed_to_others_is_told(secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError

    secret.chmod(0o640)
    monkeypatch.setattr(os, "fchmod", refuse)
    with pytest.raises(NotPrivate, match="chmod 600"):
        close_to_others(secret)


def test_what_was_cut_off_is_written_anew(secret: Path) -> None:
    secret.with_name("secret.new").write_text("half")
    replace_private(secret, "whole")
    assert read_private(secret) == "whole"
