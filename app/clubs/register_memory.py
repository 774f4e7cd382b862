"""Keeps in memory who came to which session of the clubs of a base: never written, dropped when unused.

One memory a base for everybody who holds its office's key, and one for the clubs that somebody leads. It is filled when
first asked for, follows the trail afterwards, and remembers what was reckoned from it until a register changes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from threading import RLock
from uuid import UUID

from app.access.scope import scoped
from app.audit.changes import newest_event, written_since
from app.clubs.documents import ClubPlan, Register
from app.clubs.rhythm import ClubDay, Rhythm, Standing, rhythms
from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.club_sessions import SessionState
from app.keyring.folders import folders_to_check, look_in
from app.keyring.folders_to_check import board_folders
from app.keyring.in_memory import InMemory, holds_key
from app.keyring.policy import FolderKind
from app.unit_of_work import Mode, Remembered, UnitOfWork
from models.kids_club import ClubSession, KidsClub

LOOKS_BACK = timedelta(days=400)
"""How far back registers are remembered: a rhythm may have a season in it."""
WRITES = (
    "club.made",
    "club.changed",
    "club.moved",
    "club.closed",
    "club.opened_again",
    "club.register_taken",
    "club.register_changed",
    "club.register_typed",
    "club.session_moved",
    "club.session_cancelled",
    "mistake.marked",
    "mistake.taken_back",
    "mistake.agreed",
)
"""The events after which a club or a register is not what it was."""


@dataclass(frozen=True)
class KnownClub:
    """What memory holds of one club."""

    id: UUID
    base_id: UUID
    folder_id: UUID
    code: str
    name: str


@dataclass(frozen=True)
class Away:
    """A child whose rhythm says that they are missed at a club; `newest_missed` is the day of the last session."""

    club: KnownClub
    rhythm: Rhythm
    newest_missed: date

    @property
    def most_unusual_first(self) -> tuple[float, int, UUID]:
        """The position in a list."""
        return self.rhythm.most_unusual_first


@dataclass
class RegistersOfBase:
    """The registers of some clubs of a base, as one holder of their keys reads them."""

    key: "tuple[UUID, frozenset[UUID] | None]"
    clubs: dict[UUID, KnownClub] = field(default_factory=dict)
    used_at: datetime | None = None
    verified: set[bytes] = field(default_factory=set)
    """The tags of answers whose signature was checked."""
    _days: dict[UUID, dict[UUID, ClubDay]] = field(default_factory=dict)
    _away: dict[UUID, Sequence[Away]] = field(default_factory=dict)
    _last: dict[UUID, date] | None = None
    _seq: int | None = None
    _lock: RLock = field(default_factory=RLock)

    @property
    def base_id(self) -> UUID:
        """The base whose clubs these are."""
        return self.key[0]

    def refresh(self, work: UnitOfWork) -> None:
        """Read what was written since the last time; only committed rows are read."""
        with self._lock:
            self.used_at = work.now
            if work.mode is Mode.WRITING:
                return
            newest = newest_event(work.session)
            if self._seq is None:
                self._read_clubs(work, None)
                self._read_sessions(work, None)
            elif newest > self._seq:
                ids = written_since(work.session, self._seq, WRITES)
                if ids:
                    self._last = None
                    self._read_clubs(work, ids)
                    self._read_sessions(work, ids)
            self._seq = newest

    def days_of(self, club_id: UUID) -> list[ClubDay]:
        """Return the sessions of a club that count, in no particular order."""
        with self._lock:
            return list(self._days.get(club_id, {}).values())

    def away_from(self, club_ids: Iterable[UUID]) -> list[Away]:
        """Return who stays away from these clubs, or stopped coming, the most unusual absence first.

        A child who came to another of the clubs since is where they can be found, and not among them.
        """
        with self._lock:
            wanted = [club_id for club_id in club_ids if club_id in self.clubs]
            found = list(chain.from_iterable(self._away_from(club_id) for club_id in wanted))
            elsewhere = self._came_last()
        there = [away for away in found if not _is_elsewhere(away, elsewhere)]
        return sorted(there, key=lambda away: away.most_unusual_first)

    def _away_from(self, club_id: UUID) -> Sequence[Away]:
        if club_id not in self._away:
            club, days = self.clubs[club_id], list(self._days.get(club_id, {}).values())
            last = max((day.on for day in days if day.came), default=None)
            self._away[club_id] = [
                Away(club, rhythm, last)
                for rhythm in rhythms(days)
                if last is not None and rhythm.standing in (Standing.STAYS_AWAY, Standing.STOPPED)
            ]
        return self._away[club_id]

    def _came_last(self) -> dict[UUID, date]:
        """Return the last day on which each child came to any of these clubs."""
        if self._last is None:
            days = sorted(
                chain.from_iterable(of_club.values() for of_club in self._days.values()),
                key=lambda day: day.on,
            )
            self._last = {child_id: day.on for day in days for child_id in day.came}
        return self._last

    def _read_clubs(self, work: UnitOfWork, ids: Collection[UUID] | None) -> None:
        query = scoped(work, KidsClub, Permission.CLUB_READ).where(KidsClub.base_id == self.base_id)
        if ids is not None:
            query = query.where(KidsClub.id.in_(ids))
        rows = [row for row in work.session.scalars(query) if self._is_ours(row.id)]
        folders = folders_to_check(work, (row.folder_id for row in rows))
        for row in rows:
            look = look_in(folders.get(row.folder_id), row, ClubPlan)
            stands = look.document is not None and row.mistake_id is None and row.closed_on is None
            self._away.pop(row.id, None)
            self.clubs.pop(row.id, None)
            if look.document is not None and stands:
                self.clubs[row.id] = KnownClub(
                    row.id, row.base_id, row.folder_id, row.code, look.document.name
                )

    def _read_sessions(self, work: UnitOfWork, ids: Collection[UUID] | None) -> None:
        query = scoped(work, ClubSession, Permission.CLUB_READ).where(
            ClubSession.base_id == self.base_id, ClubSession.begins_at >= work.now - LOOKS_BACK
        )
        if ids is not None:
            for session_id in ids:
                self._forget(session_id)
            query = query.where(ClubSession.id.in_(ids))
        rows = [row for row in work.session.scalars(query) if self._is_ours(row.club_id)]
        # Nothing of them is shown yet, so nothing is noted: whoever is shown is listed in the trail by their page.
        folders = folders_to_check(work, (row.folder_id for row in rows))
        for row in rows:
            register = look_in(folders.get(row.folder_id), row, Register).document
            if register is not None and row.mistake_id is None:
                is_held = row.state == SessionState.HELD
                day = ClubDay(row.held_on, register.came if is_held else frozenset(), not is_held)
                self._days.setdefault(row.club_id, {})[row.id] = day
                self._away.pop(row.club_id, None)

    def _is_ours(self, club_id: UUID) -> bool:
        led = self.key[1]
        return led is None or club_id in led

    def _forget(self, session_id: UUID) -> None:
        for club_id, days in self._days.items():
            if days.pop(session_id, None) is not None:
                self._away.pop(club_id, None)


def _is_elsewhere(away: Away, came_last: dict[UUID, date]) -> bool:
    return came_last[away.rhythm.child_id] > away.rhythm.last_came


_MEMORY: InMemory[tuple[UUID, frozenset[UUID] | None], RegistersOfBase] = InMemory(
    RegistersOfBase, forget=lambda: None
)
_ASKED: Remembered[list["Registers"]] = Remembered(list)
"""What was brought up to date in this transaction: Today and the club's page may ask more than once."""


