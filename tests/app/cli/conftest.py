"""The commands as a person meets them: called in this process, or started as one of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest

from app.cli.commands import main
from app.foundation.settings import PROJECT
from tests.support.organisation import Organisation


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


PATIENCE_SECONDS = 300
"""After this a process that says nothing more is ended, and the test with it."""

Call = Callable[..., Said]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call a command in this process, over plain SQLite as the tests' organisations are."""
    monkeypatch.setenv("WAYHOME_DATABASE", "sqlite")

    def called(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = main([str(each) for each in arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return called


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a command as a process of its own; whatever still runs is killed afterwards."""
    begun: list[subprocess.Popen[str]] = []
    watches: list[Timer] = []

    def started(*arguments: str | Path, **environment: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(  # noqa: S603 - ours
            [sys.executable, "-P", "-m", "app.cli", *map(str, arguments)],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(PROJECT)} | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        watch = Timer(PATIENCE_SECONDS, process.kill)
        watch.daemon = True
        watch.start()
        watches.append(watch)
        return process

    yield started
    for watch in watches:
        watch.cancel()
    for process in begun:
        process.kill()
        process.communicate()


@pytest.fixture
def data_folder(organisation: Organisation) -> Path:
    """The data folder of a copied organisation."""
    return organisation.server.settings.data_folder
