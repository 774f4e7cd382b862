"""Tells other rooms, in one query, about the cases of children: code, stage, risk, next contact; nothing sealed."""

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
    """A case in short, for readers of the case file."""

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
        """The same as `id`, as pages about a case call it."""
        return self.id

    @property
    def case_code(self) -> str:
        """The same as `code`, as pages about a case call it."""
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether the work goes on."""
        return self.status is not CaseStatus.CLOSED


def cases_of_children(work: UnitOfWork, child_ids: Iterable[UUID]) -> Mapping[UUID, tuple[CaseBrief, ...]]:
    """Return the cases of each child that this person may read, the newest first; others are absent."""
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
            # It might be another child's: the lists of cases show it, in red.
            continue
        found.setdefault(row.child_id, []).append(brief_of(work, row))
    return {child_id: tuple(briefs) for child_id, briefs in found.items()}


def case_brief(work: UnitOfWork, case_id: UUID) -> CaseBrief:
    """Return one case in short. Raises NotVisible."""
    return brief_of(work, readable_case(work, case_id))


def brief_of(work: UnitOfWork, row: Case) -> CaseBrief:
    """Return a case that was loaded through its permission in short."""
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
