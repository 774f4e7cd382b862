"""Reads what somebody types from the paper register of a club: a line for each child, its code first."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from app.foundation.hidden_characters import without_hidden
from app.foundation.text_cleaning import ascii_digits
from forms.club import LONGEST_LINE
from forms.typed_times import typed_hour

_NEW = re.compile(r"(?:new|n|ថ្មី)\s*([0-9]{1,2})(?![0-9])[\s,;/]*(.*)", re.IGNORECASE)
_CODE = re.compile(
    r"([0-9OoIl|][0-9OoIl| .\-\u2010-\u2015\u2212]*?)"
    r"(?:\s*[,;/\t]\s*|\s+(?=[^\s0-9.\-])|\s+(?=[0-9]{1,2}[:hH\u17d6][0-9])|\s*$)(.*)"
)
_HOUR = re.compile(
    r"[0-9]{1,2}\s*(?:[:.hH\u17d6]\s*(?:[0-9]{1,2})?)?\s*(?:[ap]\.?m\.?)?|[0-9]{3,4}", re.IGNORECASE
)
_BETWEEN = re.compile(r"[,;/\t\u060c\u3001]")
MOST_A_LINE = 500
"""No line of a paper is longer. A longer one is not looked at: reading takes the square of its length."""
_READ_AS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"})
"""Letters that are taken for digits."""


class Wrong(StrEnum):
    """What is wrong with a line."""

    NO_CODE = "no_code"
    """It does not begin with a code."""
    MISTYPED = "mistyped"
    """A digit is wrong or missing, or two are swapped: the check digit says so."""
    NOT_HERE = "not_here"
    """It may be a code, and nobody in this club has it."""
    TWICE = "twice"
    HOUR = "hour"
    LONG = "long"
    NOT_DESCRIBED = "not_described"
    """A new child of whom nothing is written."""


@dataclass(frozen=True)
class PaperLine:
    """One line: the child by code, or the number of a `new` one, with what else was written; or what is `wrong`.

    `number` counts the lines from 1, as they stand in the box; `first` is the line on which the child stands already.
    """

    number: int
    typed: str
    digits: str = ""
    child_id: UUID | None = None
    new: int | None = None
    came_with: str = ""
    left_at: str = ""
    fetched_by: str = ""
    wrong: Wrong | None = None
    first: int | None = None


@dataclass(frozen=True)
class Known:
    """What the lines are compared with: `child_of` finds a child by digits, `is_code` tells what may be a code.

    `described` are the numbers of the new children whose names are written.
    """

    child_of: Callable[[str], UUID | None]
    is_code: Callable[[str], bool]
    described: frozenset[int]


def read_lines(text: str, known: Known) -> list[PaperLine]:
    """Read each line in which something is written."""
    return list(_doubled(_read(text, known)))


def _read(text: str, known: Known) -> Iterator[PaperLine]:
    for number, each in enumerate(text.splitlines(), start=1):
        typed = without_hidden(each).strip()
        if len(typed) > MOST_A_LINE:
            yield PaperLine(number, typed[:MOST_A_LINE], wrong=Wrong.LONG)
        elif typed:
            yield _line(PaperLine(number, typed), known)


def _line(line: PaperLine, known: Known) -> PaperLine:
    plain = ascii_digits(unicodedata.normalize("NFKC", line.typed))
    new = _NEW.fullmatch(plain)
    if new is not None:
        line = replace(line, new=int(new[1]))
        wrong = None if int(new[1]) in known.described else Wrong.NOT_DESCRIBED
        return _with_more(replace(line, wrong=wrong), new[2])
    found = _CODE.fullmatch(plain)
    if found is None:
        return replace(line, wrong=Wrong.NO_CODE)
    digits = re.sub(r"[^0-9]", "", found[1].translate(_READ_AS))
    child_id = known.child_of(digits)
    line = replace(line, digits=digits, child_id=child_id)
    if child_id is None:
        return replace(line, wrong=Wrong.NOT_HERE if known.is_code(digits) else Wrong.MISTYPED)
    return _with_more(line, found[2])


def _with_more(line: PaperLine, rest: str) -> PaperLine:
    """Read what stands behind a code: came with, left at, fetched by. What follows a time is who fetched the child."""
    pieces = [piece.strip() for piece in _BETWEEN.split(rest)]
    at = next((place for place, piece in enumerate(pieces) if _HOUR.fullmatch(piece)), None)
    if at is None:
        came_with, left_at, fetched = pieces[0], "", pieces[1:]
    else:
        time = typed_hour(pieces[at]).time
        if time is None:
            return replace(line, wrong=line.wrong or Wrong.HOUR)
        came_with, left_at, fetched = _joined(pieces[:at]), f"{time:%H:%M}", pieces[at + 1 :]
    line = replace(line, came_with=came_with, left_at=left_at, fetched_by=_joined(fetched))
    is_long = max(len(line.came_with), len(line.fetched_by)) > LONGEST_LINE
    return replace(line, wrong=line.wrong or (Wrong.LONG if is_long else None))


def _joined(pieces: list[str]) -> str:
    return ", ".join(piece for piece in pieces if piece)


def _doubled(lines: Iterator[PaperLine]) -> Iterator[PaperLine]:
    """Name each child who stands on two lines."""
    first: dict[object, int] = {}
    for line in lines:
        whom = line.child_id or line.new
        if whom is None:
            yield line
        elif whom in first:
            yield replace(line, wrong=line.wrong or Wrong.TWICE, first=first[whom])
        else:
            first[whom] = line.number
            yield line
