"""A program keeps to itself from its beginning."""

import subprocess
import sys

import pytest

from app.foundation.settings import PROJECT

ASKS = """
import ctypes, os, resource
from app.foundation.own_process import keep_to_itself
keep_to_itself()
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)  # PR_GET_DUMPABLE
print(dumpable, resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)))
"""


def test_no_dump_no_look_and_no_file_for_others() -> None:
    said = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", ASKS],
        env={"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "0 (0, 0) 0o77"


DRAWS = """
import ctypes, resource, socket
import app.packets.drawing_process as drawing
def say():
    print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE), flush=True)
drawing._get_ready = say
mine, theirs = socket.socketpair()
mine.close()
drawing.serve(theirs.detach())
"""


def test_neither_can_be_looked_into_what_draws_the_pages() -> None:
    said = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", DRAWS],
        env={"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "0 (0, 0)"


@pytest.mark.parametrize("program", ["app/cli/__main__.py", "app/practice/__main__.py"])
def test_every_program_does_so_before_anything_else(program: str) -> None:
    text = (PROJECT / program).read_text()
    assert text.index("keep_to_itself()") < text.index("main()", text.index("keep_to_itself()"))
