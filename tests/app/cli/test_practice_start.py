"""The practice organisation starts from nothing, answers while it is made, and survives being killed."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import IO

import pytest
from flask import Flask

from app.cli import practice_start
from app.cli.door import Door
from app.database.data_folder import MARK_FILE
from app.factory import server_of
from app.foundation.settings import Engine, Settings
from app.practice.sign_ins import read_sign_ins
from tests.app.cli.conftest import Call, Start
from tests.app.cli.visiting import Visitor, child_of
from tests.support.practice import built_practice, offer_practice

BANNER = "Practice organisation"


@pytest.fixture
def made(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data folder of a practice organisation that is made already."""
    built = built_practice(tmp_path_factory)
    shutil.copytree(built.data_folder, tmp_path / "data")
    shutil.copy(built.key_file, tmp_path / "data.key")
    return tmp_path / "data"


def line_with(stream: IO[str] | None, words: str) -> str:
    """Read what a process says until a line has these words in it, and return that line."""
    assert stream is not None
    said = []
    for line in stream:
        said.append(line)
        if words in line:
            return line
    pytest.fail(f"{words!r} was never said, only: {''.join(said)}")


def address_in(line: str) -> str:
    """Return the address at the end of a line."""
    return line.rsplit(" ", 1)[1].strip().rstrip("/")


def stop(process: "subprocess.Popen[str]") -> int:
    """Stop a server as a service manager does and return its exit code."""
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    return process.returncode


def test_a_first_start_that_is_killed_leaves_nothing_half_made_and_the_next_one_makes_it_whoever_dies(
    start: Start, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = tmp_path / "data"
    first = start("run", "--practice", "--port", "0", "--data", data)
    visitor = Visitor(address_in(line_with(first.stdout, "Making the practice organisation")))

    waiting = visitor.get("/cases/")
    assert (waiting.status, waiting.retry_after) == (503, "5")
    assert "Getting ready" in waiting.body
    assert BANNER in waiting.body
    assert visitor.get("/healthz").status == 503
    assert visitor.get("/healthz", host="elsewhere.example").status == 400

    line_with(first.stderr, " 10 %")
    first.kill()
    first.communicate()  # returns when the last of its processes is gone
    assert not data.exists()

    second = start("run", "--practice", "--port", "0", "--data", data)
    line_with(second.stderr, " 10 %")
    os.kill(child_of(second), signal.SIGKILL)
    line_with(second.stderr, "the process that answers died (signal 9); another one is started")
    address = address_in(line_with(second.stdout, "is open at"))
    assert Visitor(address).get("/healthz").status == 200
    for person in read_sign_ins(data):
        assert BANNER in Visitor(address).sign_in(person).body
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "data.key"]
    assert stop(second) == 0
    offer_practice(tmp_path_factory, data)


def test_if_it_was_made_for_a_process_that_died_the_next_one_opens_it(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(practice_start, "set_aside", lambda: None)
    monkeypatch.setattr(practice_start, "_make", lambda _settings: pytest.fail("made once more"))
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("the server was ended"))
    settings = Settings(made, Engine.SQLCIPHER, None, made.with_name("data.key"), None)
    opened: list[Flask] = []
    door = Door(("localhost",))
    monkeypatch.setattr(door, "open", opened.append)

    practice_start.build_then_open(door, settings, "http://localhost/")

    assert server_of(opened[0]).is_practice
    assert "is open at http://localhost/" in capsys.readouterr().out
    server_of(opened[0]).store.engine.dispose()


def test_the_next_start_takes_what_is_there_and_shows_the_same_passwords(start: Start, made: Path) -> None:
    before = (made / MARK_FILE).read_text()

    process = start("run", "--practice", "--port", "0", "--data", made)
    address = address_in(line_with(process.stdout, "is open at"))
    shown = line_with(process.stdout, "The same in")
    person = read_sign_ins(made)[0]

    assert str(made / "sign-ins.json") in shown
    assert Visitor(address).sign_in(person).status == 200
    assert stop(process) == 0
    assert (made / MARK_FILE).read_text() == before


def test_a_practice_organisation_is_never_started_as_a_real_one(call: Call, made: Path) -> None:
    said = call("run", "--port", "0", "--data", made)

    assert said.code == 1
    assert "holds a practice organisation; start it with ./wayhome run --practice" in said.err
    assert said.err.count("\n") == 1


def test_nothing_is_made_beside_a_key_whose_folder_is_somewhere_else(start: Start, tmp_path: Path) -> None:
    (tmp_path / "data.key").write_text("the only key there is")

    process = start("run", "--practice", "--port", "0", "--data", tmp_path / "data")
    _, told = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "There is a key file but no data folder" in told
    assert (tmp_path / "data.key").read_text() == "the only key there is"
