"""Keeps the names of a base in memory for people who may search them: never written, dropped when unused."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from threading import Lock
from uuid import UUID

from sqlalchemy import select

from app.children.ages import age_bounds
from app.children.documents import CardFacts, ChildProfile
from app.database.store import Store
from app.foundation.local_time import local_day
from app.keyring.folders import OpenFolder, folders_to_check, open_folders
from app.keyring.folders_to_check import board_folders
from app.keyring.in_memory import InMemory, holds_key
from app.keyring.policy import FolderKind
from app.name_matching.descriptions import Described, DescriptionIndex
from app.name_matching.folding import forget_words
from app.name_matching.index import NameEntry, NameIndex
from app.name_matching.looks_words import forget_looks_words
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.child import Child
from models.name_card import NameCard

READ_AT_ONCE = 200
"""How many profiles one search opens for looks that stand on no card yet: 0.1 s on a small machine."""


@dataclass(frozen=True)
class KnownChild:
    """What memory holds about one child."""

    id: UUID
    code: str
    changed_at: datetime
    facts: CardFacts


class Order(StrEnum):
    """What children are sorted by."""

    CHANGED = "changed"
    NAME = "name"
    CODE = "code"


Aged = tuple[KnownChild, tuple[int, int] | None]
"""A child, and the lowest and highest age on a day; None if no age is known."""


def by_changed(child: KnownChild) -> tuple[float, int]:
    """Return the position in a list by last change, the newest first."""
    return -child.changed_at.timestamp(), -child.id.int


def by_name(child: KnownChild) -> tuple[bool, str, int, str]:
    """Return the position in a list by name: Latin names first, then others, then children without a name."""
    name = (child.facts.latin or child.facts.local or " ".join(child.facts.nicknames)).casefold()
    return not name, name, *by_code(child)


def by_code(child: KnownChild) -> tuple[int, str]:
    """Return the position in a list by code: RV-10000 comes after RV-9999."""
    return len(child.code), child.code


POSITIONS: Mapping[Order, Callable[[KnownChild], tuple[object, ...]]] = {
    Order.CHANGED: by_changed,
    Order.NAME: by_name,
    Order.CODE: by_code,
}


class NamesOfBase:
    """The names and looks of one base: two search indexes, and every child's few facts to filter and sort by."""

    def __init__(self, base_id: UUID) -> None:
        self.base_id = base_id
        self.folder_id: UUID | None = None
        self.index = NameIndex()
        self.looks = DescriptionIndex()
        self.known: dict[UUID, KnownChild] = {}
        self.change = 0
        self.used_at: datetime | None = None
        self._lock = Lock()
        self._sorted: dict[tuple[Order, date], Sequence[Aged]] = {}
        self._without_looks: dict[UUID, None] = {}

    def sorted_by(self, order: Order, day: date) -> Sequence[Aged]:
        """Return every child in an order with their age on a day; sorted again only after a change, or another day."""
        with self._lock:
            if (order, day) not in self._sorted:
                self._sorted = {asked: aged for asked, aged in self._sorted.items() if asked[1] == day}
                counting = (child for child in self.known.values() if not child.facts.is_mistaken)
                children = sorted(counting, key=POSITIONS[order])
                self._sorted[order, day] = [(child, age_bounds(child.facts.age, day)) for child in children]
            return self._sorted[order, day]

    def refresh(self, work: UnitOfWork, folder: OpenFolder) -> None:
        """Read the cards that changed since the last time; only committed cards are read."""
        with self._lock, work.store.reading() as session:
            self.used_at = work.now
            changes = select(Base.name_card_changes).where(Base.id == self.base_id)
            newest = session.scalars(changes).one_or_none()
            # A base whose row is not there any more has no cards to be read.
            if newest is None or newest <= self.change:
                return
            # The whole base, whoever asks: a person's scope limits what they are shown, not what is remembered.
            rows = session.execute(
                select(NameCard.child_id, NameCard.card, NameCard.folder_id, NameCard.changed_at, Child.code)
                .join(Child, Child.id == NameCard.child_id)
                .where(NameCard.base_id == self.base_id, NameCard.change > self.change)
            ).all()
            with _collecting_later():
                for row in rows:
                    self._remember(row.child_id, row.code, row.changed_at, folder, row.card)
            self.change, self._sorted = newest, {}

    def _remember(
        self, child_id: UUID, code: str, changed_at: datetime, folder: OpenFolder, card: bytes
    ) -> None:
        facts = folder.try_open(CardFacts, child_id, card)
        self._without_looks.pop(child_id, None)
        if facts is None:
            self.known.pop(child_id, None)
            self.index.remove(child_id)
            self.looks.remove(child_id)
            return
        known = self.known[child_id] = KnownChild(child_id, code, changed_at, facts)
        self.index.replace(NameEntry(child_id, known.facts.names))
        if facts.is_mistaken:
            self.looks.remove(child_id)
            return
        if facts.looks is None:
            self._without_looks[child_id] = None
        self._describe(known, facts.looks or "")

    def _describe(self, known: KnownChild, looks: str) -> None:
        years = age_bounds(known.facts.age, local_day(self.used_at or known.changed_at))
        self.looks.replace(known.id, Described(looks, sex=known.facts.sex, years=years))

    def read_missing_looks(self, work: UnitOfWork) -> None:
        """Read from their profiles the looks of children whose card is older than looks on cards, some at a time."""
        with self._lock:
            wanted = list(self._without_looks)[:READ_AT_ONCE]
            if not wanted:
                return
            query = select(Child.id, Child.folder_id, Child.profile).where(Child.id.in_(wanted))
            rows = work.session.execute(query).all()
            # Nothing of them is shown, so nothing is noted: whoever is found is opened again, and named in the trail.
            folders = folders_to_check(work, (row.folder_id for row in rows))
            for row in rows:
                folder, known = folders.get(row.folder_id), self.known.get(row.id)
                profile = folder.try_open(ChildProfile, row.id, row.profile) if folder else None
                if known is not None and profile is not None:
                    self._describe(known, profile.appearance)
            for child_id in wanted:
                del self._without_looks[child_id]


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Delay the garbage collector, which would walk again and again through memory that only grows.

    Measured with 100,000 children: this saves a fifth of the loading time.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def _forget() -> None:
    """Folding remembers single words to be quick; they are names and looks too."""
    forget_words()
    forget_looks_words()


_NAMES: InMemory[UUID, NamesOfBase] = InMemory(NamesOfBase, forget=_forget)


def names_in(work: UnitOfWork, base_ids: Iterable[UUID]) -> list[NamesOfBase]:
    """Return the names of those bases whose card key this person's own keychain opens.

    Built when first asked for, and updated by the change counter. Opening is recorded.
    """
    there = board_folders(work, [(FolderKind.NAME_CARDS.value, base_id) for base_id in base_ids])
    folder_of = {base_id: folder.id for (_, base_id), folder in there.items()}
    opened = open_folders(work, folder_of.values())
    _NAMES.drop_unused(work)
    found = []
    for base_id, folder_id in folder_of.items():
        if folder_id in opened and holds_key(work, opened[folder_id]):
            names = _NAMES.of(work, base_id)
            names.folder_id = folder_id
            names.refresh(work, opened[folder_id])
            found.append(names)
    return found


def held_in_memory(store: Store) -> frozenset[UUID]:
    """Return the bases whose names are in memory now."""
    return _NAMES.held(store)
