"""How many children came to a club over time: new and known, by sex and by age. Pure."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from app.clubs.rhythm import ClubDay

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Period:
    """One month of a club: how many sessions were held and cancelled, and who came, each child once.

    `new` came to this club for the first time. `visits` counts every child of every session.
    """

    month: date
    held: int
    cancelled: int
    visits: int
    came: frozenset[UUID]
    new: frozenset[UUID]

    @property
    def known(self) -> frozenset[UUID]:
        """The children who had come before that month."""
        return self.came - self.new

    @property
    def each_time(self) -> int | None:
        """How many came to a session, on average; None in a month without one."""
        return round(self.visits / self.held) if self.held else None


def by_month(days: Iterable[ClubDay], *, first: date, last: date) -> list[Period]:
    """Return every month from that of `first` to that of `last`, also those without a session, oldest first.

    Days before `first` only tell who is not new any more.
    """
    in_order = sorted(days, key=lambda day: day.on)
    met: set[UUID] = set()
    found = []
    for month in _months(first, last):
        of_month = [day for day in in_order if day.on.replace(day=1) == month]
        met |= {id_ for day in in_order if day.on < month for id_ in day.came}
        held = [day for day in of_month if not day.is_cancelled]
        came = frozenset(id_ for day in held for id_ in day.came)
        visits = sum(len(day.came) for day in held)
        found.append(Period(month, len(held), len(of_month) - len(held), visits, came, came - met))
    return found


def split(
    periods: Sequence[Period], kind_of: Callable[[UUID, date], K], kinds: Iterable[K]
) -> Mapping[K, list[int]]:
    """Return how many children of each kind came in each period; a kind that nobody is of is left out.

    `kind_of` is asked for each child and month, because children grow older.
    """
    counts = {kind: [0] * len(periods) for kind in kinds}
    for at, period in enumerate(periods):
        for child_id in period.came:
            counts[kind_of(child_id, period.month)][at] += 1
    return {kind: numbers for kind, numbers in counts.items() if any(numbers)}


def _months(first: date, last: date) -> list[date]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months
