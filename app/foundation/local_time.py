"""Local day and hour where the organisation works: people type and read local time, rows store UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HOME_ZONE = ZoneInfo("Asia/Phnom_Penh")
"""The zone that pages show; all current bases use Indochina time."""


def local_day(moment: datetime) -> date:
    """Return the local calendar day of a UTC moment."""
    return moment.astimezone(HOME_ZONE).date()


def to_utc(typed: datetime) -> datetime:
    """Return the UTC moment of a typed local date and time, which has no zone."""
    return typed.replace(tzinfo=HOME_ZONE).astimezone(UTC)


def to_typed(moment: datetime) -> datetime:
    """Return a moment as local date and time without a zone, to fill in a form."""
    return moment.astimezone(HOME_ZONE).replace(tzinfo=None, second=0, microsecond=0)


def days_late(due_on: date | None, today: date) -> int:
    """Return how many days ago something was due; 0 if it has no day, or its day is still to come."""
    return 0 if due_on is None else max(0, (today - due_on).days)
