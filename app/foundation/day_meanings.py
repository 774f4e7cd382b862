"""What a day means, and so how far back and ahead it can lie: the only place that says so.

A mistyped year hides a child: a review due in 9999 is never due, and a score of the year 1 is nobody's. Every field
for a day names one of these meanings (`forms/fields.py` has no field without one), and services refuse the same days.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from app.foundation.clock import SystemClock
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.marking import N_, Worded

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""The limits of any day. Days near the ends of the calendar have no time in other zones, and nobody means one."""

_YEAR = timedelta(days=366)
_FAR_YEAR = N_("Look at the year: it must be between 1900 and 2199.")
IN_THE_FUTURE = N_("That lies in the future.")
_FUTURE_DAY = N_("%(day)s lies in the future.")
_EARLY_DAY = N_("%(day)s is too long ago. Look at the year.")
_LATE_DAY = N_("%(day)s is too far ahead. Look at the year.")
TOO_LONG_AGO = N_("That is too long ago. Look at the year.")
TOO_FAR_AHEAD = N_("That is too far ahead. Look at the year.")


@dataclass(frozen=True, eq=False)
class Bounds:
    """How far back and ahead of the current day a day can lie, and what is said of one beyond that.

    None means to the limits of any day. Each of the words stands beside its field, and may name the day.
    """

    back: timedelta | None
    ahead: timedelta | None
    too_early: str = _EARLY_DAY
    too_late: str = _LATE_DAY
    late_code: str = "too-far-ahead"

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day that can be meant."""
        first = FIRST_DAY if self.back is None else max(FIRST_DAY, today - self.back)
        last = LAST_DAY if self.ahead is None else min(LAST_DAY, today + self.ahead)
        return first, last


def _past(back: timedelta, *, too_late: str = _FUTURE_DAY) -> Bounds:
    return Bounds(back, timedelta(0), too_late=too_late, late_code="in-the-future")


class DayMeaning(Enum):
    """What a day stands for.

    Days that wait for somebody may lie in the past, because what is overdue must open and be changed. Whether a new
    one has to lie ahead is a rule of its room.
    """

    BORN = _past(100 * _YEAR, too_late=N_("%(day)s has not come yet."))
    """Of anybody alive."""
    HAPPENED = _past(80 * _YEAR)
    """Something seen, heard or told, which may have been long ago."""
    DONE = _past(30 * _YEAR)
    """Something our own work did with a child: a score, a consent, a handover. No case is older than a childhood."""
    BEGAN = _past(
        30 * _YEAR, too_late=N_("The day lies in the future. Record a placement when it has begun.")
    )
    """The first day of something that is recorded when it has begun."""
    ENDS = Bounds(30 * _YEAR, _YEAR)
    """The last day of something that has ended or whose end is agreed."""
    PLAN_REVIEW = Bounds(
        30 * _YEAR,
        timedelta(days=92),
        too_late=N_("A safety plan is looked at again within three months. Choose an earlier day."),
    )
    """When a safety plan is looked at again. A plan that nobody looks at for three months protects nobody."""
    REVIEW = Bounds(30 * _YEAR, _YEAR, too_late=N_("Look at it again within a year. Choose an earlier day."))
    """When a home or a restoration is looked at again."""
    GOAL = Bounds(30 * _YEAR, 4 * _YEAR)
    """When a goal is looked at again: a school takes years."""
    CONTACT = Bounds(30 * _YEAR, timedelta(days=184))
    """When a child is met again, counted by the risk and the country pack."""
    PLANNED = Bounds(30 * _YEAR, 2 * _YEAR)
    """By when a task or an action is to be done."""
    EXPIRES = Bounds(30 * _YEAR, 25 * _YEAR)
    """Until when a paper is valid; an order may last until a child is grown up."""
    ACCOUNT_END = Bounds(30 * _YEAR, 5 * _YEAR)
    """The last day of an account."""
    DUTY_END = Bounds(30 * _YEAR, timedelta(days=365))
    """The last day of a duty that replaces somebody for a time."""
    SEARCHED = Bounds(None, None, too_early=_FAR_YEAR, too_late=_FAR_YEAR)
    """A limit of a list, which is stored nowhere."""


def fault_of(meaning: DayMeaning, day: date, today: date) -> str | None:
    """Return the words for a day that cannot be meant, to be translated by the page; None for one that can."""
    first, last = meaning.value.days(today)
    if day < first:
        return Worded(meaning.value.too_early, day=day)
    return Worded(meaning.value.too_late, day=day) if day > last else None


def day_due(meaning: DayMeaning, day: date, today: date) -> date:
    """Return when something is due: it is late since yesterday, if its stored day lies further ahead than one can.

    A mistyped year or a clock that was wrong put it there, and nobody knows which day was meant.
    """
    return today - timedelta(days=1) if day > last_day(meaning, today) else day


def last_day(meaning: DayMeaning, today: date) -> date:
    """Return the last day that can be meant; what is stored for a later one is late. For conditions of queries."""
    return meaning.value.days(today)[1]


def days_late(meaning: DayMeaning, due_on: date | None, today: date) -> int:
    """Return how many days ago something was due, as `day_due` says; 0 if it has no day, or its day is to come."""
    return 0 if due_on is None else max(0, (today - day_due(meaning, due_on, today)).days)


def refuse_unlikely(meaning: DayMeaning, day: date | None, today: date) -> None:
    """Raise NotAllowedNow (`too-long-ago`, `in-the-future`, `too-far-ahead`) for a day that cannot be meant."""
    if day is None:
        return
    first, last = meaning.value.days(today)
    if day < first:
        raise NotAllowedNow("too-long-ago")
    if day > last:
        raise NotAllowedNow(meaning.value.late_code)


_TODAY: ContextVar[date | None] = ContextVar("today", default=None)


@contextmanager
def reading_on(moment: datetime) -> Iterator[None]:
    """Read the forms of one request as of one moment, which is the moment of its work."""
    before = _TODAY.set(local_day(moment))
    try:
        yield
    finally:
        _TODAY.reset(before)


def day_of_reading() -> date:
    """Return the local day as of which forms are read: of the request's work, or else of the machine's clock."""
    return _TODAY.get() or local_day(SystemClock().now())
