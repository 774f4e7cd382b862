"""Puts together what the rooms tell of one child, newest first, a page at a time."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from app.foundation.chronology import ChronologyEntry, Mark
from app.foundation.numbering import Numbered
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.offers.room import Volume
from app.rooms import ROOMS
from app.unit_of_work import UnitOfWork

_VOLUMES = {volume.kind: volume for room in ROOMS for volume in room.volumes}


@dataclass(frozen=True)
class Story(Numbered):
    """One page of what happened. `how` is the filter in force; None shows everything."""

    PAGE_SIZE: ClassVar[int] = 25
    """Each entry is opened with its own key and read in full; a page has as many as fit on a screen or two."""

    entries: tuple[ChronologyEntry, ...]
    total: int
    page: int
    how: EvidenceBasis | None

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.entries

    @property
    def is_whole(self) -> bool:
        """Whether everything is on this page."""
        return self.page == 1 and self.total == len(self.entries)


def story_of(work: UnitOfWork, child_id: UUID, *, how: EvidenceBasis | None = None, page: int = 1) -> Story:
    """Return one page of what happened to a child, as far as this person may read it.

    The child was loaded through its permission. Each room applies its own permission and keys. For rooms that may
    have very many entries, only those on this page are opened, unless their words decide whether they belong there.
    """
    placed: list[ChronologyEntry | Mark] = [
        entry for room in ROOMS for entry in room.chronology(work, child_id)
    ]
    if how is not None:
        placed = [entry for entry in placed if isinstance(entry, ChronologyEntry) and entry.basis is how]
    for volume in _VOLUMES.values():
        placed += _placed(work, child_id, volume, how)
    placed.sort(key=_when, reverse=True)
    begin = (page - 1) * Story.PAGE_SIZE
    shown = placed[begin : begin + Story.PAGE_SIZE]
    return Story(_opened(work, child_id, shown), len(placed), page, how)


def _when(placed: ChronologyEntry | Mark) -> tuple[datetime, datetime]:
    return placed.at, placed.recorded_at or placed.at


def _placed(
    work: UnitOfWork, child_id: UUID, volume: Volume, how: EvidenceBasis | None
) -> Sequence[ChronologyEntry | Mark]:
    if how is None or volume.basis is how:
        return volume.marks(work, child_id)
    if volume.basis is not None:
        return []
    return [entry for entry in volume.told(work, child_id) if entry.basis is how]


def _opened(
    work: UnitOfWork, child_id: UUID, shown: Sequence[ChronologyEntry | Mark]
) -> tuple[ChronologyEntry, ...]:
    """Return what is shown with every mark opened, asking each room once."""
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
