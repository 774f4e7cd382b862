"""What one person did at one moment: the events of the trail that one page, or one press of a button, left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Generic, Protocol, TypeVar
from uuid import UUID


class Stamped(Protocol):
    """Anything that says who did it and when."""

    @property
    def at(self) -> datetime:
        """The moment, to the microsecond."""

    @property
    def actor_id(self) -> UUID | None:
        """Who did it; None for what nobody did who was signed in."""


S = TypeVar("S", bound=Stamped)


@dataclass(frozen=True)
class Visit(Generic[S]):
    """One request of one person: its events, in the order in which they were recorded."""

    at: datetime
    actor_id: UUID | None
    events: tuple[S, ...]


def is_one_visit(one: Stamped, other: Stamped) -> bool:
    """Tell whether two neighbours in the trail were appended together.

    All events of a work get the moment at which it ended, to the microsecond, so the chain needs no number for each
    request (decision 0048).
    """
    return one.at == other.at and one.actor_id == other.actor_id


def visits_of(newest_first: Iterable[S]) -> tuple[Visit[S], ...]:
    """Return the visits that these events belong to, newest first; within a visit, what came first stands first."""
    return tuple(
        Visit(at, actor_id, tuple(reversed(list(events))))
        for (at, actor_id), events in groupby(newest_first, lambda event: (event.at, event.actor_id))
    )
