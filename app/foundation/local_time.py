"""Which day and hour it is where the organisation works: people type and read local time, rows keep UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HOME_ZONE = ZoneInfo("Asia/Phnom_Penh")
"""The zone that pages show; every base of today keeps Indochina time."""


def local_day(moment: datetime) -> date:
    """Return the calendar day of a UTC moment as people on the ground count it."""
    return moment.astimezone(HOME_ZONE).date()


def to_utc(typed: datetime) -> datetime:
    """Return the UTC moment of a local date and time as somebody typed it, without a zone."""
    return typed.replace(tzinfo=HOME_ZONE).astimezone(UTC)


def to_typed(moment: datetime) -> datetime:
    """Return a moment as local date and time without a zone, to fill a form with."""
    return moment.astimezone(HOME_ZONE).replace(tzinfo=None, second=0, microsecond=0)


def days_late(due_on: date | None, today: date) -> int:
    """Return how many days ago something was due; 0 for what has no day or whose day is still to come."""
    return 0 if due_on is None else max(0, (today - due_on).days)
