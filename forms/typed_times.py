"""Reads days and times as people type them, and says what does not exist and what may have been meant."""

import calendar
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from datetime import time as time_of_day
from typing import Any

from wtforms.utils import unset_value

from app.foundation.hidden_characters import BREAK, JOINER, NON_JOINER, without_hidden
from app.foundation.marking import N_, Worded

LARGEST_NUMBER = 2**31 - 1
"""The limit of any typed whole number: what a column of whole numbers holds (PostgreSQL: integer)."""
BUDDHIST_ERA = 543
"""How many years the Buddhist calendar is ahead of the international one, as both are counted in Cambodia's offices."""

HOW_A_DAY = N_(
    "“%(typed)s” may be more than one day. Take the one below that is meant, or write year-month-day."
)
HOW_A_TIME = N_(
    "“%(typed)s” may be more than one time. Take the one below if it is meant, or write hours:minutes."
)
NOT_A_DAY = N_("“%(typed)s” is not a day. Write the date as year-month-day, such as 2026-03-09.")
SHORT_YEAR = N_(
    "“%(typed)s” has no year with four digits. Write the date as year-month-day, such as 2026-03-09."
)
NO_MONTH = N_(
    "“%(typed)s” is not a day: there is no month %(month)s. Write the date as year-month-day, such as 2026-03-09."
)
NO_DAY = N_(
    "“%(typed)s” is not a day: that month has %(days)s days. Write the date as year-month-day, such as 2026-03-09."
)
NOT_A_TIME = N_("“%(typed)s” is not a time. Write the time as hours:minutes, such as 21:40.")
NO_HOUR = N_(
    "“%(typed)s” is not a time: hours go from 0 to 23. Write the time as hours:minutes, such as 21:40."
)
NO_MINUTE = N_(
    "“%(typed)s” is not a time: minutes go from 0 to 59. Write the time as hours:minutes, such as 21:40."
)
BUDDHIST_YEAR = N_(
    "%(year)s looks like a year of the Buddhist calendar. Take the day below, or correct the year."
)
TAKE_DAY = N_("Take %(day)s")
TAKE_TIME = N_("Take %(time)s")

_LONGEST_NAMED = 30
_MONTHS, _HOURS, _MINUTES, _NOON = 12, 24, 60, 12
_LEAST_YEAR, _FOUR_DIGITS, _CENTURY = 100, 4, 2000
_BETWEEN = re.compile(r"[\s.,;/\-\u2010-\u2015\u2212]+")
_HOUR = re.compile(r"(\d{1,2})\s*[:.,;hH\u17d6\uff1a]\s*(\d{1,2})(?:[:.]\d{1,2})?\s*([AaPp])?\.?[Mm]?\.?")
_FULL_HOUR = re.compile(r"(\d{1,2})\s*(?:[hH]|([AaPp])\.?\s*[Mm]?\.?)")
_JOINED = re.compile(r"(\d{1,2})(\d{2})()")


@dataclass(frozen=True)
class Reading:
    """A value that may have been meant, as a field sends it, and the words on its button."""

    value: str
    words: str


@dataclass(frozen=True)
class TypedDay:
    """What was typed for a day: the day, or what is wrong with it, and the days that may have been meant."""

    day: date | None
    fault: str = ""
    others: tuple[date, ...] = ()
    is_buddhist: bool = False


@dataclass(frozen=True)
class TypedHour:
    """What was typed for a time of day: the time, or what is wrong with it, and the times that may have been meant."""

    time: time_of_day | None
    fault: str = ""
    others: tuple[time_of_day, ...] = ()


def whole_number(text: str, *, largest: int = LARGEST_NUMBER) -> int:
    """Read a number in the digits of any script. Raises ValueError, also for one that no column can store."""
    number = int(text)
    if abs(number) > largest:
        raise ValueError("too large")
    return number


def plain(text: str) -> str:
    """Return what was typed or pasted for a number, a day or a time without what nobody sees, in ordinary widths."""
    seen = (letter for letter in without_hidden(text) if letter not in (BREAK, NON_JOINER, JOINER))
    return unicodedata.normalize("NFKC", "".join(seen)).strip()


def naming(fault: str, typed: str) -> Worded:
    """Return what is wrong with what was typed, for words that name it; a long text is cut."""
    shown = typed if len(typed) <= _LONGEST_NAMED else f"{typed[:_LONGEST_NAMED]}…"
    known = fault.values if isinstance(fault, Worded) else {}
    return Worded(fault, **known, typed=shown)


