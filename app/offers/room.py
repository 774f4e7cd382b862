"""One room's offer: what it tells of a child's road, what is due, what changed, and its words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from app.foundation.chronology import Change, ChronologyEntry, CodedRecord, DueItem, FirstDay, Mark
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.offers.changes import Written
from app.offers.finding import Findable
from app.offers.holdings import HandOver, Held
from app.offers.places import Act, CasePlace, Place, RecordPage, Topic
from app.offers.set_up_steps import SetUpStep
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


def _no_pages() -> Mapping[str, RecordPage]:
    return {}


def _no_topics() -> Mapping[str, Topic]:
    return {}


def _no_ways() -> Mapping[str, HandOver]:
    return {}


@dataclass(frozen=True, kw_only=True)
class RoomOffers:
    """What one room offers. The room itself limits everything to the person's permission and keys.

    `pages` has every kind of record the room offers, each with its page. A field that is left out means that the room
    has no such thing.
    """

    words: RoomWords
    pages: Mapping[str, RecordPage] = field(default_factory=_no_pages)
    """The page of each kind of record. Endpoints are said as words: only the views resolve them."""
    topics: Mapping[str, Topic] = field(default_factory=_no_topics)
    """What the room's pages are called, by the name of their blueprint, which is the first part of an endpoint."""
    places: tuple[Place, ...] = ()
    """Its places in the rail and in the phone's bar."""
    acts: tuple[Act, ...] = ()
    """What it adds to the + menu."""
    case_places: tuple[CasePlace, ...] = ()
    """Its pages of a case, each in one of the tabs."""
    chronology: Callable[[UnitOfWork, UUID], Sequence[ChronologyEntry]] = _nothing
    """What the room tells of a child's road, all at once, in no particular order."""
    volumes: tuple[Volume, ...] = ()
    first_days: Callable[[UnitOfWork, UUID], Sequence[FirstDay]] = _nothing
    """The earliest day that each kind of what it records of a child is about, as far as this person reaches it and it
    counts; nothing is opened."""
    waiting: Callable[[UnitOfWork], Sequence[DueItem]] = _nothing
    """What others are waiting for until this person answers; nothing is opened."""
    due: Due = _nothing
    due_of_case: Callable[[UnitOfWork, UUID], Sequence[DueItem]] = _nothing
    """What is due in one case, whoever has to do it."""
    changes: tuple[Written, ...] = ()
    news: News = _nothing
    held: Callable[[UnitOfWork, UUID], Sequence[Held]] = _nothing
    """What a colleague holds that somebody else must have when they leave."""
    hand_over: Mapping[str, HandOver] = field(default_factory=_no_ways)
    """How each kind of it that has takers is handed over."""
    by_code: Callable[[UnitOfWork, str], Sequence[CodedRecord]] = _nothing
    """The records that have exactly this code."""
    found: tuple[Findable, ...] = ()
    """What the search box finds by words."""
    counts: Mapping[str, Callable[[UnitOfWork], int | None]] = field(default_factory=_no_counts)
    """How many things wait behind each place of the rail; None for people to whom no number is shown."""
    set_up: Callable[[UnitOfWork], Sequence[SetUpStep]] = _nothing
    """What the organisation needs of this room before it is set up; asked for directors and technicians only."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of record the room offers."""
        return tuple(self.pages)
