"""When a child in prevention is screened next: for those assigned to the case, and what is late for supervisors."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from app.access.assigned import assigned_case
from app.access.scope import has, scoped
from app.foundation.access_rules import reach_of
from app.foundation.case_statuses import CaseStatus
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission, Reach
from app.keyring.boards import board_fits
from app.keyring.case_status import with_status
from app.keyring.folders import Fit
from app.screening.lists import due_again, list_in_force, list_of
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.screening import Screening

DUE, CASE = "screening-due", "case"
AGAIN = N_("Screen again")
NEVER = N_("No screening yet: write down what you know")
FIRST_WITHIN = timedelta(days=14)
SHORTEST_MONTH = timedelta(days=28)
AT_MOST = 50


def due_screenings(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the children in prevention who are to be screened up to a day, in cases this person is assigned to.

    Those who supervise are told what is late in any case: nobody screened the child in the months of the list, or in
    the first two weeks of prevention.
    """
    if not (has(work, Permission.SCREENING_POST) and has(work, Permission.CASE_READ)):
        return []
    query = _in_prevention(scoped(work, Case, Permission.CASE_READ))
    if reach_of(work.person, Permission.SCREENING_READ) is Reach.ASSIGNED:
        own = query.where(assigned_case(Case.id)(work))
        return [item for item in _due(work, work.session.scalars(own)) if item.due_on <= until]
    today = local_day(work.now)
    late = query.where(Case.stage_since < work.now - FIRST_WITHIN, ~_screened_lately(work))
    rows = work.session.scalars(late.order_by(Case.stage_since, Case.id).limit(AT_MOST)).all()
    return [item for item in _due(work, rows) if item.due_on < today]


def _screened_lately(work: UnitOfWork) -> ColumnElement[bool]:
    """Tell whether the child of a case was screened within the months of the list: only finds the cases to look at."""
    months = list_in_force().repeat_every_months
    return (
        select(Screening.id)
        .where(
            Screening.child_id == Case.child_id,
            Screening.held_at > work.now - months * SHORTEST_MONTH,
            Screening.mistake_id.is_(None),
        )
        .correlate(Case)
        .exists()
    )


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
    fits = board_fits(work, cases)
    days = next_days(work, {case.child_id for case in cases if fits[case.id] is not Fit.CHANGED})
    return [
        DueItem(local_day(work.now), CASE, case.id, AGAIN, "", is_changed=True)
        if fits[case.id] is Fit.CHANGED
        else _item(case, days.get(case.child_id))
        for case in cases
    ]


def _item(case: Case, next_on: date | None) -> DueItem:
    is_first = next_on is None
    return DueItem(
        due_on=next_on or local_day(case.stage_since),
        kind=DUE,
        record_id=case.child_id,
        title=NEVER if is_first else AGAIN,
        code=case.code,
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
