"""The front door says what it can do."""

import subprocess
from pathlib import Path

FRONT_DOOR = Path(__file__).parents[1] / "wayhome"


def test_help_names_every_command() -> None:
    said = subprocess.run([FRONT_DOOR, "help"], check=True, capture_output=True, text=True).stdout  # noqa: S603 - ours

    for command in ("run", "test", "verify-audit", "verify-packet", "practice-packet", "bench"):
        assert f"\n  {command} " in said
