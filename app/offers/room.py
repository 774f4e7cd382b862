"""One room's offer: what it tells of a child's road, what is due in it, what changed in it, and its words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from app.foundation.chronology import Change, ChronologyEntry, CodedRecord, DueItem, Mark
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.offers.changes import Written
from app.offers.words import RoomWords
from app.unit_of_work import UnitOfWork


class Told(Protocol):
    """How a volume is opened."""

    def __call__(
        self, work: UnitOfWork, child_id: UUID, *, only: Collection[UUID] | None = None
    ) -> Sequence[ChronologyEntry]:
        """Return all that is told of a child, or `only` these records; in no order."""
        ...


@dataclass(frozen=True)
class Volume:
    """What a room may tell a great deal of, so that only the page that is read is opened.

    `marks` says when each happened and opens nothing; `basis` is how all of it is known, None when only the words say.
    """

    kind: str
    marks: Callable[[UnitOfWork, UUID], Sequence[Mark]]
    told: Told
    basis: EvidenceBasis | None


class Due(Protocol):
    """How a room is asked for what has its day."""

    def __call__(self, work: UnitOfWork, *, until: date) -> Sequence[DueItem]:
        """Return what is due for the person up to a day, and what is late where they answer for others."""
        ...


class News(Protocol):
    """How a room is asked for changes that a select alone cannot tell."""

    def __call__(self, work: UnitOfWork, *, since: datetime, at_most: int) -> Sequence[Change]:
        """Return what others did since a moment, at most so many."""
        ...


def _nothing(*_: object, **__: object) -> tuple[()]:
    return ()


def _no_counts() -> Mapping[str, Callable[[UnitOfWork], int | None]]:
    return {}


@dataclass(frozen=True, kw_only=True)
class RoomOffers:
    """What one room offers. Everything is cut to the person's permission and keys by the room itself.

    `kinds` names every kind of record the room speaks of; each has a page. What a room leaves out it does not have.
    """

    words: RoomWords
    kinds: tuple[str, ...] = ()
    chronology: Callable[[UnitOfWork, UUID], Sequence[ChronologyEntry]] = _nothing
    """What the room tells of a child's road, all of it at once, in no order."""
    volumes: tuple[Volume, ...] = ()
    waiting: Callable[[UnitOfWork], Sequence[DueItem]] = _nothing
    """What others wait for, until this person answers; nothing is opened."""
    due: Due = _nothing
    due_of_case: Callable[[UnitOfWork, UUID], Sequence[DueItem]] = _nothing
    """What is due in one case, whoever does it."""
    changes: tuple[Written, ...] = ()
    news: News = _nothing
    by_code: Callable[[UnitOfWork, str], Sequence[CodedRecord]] = _nothing
    """The records that have exactly this code."""
    counts: Mapping[str, Callable[[UnitOfWork], int | None]] = field(default_factory=_no_counts)
    """How many things wait behind a place of the rail, by place; None for those to whom no number is shown."""