def typed_day(text: str) -> TypedDay:
    """Read a day typed as year-month-day. Typed the other way round it is only offered: nobody knows the month."""
    parts = _BETWEEN.split(text)
    try:
        first, second, third = map(whole_number, parts)
    except ValueError:
        return TypedDay(None, NOT_A_DAY)
    if third >= _LEAST_YEAR > first:
        return _turned(first, second, third)
    if len(parts[0]) < _FOUR_DIGITS:
        return _short_year(first, second, third)
    others = _found((_day(first - BUDDHIST_ERA, second, third), _day(first + _CENTURY, second, third)))
    day, is_buddhist = _day(first, second, third), first > BUDDHIST_ERA
    return TypedDay(day, "" if day else _fault(first, second), others, is_buddhist)


def _turned(first: int, second: int, year: int) -> TypedDay:
    """Return what a day may mean whose year stands last; one that no month has is said to be that."""
    ways = ((second, first), (first, second))
    found = _found(_day(year - era, *way) for era in (0, BUDDHIST_ERA) for way in ways)
    if found:
        return TypedDay(None, HOW_A_DAY, found)
    month = first if first <= _MONTHS < second else second
    is_buddhist = year - BUDDHIST_ERA > _CENTURY - _LEAST_YEAR
    return TypedDay(None, _fault(year - BUDDHIST_ERA if is_buddhist else year, month))


def _short_year(first: int, second: int, third: int) -> TypedDay:
    """Return what a day may mean whose year has no four digits: it may stand first or last."""
    ways = ((first, second, third), (third, second, first), (third, first, second))
    return TypedDay(
        None,
        SHORT_YEAR,
        _found(_day(year + _CENTURY, *rest) for year, *rest in ways if year < _LEAST_YEAR),
    )


def _found(days: Iterable[date | None]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(day for day in days if day is not None))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _fault(year: int, month: int) -> str:
    if not 1 <= year <= date.max.year:
        return NOT_A_DAY
    if not 1 <= month <= _MONTHS:
        return Worded(NO_MONTH, month=str(month))
    return Worded(NO_DAY, days=str(calendar.monthrange(year, month)[1]))


def typed_hour(text: str) -> TypedHour:
    """Read a time of day typed as hours and minutes. Half a day's clock is only offered as that of a whole day."""
    full, found = _FULL_HOUR.fullmatch(text), _HOUR.fullmatch(text) or _JOINED.fullmatch(text)
    if full is not None:
        return _full_hour(whole_number(full[1]), (full[2] or "").lower())
    if found is None:
        return TypedHour(None, NOT_A_TIME)
    hour, minute, half = whole_number(found[1]), whole_number(found[2]), (found[3] or "").lower()
    if minute >= _MINUTES:
        return TypedHour(None, NO_MINUTE)
    if hour >= _HOURS:
        others = (time_of_day(0, minute),) if hour == _HOURS else ()
        return TypedHour(None, NO_HOUR, others)
    return _of_half_a_day(hour, minute, half) if half else TypedHour(time_of_day(hour, minute))


def _full_hour(hour: int, half: str) -> TypedHour:
    """Return what an hour without minutes may mean, such as 10 pm or 22h: it is only offered."""
    if hour >= _HOURS:
        return TypedHour(None, NO_HOUR, (time_of_day(0),) if hour == _HOURS and not half else ())
    return _of_half_a_day(hour, 0, half) if half else TypedHour(None, HOW_A_TIME, (time_of_day(hour),))


def _of_half_a_day(hour: int, minute: int, half: str) -> TypedHour:
    """Return what a time of half a day's clock may mean; `half`: a or p."""
    if not 1 <= hour <= _NOON:
        return TypedHour(None, NOT_A_TIME)
    return TypedHour(None, HOW_A_TIME, (time_of_day(hour % _NOON + (_NOON if half == "p" else 0), minute),))


class ReadingsMixin:
    """What was typed may have meant something else: the button of such a reading sends the form again with it."""

    name: str
    readings: tuple[Reading, ...] = ()
    _taken: Sequence[str] = ()

    @property
    def taking(self) -> str:
        """The name of those buttons: the field itself is sent too, with what was typed."""
        return f"{self.name}-taken"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read what was sent, or take what is stored."""
        self._taken = formdata.getlist(self.taking)[:1] if formdata is not None else ()
        super().process(formdata, data, extra_filters)  # type: ignore[misc]  # a field's, which this is mixed into

    def said(self, valuelist: list[Any]) -> list[Any]:
        """Return the one value that counts: the reading that was pressed, or else what was typed."""
        return [*self._taken, *valuelist][:1]
