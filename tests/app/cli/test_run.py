"""run starts what it should, stops when it should, and says in one line why it does not start."""

import io
import re
import resource
import signal
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database.data_folder import make_data_folder
from app.factory import StartOptions, make_app, server_of
from app.foundation.settings import Engine, Settings
from app.vault.secrets import Passphrase
from app.vault.server_secret import ServerSecret
from tests.app.cli.conftest import Call, Said, Start

PASSPHRASE = "lamp river market umbrella orange"


@pytest.fixture
def port_in_use() -> Iterator[int]:
    """A port somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An encrypted data folder where nothing is set up yet."""
    monkeypatch.setenv("WAYHOME_DATABASE", "sqlcipher")
    settings = Settings(tmp_path / "data", Engine.SQLCIPHER, None, tmp_path / "data.key", None)
    server_of(make_app(settings)).store.engine.dispose()
    return settings


def assert_one_line(said: Said, *words: str) -> None:
    """Fail unless the command refused in one line with these words."""
    assert said.code == 1
    assert said.err.startswith("wayhome: ")
    assert said.err.count("\n") == 1
    for word in words:
        assert word in said.err


def run(call: Call, settings: Settings, *more: str) -> Said:
    """Try to start the server on a free port."""
    return call("run", "--port", "0", "--data", settings.data_folder, *more)


def test_the_server_answers_and_stops_when_told(start: Start, tmp_path: Path) -> None:
    process = start("run", "--port", "0", "--data", tmp_path / "data", WAYHOME_DATABASE="sqlite")
    assert process.stdout is not None
    first, second = process.stdout.readline(), process.stdout.readline()
    address = first.rsplit(" ", 1)[1].strip()

    with urllib.request.urlopen(f"{address}healthz") as answer:  # noqa: S310 - our own server
        assert answer.status == 200
    assert re.search(r"code: \d{4}-\d{4}$", second.strip())

    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


def test_a_port_in_use_is_one_line(call: Call, port_in_use: int, tmp_path: Path) -> None:
    said = call("run", "--port", str(port_in_use), "--data", tmp_path / "data")

    assert_one_line(said, f"Port {port_in_use} is in use")
    assert not (tmp_path / "data").exists()


def test_others_are_let_in_only_behind_https(call: Call, tmp_path: Path) -> None:
    said = call("run", "--host", "0.0.0.0", "--port", "0", "--data", tmp_path / "data")  # noqa: S104 - refused

    assert_one_line(said, "--host 0.0.0.0", "HTTPS", "WAYHOME_PUBLIC_URL")


def test_a_key_whose_folder_is_elsewhere_is_never_written_over(call: Call, tmp_path: Path) -> None:
    (tmp_path / "data.key").write_text("the only key there is")

    assert_one_line(call("run", "--port", "0", "--data", tmp_path / "data"), "data.key", "move the file away")
    assert (tmp_path / "data.key").read_text() == "the only key there is"


def test_a_full_disk_is_one_line_and_leaves_nothing_in_the_way(call: Call, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        said = call("run", "--port", "0", "--data", tmp_path / "data")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert_one_line(said, "The disk is full")
    assert not (tmp_path / "data.key").exists()


def test_the_key_file_of_another_server_is_one_line(call: Call, sealed: Settings) -> None:
    sealed.key_file.write_text(ServerSecret.generate().to_text())

    assert_one_line(run(call, sealed), "does not open", str(sealed.key_file))


@pytest.mark.parametrize("text", ["", "hello", "wayhome-server-secret-1:00:00"])
def test_a_key_file_that_is_none_is_one_line(text: str, call: Call, sealed: Settings) -> None:
    sealed.key_file.write_text(text)

    assert_one_line(run(call, sealed), "key file")


def test_a_missing_key_file_is_one_line_that_says_how_to_make_it_again(call: Call, sealed: Settings) -> None:
    sealed.key_file.unlink()

    assert_one_line(run(call, sealed), "key file is missing", "./wayhome recover-key")


def test_a_wrong_passphrase_is_one_line(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYHOME_DATABASE", "sqlcipher")
    settings = Settings(tmp_path / "data", Engine.SQLCIPHER, None, tmp_path / "data.key", None)
    server_of(make_app(settings, StartOptions(passphrase=Passphrase(PASSPHRASE)))).store.engine.dispose()

    without = run(call, settings)
    monkeypatch.setattr("sys.stdin", io.StringIO("something else entirely\n"))
    wrong = run(call, settings, "--ask-passphrase")

    assert_one_line(without, "--ask-passphrase")
    assert_one_line(wrong, "passphrase")


@pytest.mark.parametrize(
    ("typed", "told"),
    [("too short\n", "too short"), (f"{PASSPHRASE}\n{PASSPHRASE} twice\n", "differ")],
)
def test_a_new_passphrase_is_a_good_one_and_typed_twice(
    typed: str, told: str, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))

    said = call("run", "--port", "0", "--data", tmp_path / "data", "--ask-passphrase")

    assert_one_line(said, told)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [("practice", (), "./wayhome run --practice"), ("real", ("--practice",), "start it with ./wayhome run")],
)
def test_each_start_refuses_the_other_kind_of_folder(
    kind: str, options: tuple[str, ...], told: str, call: Call, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "data", Engine.SQLITE, None, tmp_path / "data.key", None)
    make_data_folder(settings, kind)

    assert_one_line(run(call, settings, *options), f"holds a {kind} organisation", told)
