"""Tells how long a packet is when printed, without drawing it, so that nobody approves one that cannot be drawn.

Drawing costs about a fifth of a second a page and grows with the words; an officer at night reads no forty pages.
The sizes were measured on drawn packets: decision 0034 holds the figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from math import ceil

from app.packets.contents import PacketContents
from app.packets.unprintable import in_brackets

MOST_PAGES = 40
LONGEST_TOLD = 3
_LETTERS_A_LINE, _LINES_A_PAGE = 40, 48
_LINES_AROUND = 96
"""Headings, the cover and the notes at the end, which every packet has."""


_NOT_PRINTED = frozenset({"kind", "origin", "withheld", "masked", "time_zone"})


@dataclass(frozen=True)
class EntryLength:
    """An entry of the chronology that takes much room: its number as printed, and about how many pages."""

    number: int
    pages: int


@dataclass(frozen=True)
class PacketLength:
    """About how many pages a packet has, at least one, and its longest entries, longest first."""

    pages: int
    longest: tuple[EntryLength, ...]
    most: int = MOST_PAGES

    @property
    def is_too_long(self) -> bool:
        """Whether it has more pages than are drawn."""
        return self.pages > self.most


def length_of(contents: PacketContents) -> PacketLength:
    """Return how long these contents are when printed, in any language."""
    entries = [sum(_lines(text) for text in texts_in(entry)) for entry in contents.chronology]
    lines = _LINES_AROUND + sum(_lines(text) for text in texts_in(contents))
    longest = sorted(enumerate(entries, start=1), key=lambda one: -one[1])[:LONGEST_TOLD]
    return PacketLength(
        pages=_pages(lines),
        longest=tuple(EntryLength(number, _pages(size)) for number, size in longest),
    )


def is_too_long(contents: PacketContents) -> bool:
    """Tell whether a packet has more pages than are drawn."""
    return length_of(contents).is_too_long


def _pages(lines: int) -> int:
    return max(1, ceil(lines / _LINES_A_PAGE))


def _lines(text: str) -> int:
    return sum(max(1, ceil(len(line) / _LETTERS_A_LINE)) for line in in_brackets(text).split("\n"))


def texts_in(part: object) -> Iterator[str]:
    """Yield every text that is printed of contents; a code takes its line as well."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts_in(each)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in _NOT_PRINTED:
                yield from texts_in(getattr(part, field.name))
