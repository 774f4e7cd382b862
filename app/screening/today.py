"""When a child in prevention is screened again, or for the first time: for the caseworkers assigned to the case."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Select

from app.access.assigned import assigned_case
from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.foundation.case_statuses import CaseStatus
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.case_status import with_status
from app.keyring.folders import Fit
from app.screening.lists import due_again, list_of
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.screening import Screening

DUE = "screening-due"
AGAIN = N_("Screen again")
NEVER = N_("No screening yet: write down what you know")


def due_screenings(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the children in prevention, in cases this person is assigned to, who are to be screened up to a day."""
    if not (has(work, Permission.SCREENING_POST) and has(work, Permission.CASE_READ)):
        return []
    query = scoped(work, Case, Permission.CASE_READ).where(assigned_case(Case.id)(work))
    return [item for item in _due(work, work.session.scalars(_in_prevention(query))) if item.due_on <= until]


def due_of_case(work: UnitOfWork, case_id: UUID) -> list[DueItem]:
    """Return when the child of a case in prevention is screened next."""
    if not has(work, Permission.SCREENING_READ):
        return []
    query = scoped(work, Case, Permission.CASE_READ).where(Case.id == case_id)
    return _due(work, work.session.scalars(_in_prevention(query)))


def _in_prevention(query: Select[Case]) -> Select[Case]:
    return query.where(Case.stage == CaseStatus.PREVENTION.value, Case.closed_at.is_(None))


def _due(work: UnitOfWork, found: Iterable[Case]) -> list[DueItem]:
    cases = with_status(work, found, CaseStatus.PREVENTION)
    if not cases:
        return []
    days = next_days(work, {case.child_id for case in cases})
    codes = codes_of_cases(work, [case.id for case in cases])
    return [_item(case, codes[case.id], days.get(case.child_id)) for case in cases]


def _item(case: Case, code: str, next_on: date | None) -> DueItem:
    is_first = next_on is None
    return DueItem(
        due_on=next_on or local_day(case.stage_since),
        kind=DUE,
        record_id=case.child_id,
        title=NEVER if is_first else AGAIN,
        code=code,
        is_waiting=is_first,
        case_id=case.id,
    )


def next_days(work: UnitOfWork, child_ids: Iterable[UUID]) -> Mapping[UUID, date]:
    """Return by when each child is screened again, by the newest screening that counts; nothing is opened.

    A child without one is absent. So is one whose screenings were all changed outside.
    """
    query = scoped(work, Screening, Permission.SCREENING_READ).where(
        Screening.child_id.in_(list(child_ids)), Screening.mistake_id.is_(None)
    )
    rows = work.session.scalars(query.order_by(Screening.held_at)).all()
    fits = board_fits(work, rows)
    return {
        row.child_id: due_again(local_day(row.held_at), list_of(row.pack_id, row.pack_version))
        for row in rows
        if fits[row.id] is not Fit.CHANGED
    }