@dataclass(frozen=True)
class Registers:
    """What one person may read: each memory with those of its clubs that they reach now, and hold the key of."""

    memory: RegistersOfBase
    club_ids: tuple[UUID, ...]

    @property
    def away(self) -> list[Away]:
        """Who stays away from these clubs, the most unusual absence first."""
        return self.memory.away_from(self.club_ids)


def registers_for(work: UnitOfWork) -> list[Registers]:
    """Return the registers that this person may read, in each base they reach, brought up to date.

    Reach and key are asked each time: whoever no longer leads a club is shown nothing of it, whoever filled the memory.
    """
    found = work.remember(_ASKED)
    if found:
        return found
    _MEMORY.drop_unused(work)
    query = scoped(work, KidsClub, Permission.CLUB_READ).with_only_columns(
        KidsClub.id, KidsClub.base_id, KidsClub.folder_id
    )
    of_bases: dict[UUID, dict[UUID, UUID]] = {}
    for club_id, base_id, folder_id in work.session.execute(query):
        of_bases.setdefault(base_id, {})[club_id] = folder_id
    offices = _offices(work, of_bases)
    for base_id, clubs in of_bases.items():
        ids = tuple(clubs) if base_id in offices else _with_key(work, clubs)
        if ids:
            memory = _MEMORY.of(work, (base_id, None if base_id in offices else frozenset(ids)))
            memory.refresh(work)
            found.append(Registers(memory, ids))
    return found


def _offices(work: UnitOfWork, base_ids: Iterable[UUID]) -> set[UUID]:
    """Return the bases whose office this person is in, by their own keychain: an office holds the key of each club."""
    if reach_of(work.person, Permission.CLUB_READ) not in (Reach.BASE, Reach.ALL):
        return set()
    boards = board_folders(work, [(FolderKind.FACTS.value, base_id) for base_id in base_ids])
    return {base_id for (_, base_id), folder in boards.items() if holds_key(work, folder)}


def _with_key(work: UnitOfWork, clubs: dict[UUID, UUID]) -> tuple[UUID, ...]:
    """Return the clubs whose folder this person's own keychain opens."""
    folders = folders_to_check(work, clubs.values())
    return tuple(
        club_id
        for club_id, folder_id in clubs.items()
        if folder_id in folders and holds_key(work, folders[folder_id])
    )


def held_in_memory(work: UnitOfWork) -> frozenset[UUID]:
    """Return the bases of whose clubs something is in memory now."""
    return frozenset(base_id for base_id, _ in _MEMORY.held(work.store))
