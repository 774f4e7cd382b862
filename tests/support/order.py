"""Says which tests begin first, so that two processes of one run finish together."""

from pathlib import Path
from typing import Protocol

LONGEST = (
    "journeys/test_every_page.py",
    "journeys/test_the_road.py",
    "app/cli/test_practice_start.py",
    "access/test_urls.py",
    "access/test_changed_cells.py",
    "access/test_every_form.py",
    "access/test_broken_fields.py",
    "app/practice/test_practice.py",
    "app/database/test_upgrading.py",
    "app/database/test_three_engines.py",
    "app/database/test_faults.py",
)
"""Files with tests of several seconds; whoever begins one last keeps everybody waiting."""


class Located(Protocol):
    """A test, as far as its file goes."""

    path: Path


def place_of(test: Located) -> int:
    """Return where a test stands: the longest files before all others, which keep the order they were found in."""
    name = test.path.relative_to(Path(__file__).parents[1]).as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)
