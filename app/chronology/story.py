"""Puts together what the rooms tell of one child, newest first, a page at a time."""

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass, replace
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


def story_of(
    work: UnitOfWork,
    child_id: UUID,
    *,
    how: EvidenceBasis | None = None,
    page: int = 1,
    also: Mapping[UUID, str] | None = None,
) -> Story:
    """Return one page of what happened to a child, as far as this person may read it.

    The child was loaded through its permission, and so were the other records of the same child, which are read with
    it (`also`: their codes, by id). Each room applies its own permission and keys. For rooms that may have very many
    entries, only those on this page are opened, unless their words decide whether they belong there.
    """
    codes = also or {}
    placed = [(id_, each) for id_ in (child_id, *codes) for each in _placed_of(work, id_, how)]
    placed.sort(key=lambda one: _when(one[1]), reverse=True)
    begin = (page - 1) * Story.PAGE_SIZE
    shown = placed[begin : begin + Story.PAGE_SIZE]
    return Story(_opened(work, shown, codes), len(placed), page, how)


def _placed_of(work: UnitOfWork, child_id: UUID, how: EvidenceBasis | None) -> list[ChronologyEntry | Mark]:
    placed: list[ChronologyEntry | Mark] = [
        entry for room in ROOMS for entry in room.chronology(work, child_id)
    ]
    if how is not None:
        placed = [entry for entry in placed if isinstance(entry, ChronologyEntry) and entry.basis is how]
    for volume in _VOLUMES.values():
        placed += _marks(work, child_id, volume, how)
    return placed


def _when(placed: ChronologyEntry | Mark) -> tuple[datetime, datetime]:
    return placed.at, placed.recorded_at or placed.at


def _marks(
    work: UnitOfWork, child_id: UUID, volume: Volume, how: EvidenceBasis | None
) -> Sequence[ChronologyEntry | Mark]:
    if how is None or volume.basis is how:
        return volume.marks(work, child_id)
    if volume.basis is not None:
        return []
    return [entry for entry in volume.told(work, child_id) if entry.basis is how]


def _opened(
    work: UnitOfWork, shown: Sequence[tuple[UUID, ChronologyEntry | Mark]], codes: Mapping[UUID, str]
) -> tuple[ChronologyEntry, ...]:
    """Return what is shown with every mark opened, asking each room once for each record of the child."""
    wanted: dict[tuple[UUID, str], set[UUID]] = {}
    for child_id, each in shown:
        if isinstance(each, Mark):
            wanted.setdefault((child_id, each.kind), set()).add(each.record_id)
    told = {
        (child_id, entry.record_id): entry
        for (child_id, kind), ids in wanted.items()
        for entry in _VOLUMES[kind].told(work, child_id, only=ids)
    }
    entries = (
        (child_id, told[child_id, each.record_id] if isinstance(each, Mark) else each)
        for child_id, each in shown
    )
    return tuple(
        replace(entry, under=codes[child_id]) if child_id in codes else entry for child_id, entry in entries
    )
