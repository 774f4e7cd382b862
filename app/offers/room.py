"""One room's offer: what it tells of a child's road, what is due, what changed, and its words."""

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
    """How to open a volume."""

    def __call__(
        self, work: UnitOfWork, child_id: UUID, *, only: Collection[UUID] | None = None
    ) -> Sequence[ChronologyEntry]:
        """Return everything told of a child, or `only` these records, in no particular order."""
        ...


@dataclass(frozen=True)
class Volume:
    """Something a room may have very many of, so that only the part on the page is opened.

    `marks` says when each record happened, and opens nothing. `basis` is how all of it is known; None when only the
    document says.
    """

    kind: str
    marks: Callable[[UnitOfWork, UUID], Sequence[Mark]]
    told: Told
    basis: EvidenceBasis | None


class Due(Protocol):
    """How to ask a room for what is due."""

    def __call__(self, work: UnitOfWork, *, until: date) -> Sequence[DueItem]:
        """Return what is due for the person up to a day, and what is overdue where they answer for others."""
        ...


class News(Protocol):
    """How to ask a room for changes that a select alone cannot find."""

    def __call__(self, work: UnitOfWork, *, since: datetime, at_most: int) -> Sequence[Change]:
        """Return what others did since a moment, at most so many."""
        ...


def _nothing(*_: object, **__: object) -> tuple[()]:
    return ()


def _no_counts() -> Mapping[str, Callable[[UnitOfWork], int | None]]:
    return {}


@dataclass(frozen=True, kw_only=True)
class RoomOffers:
    """What one room offers. The room itself limits everything to the person's permission and keys.

    `kinds` names every kind of record the room offers; each kind has a page. A field that is left out means that the
    room has no such thing.
    """

    words: RoomWords
    kinds: tuple[str, ...] = ()
    chronology: Callable[[UnitOfWork, UUID], Sequence[ChronologyEntry]] = _nothing
    """What the room tells of a child's road, all at once, in no particular order."""
    volumes: tuple[Volume, ...] = ()
    waiting: Callable[[UnitOfWork], Sequence[DueItem]] = _nothing
    """What others are waiting for until this person answers; nothing is opened."""
    due: Due = _nothing
    due_of_case: Callable[[UnitOfWork, UUID], Sequence[DueItem]] = _nothing
    """What is due in one case, whoever has to do it."""
    changes: tuple[Written, ...] = ()
    news: News = _nothing
    by_code: Callable[[UnitOfWork, str], Sequence[CodedRecord]] = _nothing
    """The records that have exactly this code."""
    counts: Mapping[str, Callable[[UnitOfWork], int | None]] = field(default_factory=_no_counts)
    """How many things wait behind each place of the rail; None for people to whom no number is shown."""
