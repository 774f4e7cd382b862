"""Puts together what the rooms tell of one child, newest first, a page at a time."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.access.sound_cases import cases_of_child
from app.cases import chronology as of_cases
from app.cases import notes_told as of_notes
from app.concerns import chronology as of_concerns
from app.foundation.chronology import ChronologyEntry, Mark
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.outreach import chronology as of_outreach
from app.placements import chronology as of_placements
from app.restoration import chronology as of_restoration
from app.safety_plans import chronology as of_safety_plans
from app.unit_of_work import UnitOfWork

PAGE_SIZE = 50


@dataclass(frozen=True)
class Story:
    """One page of what happened. `how` is the filter in force; None shows everything."""

    entries: tuple[ChronologyEntry, ...]
    total: int
    page: int
    how: EvidenceBasis | None

    @property
    def first(self) -> int:
        """The number of the first entry shown, from 1."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The number of the last entry shown."""
        return self.first + len(self.entries) - 1

    @property
    def is_whole(self) -> bool:
        """Whether everything there is stands on this page."""
        return self.page == 1 and self.total == len(self.entries)


def story_of(work: UnitOfWork, child_id: UUID, *, how: EvidenceBasis | None = None, page: int = 1) -> Story:
    """Return one page of what happened to a child, as far as this person may read it.

    The child was loaded through its permission. Each room cuts to its own permission and keys. Of the rooms that may
    tell a great deal only what stands on this page is opened, unless the words decide whether it belongs there.
    """
    placed: list[ChronologyEntry | Mark] = [entry for told in _ROOMS for entry in told(work, child_id)]
    if how is not None:
        placed = [entry for entry in placed if isinstance(entry, ChronologyEntry) and entry.basis is how]
    for volume in _VOLUMES.values():
        placed += _placed(work, child_id, volume, how)
    placed.sort(key=_when, reverse=True)
    begin = (page - 1) * PAGE_SIZE
    shown = placed[begin : begin + PAGE_SIZE]
    return Story(_opened(work, child_id, shown), len(placed), page, how)


def _when(placed: ChronologyEntry | Mark) -> tuple[datetime, datetime]:
    return placed.at, placed.recorded_at or placed.at


def _placed(
    work: UnitOfWork, child_id: UUID, volume: "_Volume", how: EvidenceBasis | None
) -> Sequence[ChronologyEntry | Mark]:
    if how is None or volume.basis is how:
        return volume.marks(work, child_id)
    if volume.basis is not None:
        return []
    return [entry for entry in volume.told(work, child_id) if entry.basis is how]


def _opened(
    work: UnitOfWork, child_id: UUID, shown: Sequence[ChronologyEntry | Mark]
) -> tuple[ChronologyEntry, ...]:
    """Return what is shown with every mark opened, each room asked once."""
    wanted: dict[str, set[UUID]] = {}
    for each in shown:
        if isinstance(each, Mark):
            wanted.setdefault(each.kind, set()).add(each.record_id)
    told = {
        entry.record_id: entry
        for kind, ids in wanted.items()
        for entry in _VOLUMES[kind].told(work, child_id, only=ids)
    }
    return tuple(told[each.record_id] if isinstance(each, Mark) else each for each in shown)


def _concerns(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    return of_concerns.chronology_entries(work, child_id=child_id)


def _restoration(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    cases = cases_of_child(work, child_id, Permission.CASE_READ, Permission.RESTORATION_READ)
    return of_restoration.chronology_entries(work, cases)


_ROOMS: tuple[Callable[[UnitOfWork, UUID], list[ChronologyEntry]], ...] = (
    _concerns,
    of_cases.chronology_entries,
    of_safety_plans.chronology_entries,
    of_placements.chronology_entries,
    _restoration,
)
"""The rooms that tell a little of a child's road, and all of it at once."""


class _Told(Protocol):
    def __call__(
        self, work: UnitOfWork, child_id: UUID, *, only: Collection[UUID] | None = None
    ) -> list[ChronologyEntry]: ...


@dataclass(frozen=True)
class _Volume:
    """A room that may tell a great deal. `basis` is how all of it is known; None when only the words say."""

    marks: Callable[[UnitOfWork, UUID], list[Mark]]
    told: _Told
    basis: EvidenceBasis | None


_VOLUMES = {
    of_outreach.KIND: _Volume(of_outreach.marks, of_outreach.chronology_entries, EvidenceBasis.SEEN),
    of_notes.KIND: _Volume(of_notes.marks, of_notes.notes_told, None),
}
