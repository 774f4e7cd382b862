"""When the days of an acting director are over: by the clock, without anybody doing anything."""

from datetime import datetime, timedelta

from app.foundation.clock import has_ended

LONGEST_ACTING = timedelta(days=367)
"""How long the duty can be given for: a year, to the end of its last day."""


def acting_is_over(until: datetime, now: datetime) -> bool:
    """Tell whether the days of an acting director are over; days that a wrong clock gave are."""
    return has_ended(until, now, longest=LONGEST_ACTING)
