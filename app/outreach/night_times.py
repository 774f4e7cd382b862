"""Turns a time of day, typed in the middle of a night, into the one moment that can be meant, or asks for its day."""

from datetime import date, datetime, time, timedelta

from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import to_typed, to_utc

GRACE = timedelta(minutes=5)
"""Phone clocks may run a little ahead."""

_DAY = timedelta(days=1)


def moment_of(
    typed: time, on: date | None, *, first: datetime, last: datetime, now: datetime, outside: str
) -> datetime:
    """Return the moment with this time of day from `first` to `last`, on the local day `on` if it is given.

    A time a few minutes ahead counts as now. Raises NotAllowedNow with `outside` when no moment fits,
    and with `which-night` when several do: no day is chosen for anybody.
    """
    latest = last + GRACE if last == now else last
    found = [moment for moment in _moments(typed, first, latest) if on in (None, to_typed(moment).date())]
    if len(found) > 1:
        raise NotAllowedNow("which-night")
    if not found:
        raise NotAllowedNow(outside)
    return min(found[0], last)


def days_to_choose(first: datetime, last: datetime) -> tuple[date, ...]:
    """Return the local days from `first` to `last`, newest first, if a time of day may mean more than one moment.

    Otherwise there is nothing to choose.
    """
    if last + GRACE - _to_the_minute(first) < _DAY:
        return ()
    newest, oldest = to_typed(last + GRACE).date(), to_typed(first).date()
    return tuple(newest - timedelta(days=back) for back in range((newest - oldest).days + 1))


def next_at(typed: time, *, after: datetime) -> datetime:
    """Return the first moment with this time of day after another moment."""
    moment = _on(to_typed(after).date(), typed)
    return moment if moment > after else _on(to_typed(after).date() + _DAY, typed)


def time_of(moment: datetime) -> time:
    """Return the local time of day of a moment, to the minute, to fill in a form."""
    return to_typed(moment).time()


def _moments(typed: time, first: datetime, last: datetime) -> list[datetime]:
    begins, ends = _to_the_minute(first), last
    days = (to_typed(ends).date() - to_typed(begins).date()).days
    each = (_on(to_typed(begins).date() + timedelta(days=more), typed) for more in range(days + 1))
    return [moment for moment in each if begins <= moment <= ends]


def _on(day: date, typed: time) -> datetime:
    return to_utc(datetime.combine(day, typed))


def _to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
