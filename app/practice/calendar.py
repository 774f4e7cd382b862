"""Turns the days of a story, counted back from now, into moments at office hours."""

import math
from datetime import date, datetime, time, timedelta

from app.foundation.local_time import local_day, to_typed, to_utc
from app.foundation.moments import MomentInput

OPENS = time(9, 0)
OFFICE_HOURS = timedelta(hours=9)


def moment_of(days: float, ends: datetime) -> datetime:
    """Return the moment so many days before the end; more days are always earlier.

    A whole day or more falls into office hours: 3 is three days ago at nine, 2.5 the same day in the afternoon.
    Less than a day is exact, so that clocks of minutes can be shown running.
    """
    if days < 1:
        return ends - timedelta(days=days)
    back = math.ceil(days)
    opens = datetime.combine(local_day(ends) - timedelta(days=back), OPENS)
    return to_utc(opens + OFFICE_HOURS * (back - days))


def day_after(moment: datetime, days: int) -> date:
    """Return the local day so many days after a moment."""
    return local_day(moment) + timedelta(days=days)


def just_before(moment: datetime, *, hours: float) -> MomentInput:
    """Return a moment some hours earlier, as somebody would type it."""
    typed = to_typed(moment - timedelta(hours=hours))
    return MomentInput(typed.date(), typed.time())
