"""Puts together what the rooms tell of one child, newest first, a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from app.access.scope import condition
from app.cases import chronology as of_cases
from app.concerns import chronology as of_concerns
from app.foundation.chronology import ChronologyEntry
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.outreach import chronology as of_outreach
from app.placements import chronology as of_placements
from app.restoration import chronology as of_restoration
from app.safety_plans import chronology as of_safety_plans
from app.unit_of_work import UnitOfWork
from models.case import Case

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

    The child was loaded through its permission. Each room cuts to its own permission and keys.
    """
    entries = [entry for told in _ROOMS for entry in told(work, child_id)]
    if how is not None:
        entries = [entry for entry in entries if entry.basis is how]
    entries.sort(key=lambda entry: (entry.at, entry.recorded_at or entry.at), reverse=True)
    begin = (page - 1) * PAGE_SIZE
    return Story(tuple(entries[begin : begin + PAGE_SIZE]), len(entries), page, how)


def _concerns(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    return of_concerns.chronology_entries(work, child_id=child_id)


def _restoration(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    reached = or_(
        condition(work, Case, Permission.CASE_READ), condition(work, Case, Permission.RESTORATION_READ)
    )
    cases = work.session.scalars(select(Case.id).where(Case.child_id == child_id, reached)).all()
    return of_restoration.chronology_entries(work, cases)


_ROOMS: tuple[Callable[[UnitOfWork, UUID], list[ChronologyEntry]], ...] = (
    of_outreach.chronology_entries,
    _concerns,
    of_cases.chronology_entries,
    of_safety_plans.chronology_entries,
    of_placements.chronology_entries,
    _restoration,
)
"""Every room that tells something of a child's road."""
