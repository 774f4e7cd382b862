"""Turns a time of day, typed in the middle of a night, into the moment that was meant."""

from datetime import datetime, time, timedelta

from app.foundation.local_time import to_typed, to_utc

GRACE = timedelta(minutes=5)
"""Phone clocks may run a little ahead."""


def last_at(typed: time, *, until: datetime) -> datetime:
    """Return the last moment with this time of day, not after `until`: 23:40 typed at 00:20 is yesterday's.

    A time a few minutes ahead counts as `until` itself.
    """
    moment = _on_day_of(until + GRACE, typed)
    if moment > until + GRACE:
        moment = _on_day_of(until + GRACE - timedelta(days=1), typed)
    return min(moment, until)


def next_at(typed: time, *, after: datetime) -> datetime:
    """Return the first moment with this time of day after another moment."""
    moment = _on_day_of(after, typed)
    return moment if moment > after else _on_day_of(after + timedelta(days=1), typed)


def time_of(moment: datetime) -> time:
    """Return the local time of day of a moment, to the minute, to fill in a form."""
    return to_typed(moment).time()


def _on_day_of(moment: datetime, typed: time) -> datetime:
    return to_utc(datetime.combine(to_typed(moment).date(), typed))
