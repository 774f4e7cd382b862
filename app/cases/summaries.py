"""Gives other rooms the cases of many children in one query: code, stage, risk, next contact; nothing sealed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.access.scope import has, scoped
from app.case_records.loading import readable_case
from app.cases.stages import CaseStatus
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.keyring.boards import board_fits
from app.keyring.case_status import case_status_of
from app.keyring.folders import Fit
from app.unit_of_work import UnitOfWork
from models.case import Case


@dataclass(frozen=True)
class CaseBrief:
    """A short form of a case, for readers of the case file."""

    id: UUID
    code: str
    child_id: UUID
    base_id: UUID
    status: CaseStatus
    stage_since: datetime
    risk: Risk | None
    next_contact_on: date | None
    closed_at: datetime | None
    may_write: bool

    @property
    def case_id(self) -> UUID:
        """The same as `id`: pages about a case use this name."""
        return self.id

    @property
    def case_code(self) -> str:
        """The same as `code`: pages about a case use this name."""
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether the work continues."""
        return self.status is not CaseStatus.CLOSED


def cases_of_children(work: UnitOfWork, child_ids: Iterable[UUID]) -> Mapping[UUID, tuple[CaseBrief, ...]]:
    """Return the cases of each child that this person may read, newest first; children without any are absent."""
    query = (
        scoped(work, Case, Permission.CASE_READ)
        .where(Case.child_id.in_(list(child_ids)))
        .order_by(Case.opened_at.desc())
    )
    found: dict[UUID, list[CaseBrief]] = {}
    rows = work.session.scalars(query).all()
    fits = board_fits(work, rows)
    for row in rows:
        if fits[row.id] is Fit.CHANGED:
            # It might be another child's. Lists of cases show it, in red.
            continue
        found.setdefault(row.child_id, []).append(brief_of(work, row))
    return {child_id: tuple(briefs) for child_id, briefs in found.items()}


def only_open_case(work: UnitOfWork, child_id: UUID | None) -> UUID | None:
    """Return the child's open case that this person may read; None when there is none, or more than one."""
    cases = cases_of_children(work, [child_id]).get(child_id, ()) if child_id is not None else ()
    found = [case.id for case in cases if case.is_open]
    return found[0] if len(found) == 1 else None


def case_brief(work: UnitOfWork, case_id: UUID) -> CaseBrief:
    """Return the short form of one case. Raises NotVisible."""
    return brief_of(work, readable_case(work, case_id))


def brief_of(work: UnitOfWork, row: Case) -> CaseBrief:
    """Return the short form of a case that was loaded through its permission."""
    stated = case_status_of(work, row)
    return CaseBrief(
        id=row.id,
        code=row.code,
        child_id=row.child_id,
        base_id=row.base_id,
        status=stated.status,
        stage_since=stated.since,
        risk=Risk(row.risk) if row.risk else None,
        next_contact_on=row.next_contact_on,
        closed_at=stated.closed_at,
        may_write=has(work, Permission.CASE_WRITE),
    )
