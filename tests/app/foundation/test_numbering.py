"""Which lines a page of a longer list says it shows."""

from collections.abc import Sized
from dataclasses import dataclass

import pytest

from app.foundation.numbering import Numbered


@dataclass(frozen=True)
class Letters(Numbered):
    """A page of letters."""

    letters: str
    page: int

    @property
    def shown_lines(self) -> Sized:
        """What stands on this page."""
        return self.letters


@pytest.mark.parametrize(
    ("letters", "page", "numbers"),
    [("a" * 50, 1, (1, 50)), ("a" * 3, 2, (51, 53)), ("", 1, (0, 0)), ("", 50, (0, 0))],
)
def test_a_page_says_from_where_to_where(letters: str, page: int, numbers: tuple[int, int]) -> None:
    shown = Letters(letters, page)
    assert (shown.first, shown.last) == numbers
