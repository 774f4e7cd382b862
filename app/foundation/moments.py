"""When something happened, from the day and time a person typed; the time of day may not be known."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import HOME_ZONE, local_day

EARLIEST = date(1950, 1, 1)
"""A day before this is a slip of the finger."""

GRACE = timedelta(minutes=1)
"""The clocks of phones run a little ahead."""


@dataclass(frozen=True)
class MomentInput:
    """A day, and a time of day if it is known."""

    on: date
    at: time | None = None


@dataclass(frozen=True)
class KnownMoment:
    """The moment in UTC; the start of the day there when the time is not known."""

    at: datetime
    is_time_known: bool


def known_moment(typed: MomentInput, *, now: datetime) -> KnownMoment:
    """Return the moment that was meant. Raises NotAllowedNow with `in-the-future` or `too-long-ago`."""
    if typed.on < EARLIEST:
        raise NotAllowedNow("too-long-ago")
    if typed.on > local_day(now):
        raise NotAllowedNow("in-the-future")
    moment = datetime.combine(typed.on, typed.at or time(0), tzinfo=HOME_ZONE).astimezone(UTC)
    if moment > now + GRACE:
        raise NotAllowedNow("in-the-future")
    return KnownMoment(moment, typed.at is not None)


def as_typed(now: datetime) -> MomentInput:
    """Return a moment as it would be typed, to fill a new form with."""
    local = now.astimezone(HOME_ZONE)
    return MomentInput(local.date(), local.time().replace(second=0, microsecond=0))
