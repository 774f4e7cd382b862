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
