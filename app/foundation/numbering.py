"""Numbers the lines of a page of a longer list, so that it can say: 51 to 100 of 320."""

from abc import ABC, abstractmethod
from collections.abc import Sized
from typing import ClassVar


class Numbered(ABC):
    """A page of a list, counted from 1. Its class says how many lines a page has at most, and which it shows."""

    PAGE_SIZE: ClassVar[int] = 50
    page: int

    @property
    @abstractmethod
    def shown_lines(self) -> Sized:
        """The lines on this page."""

    @property
    def first(self) -> int:
        """The number of the first line, from 1; 0 if there is none."""
        return (self.page - 1) * self.PAGE_SIZE + 1 if len(self.shown_lines) else 0

    @property
    def last(self) -> int:
        """The number of the last line; 0 where there is none."""
        return self.first + len(self.shown_lines) - 1 if len(self.shown_lines) else 0
