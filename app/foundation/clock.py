"""The only place that asks what time it is."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time, always timezone-aware UTC."""

    def now(self) -> datetime:
        """Return this moment in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return this moment in UTC."""
        return datetime.now(UTC)


SET_BACK = timedelta(minutes=2)
"""How far a machine's clock may be set back in daily use. What was stored further ahead was stored by a wrong clock, or
by somebody who changed it: nobody knows when it happened."""


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Tell whether a stored moment lies in the future, so that its time is unknown."""
    return moment > now + SET_BACK


def is_within(span: timedelta, since: datetime, now: datetime) -> bool:
    """Tell whether no more than a span has passed since a stored moment. One in the future is no reason to wait."""
    return not is_ahead(since, now) and now - since <= span


def has_ended(ends_at: datetime, now: datetime, *, longest: timedelta) -> bool:
    """Tell whether something that lasts `longest` at most has ended.

    What would last longer was begun by a clock that was wrong, and has ended.
    """
    return now >= ends_at or is_ahead(ends_at, now + longest)


@dataclass
class MovableClock:
    """A clock that stands still until it is moved: for tests and for building the practice organisation."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 2, 2, 0, tzinfo=UTC))

    def now(self) -> datetime:
        """Return the moment the clock was last moved to."""
        return self.moment

    def move(self, by: timedelta) -> None:
        """Move the clock by a span of time; only forwards, because the audit trail only goes forwards."""
        if by < timedelta(0):
            raise ValueError("a clock only moves forwards")
        self.moment += by

    def move_to(self, moment: datetime) -> None:
        """Move the clock to a later moment."""
        self.move(moment - self.moment)
