"""The front door's commands: known ones run, unknown ones are told in one line, and settings are checked."""

from pathlib import Path

import pytest

from app.cli.commands import COMMANDS
from tests.app.cli.conftest import Call, Start


def test_a_command_that_does_not_exist_is_one_clear_line(call: Call) -> None:
    said = call("rnu")

    assert said.code == 1
    assert said.err == "wayhome: there is no command 'rnu'; ./wayhome help lists them\n"


def test_an_option_that_does_not_exist_is_one_clear_line(call: Call) -> None:
    said = call("run", "--prot", "1")

    assert said.code == 1
    assert said.err.startswith("wayhome: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_takes(command: str, call: Call) -> None:
    said = call(command, "--help")

    assert said.code == 0
    assert "Usage: ./wayhome" in said.out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WAYHOME_DATABASE", "mysql://x"),
        ("WAYHOME_PUBLIC_URL", "http://wayhome.example"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    name: str, value: str, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    said = call("run", "--data", tmp_path / "data")

    assert said.code == 1
    assert name in said.err
    assert said.err.count("\n") == 1


def test_a_part_that_bench_does_not_have_is_named_beside_those_it_has(start: Start) -> None:
    said = start("bench", "strat").communicate(timeout=60)[1]

    assert "there is no part strat; there are: pages, creates, bulk, packet, start, tags, writers" in said
    assert "Traceback" not in said
