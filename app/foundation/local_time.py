"""Local day and hour: people type and read the time of their own base, rows store UTC."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HOME_ZONE = ZoneInfo("Asia/Phnom_Penh")
"""The zone of whoever works for no base, and of what everybody must count alike, such as an account's last day."""

_HERE: ContextVar[ZoneInfo] = ContextVar("zone", default=HOME_ZONE)


@contextmanager
def in_zone(name: str) -> Iterator[None]:
    """Read and show local times in the zone of a base, for as long as its page is made."""
    before = _HERE.set(ZoneInfo(name))
    try:
        yield
    finally:
        _HERE.reset(before)


def zone_here() -> ZoneInfo:
    """Return the zone in which the person who asks types and reads."""
    return _HERE.get()


def local_day(moment: datetime) -> date:
    """Return the local calendar day of a UTC moment."""
    return moment.astimezone(zone_here()).date()


def home_day(moment: datetime) -> date:
    """Return the calendar day of a UTC moment that counts for everybody, wherever they are."""
    return moment.astimezone(HOME_ZONE).date()


def to_utc(typed: datetime) -> datetime:
    """Return the UTC moment of a typed local date and time, which has no zone."""
    return typed.replace(tzinfo=zone_here()).astimezone(UTC)


def to_typed(moment: datetime) -> datetime:
    """Return a moment as local date and time without a zone, to fill in a form."""
    return moment.astimezone(zone_here()).replace(tzinfo=None, second=0, microsecond=0)
