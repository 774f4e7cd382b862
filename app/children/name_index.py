"""Keeps the names of a base in memory for people who may search them: never written, dropped when unused."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from threading import Lock, Timer
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import select

from app.children.ages import age_bounds
from app.children.documents import CardFacts
from app.database.store import Store
from app.foundation.clock import Clock, is_ahead
from app.foundation.errors import KeyRefused, NoKey
from app.keyring.folders import OpenFolder, open_folders
from app.keyring.folders_to_check import board_folders
from app.keyring.policy import FolderKind
from app.keyring.refusals import record_refusal
from app.name_matching.folding import forget_words
from app.name_matching.index import NameEntry, NameIndex
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.child import Child
from models.name_card import NameCard

UNUSED_FOR = timedelta(minutes=15)
_SWEEP_EVERY_SECONDS = 60.0


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
    """The names of one base: a search index, and every child's few facts to filter and sort by."""

    def __init__(self, base_id: UUID) -> None:
        self.base_id = base_id
        self.folder_id: UUID | None = None
        self.index = NameIndex()
        self.known: dict[UUID, KnownChild] = {}
        self.change = 0
        self.used_at: datetime | None = None
        self._lock = Lock()
        self._sorted: dict[tuple[Order, date], Sequence[Aged]] = {}

    def sorted_by(self, order: Order, day: date) -> Sequence[Aged]:
        """Return every child in an order with their age on a day; sorted again only after a change, or another day."""
        with self._lock:
            if (order, day) not in self._sorted:
                self._sorted = {asked: aged for asked, aged in self._sorted.items() if asked[1] == day}
                children = sorted(self.known.values(), key=POSITIONS[order])
                self._sorted[order, day] = [(child, age_bounds(child.facts.age, day)) for child in children]
            return self._sorted[order, day]

    def refresh(self, work: UnitOfWork, folder: OpenFolder) -> None:
        """Read the cards that changed since the last time; only committed cards are read."""
        with self._lock, work.store.reading() as session:
            self.used_at = work.now
            newest = session.scalars(select(Base.name_card_changes).where(Base.id == self.base_id)).one()
            if newest <= self.change:
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
        if facts is None:
            self.known.pop(child_id, None)
            self.index.remove(child_id)
            return
        known = self.known[child_id] = KnownChild(child_id, code, changed_at, facts)
        self.index.replace(NameEntry(child_id, known.facts.names))


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


def is_used(used_at: datetime, now: datetime) -> bool:
    """Tell whether names were used lately; a time in the future was told by a clock that was wrong."""
    return not is_ahead(used_at, now) and now - used_at < UNUSED_FOR


class _Memory:
    """The names held by one process for one database."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.bases: dict[UUID, NamesOfBase] = {}
        self.lock = Lock()

    def of(self, base_id: UUID) -> NamesOfBase:
        with self.lock:
            return self.bases.setdefault(base_id, NamesOfBase(base_id))

    def drop_unused(self) -> None:
        with self.lock:
            now = self.clock.now()
            self.bases = {
                base_id: names
                for base_id, names in self.bases.items()
                if names.used_at is None or is_used(names.used_at, now)
            }
            if not self.bases:
                # Folding remembers single words to be quick; they are names too.
                forget_words()


_MEMORIES: "WeakKeyDictionary[Store, _Memory]" = WeakKeyDictionary()
_LOCK = Lock()


def names_in(work: UnitOfWork, base_ids: Iterable[UUID]) -> list[NamesOfBase]:
    """Return the names of those bases whose card key this person's own keychain opens.

    Built when first asked for, and updated by the change counter. Opening is recorded.
    """
    there = board_folders(work, [(FolderKind.NAME_CARDS.value, base_id) for base_id in base_ids])
    folder_of = {base_id: folder.id for (_, base_id), folder in there.items()}
    opened = open_folders(work, folder_of.values())
    memory = _memory_of(work)
    memory.drop_unused()
    found = []
    for base_id, folder_id in folder_of.items():
        if folder_id in opened and _holds_key(work, opened[folder_id]):
            names = memory.of(base_id)
            names.folder_id = folder_id
            names.refresh(work, opened[folder_id])
            found.append(names)
    return found


def _holds_key(work: UnitOfWork, folder: OpenFolder) -> bool:
    """Open the key with this person's keychain, even if a colleague's has already filled the memory."""
    try:
        folder.record_keys()
    except (NoKey, KeyRefused) as error:
        record_refusal(work, folder.id, error)
        return False
    return True


def held_in_memory(store: Store) -> frozenset[UUID]:
    """Return the bases whose names are in memory now."""
    memory = _MEMORIES.get(store)
    return frozenset(memory.bases) if memory else frozenset()


def drop_unused_everywhere() -> None:
    """Drop the names that nobody has used for a quarter of an hour; runs every minute while any are held."""
    with _LOCK:
        memories = list(_MEMORIES.values())
    for memory in memories:
        memory.drop_unused()


def _memory_of(work: UnitOfWork) -> _Memory:
    with _LOCK:
        memory = _MEMORIES.get(work.store)
        if memory is None:
            if not _MEMORIES:
                _sweep_in_a_minute()
            memory = _MEMORIES[work.store] = _Memory(work.clock)
        return memory


def _sweep() -> None:
    drop_unused_everywhere()
    with _LOCK:
        if _MEMORIES:
            _sweep_in_a_minute()


def _sweep_in_a_minute() -> None:
    timer = Timer(_SWEEP_EVERY_SECONDS, _sweep)
    timer.name, timer.daemon = "drop unused names", True
    timer.start()
