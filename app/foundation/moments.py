"""When something happened, from the day and time a person typed; the time of day may be unknown."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day, to_typed, to_utc

GRACE = timedelta(minutes=1)
"""Phone clocks may run a little ahead."""


@dataclass(frozen=True)
class MomentInput:
    """A day, and a time of day if it is known."""

    on: date
    at: time | None = None


@dataclass(frozen=True)
class KnownMoment:
    """The moment in UTC; the start of the local day when the time is not known."""

    at: datetime
    is_time_known: bool


def known_moment(
    typed: MomentInput, *, now: datetime, meaning: DayMeaning = DayMeaning.HAPPENED
) -> KnownMoment:
    """Return the moment that was meant. Raises NotAllowedNow with `in-the-future` or `too-long-ago`."""
    refuse_unlikely(meaning, typed.on, local_day(now))
    moment = to_utc(datetime.combine(typed.on, typed.at or time(0)))
    if moment > now + GRACE:
        raise NotAllowedNow("in-the-future")
    return KnownMoment(moment, typed.at is not None)


def as_typed(now: datetime) -> MomentInput:
    """Return a moment as it would be typed, to fill in a new form."""
    local = to_typed(now)
    return MomentInput(local.date(), local.time())
