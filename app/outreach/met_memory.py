"""Keeps in memory what was written of children who were met and are not yet known: never written, dropped when unused.

One memory a base for everybody who holds its office's key, and one for each person who does not, with the nights they
were on. It is filled newest first, some meetings at a time, and follows the trail afterwards.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from uuid import UUID

from sqlalchemy import Row, Select, or_, select

from app.access.scope import condition, scoped
from app.audit.changes import newest_event, written_since
from app.bases.known import pack_of_base
from app.bases.pack import Pack
from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.age_bands import FROM_AGE, AgeBand
from app.keyring.folders import OpenFolder, folders_to_check
from app.keyring.folders_to_check import board_folders
from app.keyring.in_memory import InMemory, holds_key
from app.keyring.policy import FolderKind
from app.name_matching.descriptions import OLDEST_YEARS, Described, DescriptionIndex, age_said
from app.name_matching.looks_words import forget_looks_words
from app.outreach.documents import Account, ChildDescription, Place
from app.unit_of_work import Mode, Remembered, UnitOfWork
from models.base import Base
from models.encounter import Encounter, EncounterChild

READ_AT_ONCE = 80
"""How many meetings one page opens to remember them: 0.15 s on a small machine."""
MOST_REMEMBERED = 3_000
"""How many meetings with a child who is not yet known are remembered of a base, the newest."""

_WRITES = (
    "encounter.written",
    "encounter.changed",
    "encounter.moved",
    "encounter.linked",
    "encounter.unlinked",
    "encounter.judged",
    "encounter.judgement_taken_back",
    "shift.team_grew",
    "mistake.marked",
    "mistake.taken_back",
    "mistake.agreed",
)
"""The events after which a meeting, or who reads it, is not what it was."""


@dataclass(frozen=True)
class KnownMet:
    """What memory holds of one description. `beside` are the records of children who were there as well."""

    row_id: UUID
    encounter_id: UUID
    shift_id: UUID
    base_id: UUID
    met_at: datetime
    place: Place
    description: ChildDescription
    beside: frozenset[UUID]

    @property
    def years(self) -> tuple[int, int] | None:
        """The lowest and the highest age the child may have had: as words say it, or else by the band chosen."""
        said = age_said(self.description.words)
        return (said, said) if said is not None else years_of(self.description.age)

    @property
    def newest_first(self) -> tuple[float, UUID]:
        """The position in a list."""
        return -self.met_at.timestamp(), self.row_id


def years_of(band: AgeBand) -> tuple[int, int] | None:
    """Return the first and last age of a band; None when the age is not known."""
    if band not in FROM_AGE:
        return None
    later = [first for first in FROM_AGE.values() if first > FROM_AGE[band]]
    return FROM_AGE[band], min(later) - 1 if later else OLDEST_YEARS


@dataclass
class MetDescriptions:
    """The descriptions of one base that one holder reads; `waiting` are meetings that are not read yet."""

    base_id: UUID
    index: DescriptionIndex = field(default_factory=DescriptionIndex)
    waiting: list[UUID] = field(default_factory=list)
    used_at: datetime | None = None
    _known: dict[UUID, KnownMet] = field(default_factory=dict)
    _of_meeting: dict[UUID, set[UUID]] = field(default_factory=dict)
    _seq: int | None = None
    _lock: RLock = field(default_factory=RLock)

    def listed(self) -> list[KnownMet]:
        """Return every description, the newest first."""
        with self._lock:
            return sorted(self._known.values(), key=lambda one: one.newest_first)

    def find(self, row_id: UUID) -> KnownMet | None:
        """Return one description; None if it is not remembered, such as one whose child is known."""
        return self._known.get(row_id)

    def refresh(self, work: UnitOfWork) -> None:
        """Read what was written since the last time, and some of what was never read; only committed rows are read."""
        with self._lock:
            self.used_at = work.now
            if work.mode is Mode.WRITING:
                return
            newest = newest_event(work.session)
            if self._seq is None:
                self.waiting = list(work.session.scalars(self._unknown_met(work)))
            elif newest > self._seq:
                self._read(work, self._touched(work, written_since(work.session, self._seq, _WRITES)))
            self._seq = newest
            now, self.waiting = self.waiting[:READ_AT_ONCE], self.waiting[READ_AT_ONCE:]
            self._read(work, now)

    def bring(self, work: UnitOfWork, encounter_id: UUID) -> None:
        """Read a meeting now that a page is about, however old it is."""
        with self._lock:
            if work.mode is Mode.READING and encounter_id not in self._of_meeting:
                self._read(work, [encounter_id])

    def _unknown_met(self, work: UnitOfWork) -> Select[UUID]:
        unlinked = (
            select(EncounterChild.id)
            .where(EncounterChild.encounter_id == Encounter.id, EncounterChild.child_id.is_(None))
            .correlate(Encounter)
            .exists()
        )
        query = scoped(work, Encounter, Permission.SHIFT_READ).with_only_columns(Encounter.id)
        of_base = query.where(Encounter.base_id == self.base_id, Encounter.mistake_id.is_(None), unlinked)
        return of_base.order_by(Encounter.written_at.desc()).limit(MOST_REMEMBERED)

    def _touched(self, work: UnitOfWork, ids: frozenset[UUID]) -> list[UUID]:
        """Return the meetings of this base among records that were written, and those of shifts among them."""
        if not ids:
            return []
        query = (
            scoped(work, Encounter, Permission.SHIFT_READ)
            .with_only_columns(Encounter.id)
            .where(or_(Encounter.id.in_(ids), Encounter.shift_id.in_(ids)), Encounter.base_id == self.base_id)
        )
        there = list(work.session.scalars(query))
        for gone in ids & self._of_meeting.keys() - set(there):
            self._forget(gone)
        return there

    def _read(self, work: UnitOfWork, encounter_ids: Collection[UUID]) -> None:
        if not encounter_ids:
            return
        for encounter_id in encounter_ids:
            self._forget(encounter_id)
        meetings = work.session.execute(
            select(
                Encounter.id, Encounter.shift_id, Encounter.met_at, Encounter.folder_id, Encounter.account
            ).where(Encounter.id.in_(encounter_ids), Encounter.mistake_id.is_(None))
        ).all()
        children: dict[UUID, list[tuple[UUID, UUID | None, bytes]]] = {}
        for row in work.session.execute(
            select(
                EncounterChild.encounter_id,
                EncounterChild.id,
                EncounterChild.child_id,
                EncounterChild.description,
            ).where(EncounterChild.encounter_id.in_([meeting.id for meeting in meetings]))
        ):
            children.setdefault(row.encounter_id, []).append((row.id, row.child_id, row.description))
        # None of them is shown yet, so nothing is noted: whatever is shown is opened again, and named in the trail.
        folders = folders_to_check(work, (meeting.folder_id for meeting in meetings))
        pack = pack_of_base(work, self.base_id)
        for meeting in meetings:
            folder = folders.get(meeting.folder_id)
            if folder is not None:
                self._remember(folder, meeting, children.get(meeting.id, []), pack)

    def _remember(
        self,
        folder: OpenFolder,
        meeting: Row[UUID, UUID, datetime, UUID, bytes],
        children: Iterable[tuple[UUID, UUID | None, bytes]],
        pack: Pack,
    ) -> None:
        account = folder.try_open(Account, meeting.id, meeting.account)
        if account is None:
            return
        beside = frozenset(child_id for _, child_id, _ in children if child_id is not None)
        for row_id, child_id, sealed in children:
            description = folder.try_open(ChildDescription, row_id, sealed) if child_id is None else None
            if description is None:
                continue
            met = KnownMet(
                row_id,
                meeting.id,
                meeting.shift_id,
                self.base_id,
                meeting.met_at,
                account.place,
                description,
                beside,
            )
            self._known[row_id] = met
            self._of_meeting.setdefault(meeting.id, set()).add(row_id)
            self.index.replace(
                row_id,
                Described(
                    description.words, _words_of_place(account.place, pack), description.sex, met.years
                ),
            )

    def _forget(self, encounter_id: UUID) -> None:
        for row_id in self._of_meeting.pop(encounter_id, ()):
            self._known.pop(row_id, None)
            self.index.remove(row_id)


def _words_of_place(place: Place, pack: Pack) -> str:
    """Return a place in every language people may ask in."""
    area = pack.areas.get(place.area)
    return " ".join([place.words, *(area.name.in_locale(locale) for locale in ("en", "km") if area)])


_MEMORY: InMemory[tuple[UUID, UUID | None], MetDescriptions] = InMemory(
    lambda key: MetDescriptions(key[0]), forget=forget_looks_words
)


_ASKED: Remembered[list[MetDescriptions]] = Remembered(list)
"""What was brought up to date in this transaction."""


def known_descriptions(work: UnitOfWork) -> list[MetDescriptions]:
    """Return what `descriptions_for` brought up to date in this transaction already."""
    return work.remember(_ASKED)


def descriptions_for(work: UnitOfWork) -> list[MetDescriptions]:
    """Return what this person may read of children who are not yet known, in each base they reach, brought up to date.

    Whoever holds an office's key with their own keychain shares its memory; others have one of their own.
    """
    found = work.remember(_ASKED)
    if found:
        return found
    _MEMORY.drop_unused(work)
    bases = list(work.session.scalars(select(Base.id).where(condition(work, Base, Permission.PROFILE_READ))))
    boards = board_folders(work, [(FolderKind.FACTS.value, base_id) for base_id in bases])
    shares = reach_of(work.person, Permission.SHIFT_READ) in (Reach.BASE, Reach.ALL)
    offices = {base_id for (_, base_id), folder in boards.items() if shares and holds_key(work, folder)}
    for base_id in bases:
        memory = _MEMORY.of(work, (base_id, None if base_id in offices else work.person.id))
        memory.refresh(work)
        found.append(memory)
    return found
