"""A process says of what breaks in it where it broke, and repeats no value."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.quiet import PlaceOnly
from app.foundation.settings import PROJECT

WORDS = "her uncle sells her"

BREAKS = {
    "an uncaught error": "raise ValueError(WORDS)",
    "an error in a thread": "import threading\n"
    "def work(): raise ValueError(WORDS)\n"
    "thread = threading.Thread(target=work); thread.start(); thread.join()",
    "an error nobody can raise": "class Left:\n    def __del__(self): raise ValueError(WORDS)\nLeft()",
    "a warning": "import warnings; warnings.warn(WORDS)",
    "a library's log": "import logging; logging.getLogger('library').warning('read %s', WORDS)",
    "a library's traceback": "import logging\n"
    "try: raise ValueError(WORDS)\n"
    "except ValueError: logging.getLogger('library').exception('oh')",
}


@pytest.mark.parametrize("how", BREAKS)
def test_what_breaks_says_where_and_repeats_nothing(how: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        f"from app.cli.quiet import keep_values_out\nkeep_values_out()\nWORDS = {WORDS!r}\n{BREAKS[how]}\n"
    )
    ran = subprocess.run(  # noqa: S603 - our own program, in a folder of the test's own
        [sys.executable, program],
        env={"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "uncle" not in ran.stderr + ran.stdout
    assert "program" in ran.stderr


def test_what_wayhome_logs_itself_is_said_whole() -> None:
    record = logging.LogRecord("wayhome", logging.ERROR, "x.py", 1, "unforeseen error on %s", ("a.b",), None)
    assert PlaceOnly().format(record) == "ERROR: unforeseen error on a.b"
