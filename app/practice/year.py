"""The year of the practice organisation: what happens when, done in order of time."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from app.foundation.clock import MovableClock

Happening = Callable[[], None]


@dataclass
class Year:
    """A diary of things to do. Doing one may add later ones to it."""

    _entries: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def __len__(self) -> int:
        """Return how many things are still to be done."""
        return len(self._entries)

    def at(self, moment: datetime, happening: Happening) -> None:
        """Note something to be done at a moment; things at the same moment keep the order they were noted in."""
        heapq.heappush(self._entries, (moment, next(self._numbers), happening))

    def live(self, clock: MovableClock, *, until: datetime, say: Callable[[datetime], None]) -> None:
        """Do everything in order up to a moment, moving the clock along; later things never happen."""
        while self._entries and self._entries[0][0] <= until:
            moment, _, happening = heapq.heappop(self._entries)
            if moment > clock.now():
                clock.move_to(moment)
            happening()
            say(moment)
        clock.move_to(max(until, clock.now()))
