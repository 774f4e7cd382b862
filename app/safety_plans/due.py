"""Which safety plans are to be looked at: none lapses in silence."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from app.access.scope import condition, scoped
from app.cases.due import sees_widely
from app.cases.reading import codes_of_cases
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.safety_plan import SafetyPlan

REVIEW = N_("Look at the safety plan")


def due_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the plans to be looked at up to a day; to those who see widely, the ones due today or late."""
    last = local_day(work.now) if sees_widely(work) else until
    query = _in_force(work).where(SafetyPlan.review_on <= last).order_by(SafetyPlan.review_on).limit(100)
    return _items(work, query)


def due_of_case(work: UnitOfWork, case_id: UUID) -> list[DueItem]:
    """Return when the case's plan is looked at next."""
    return _items(work, _in_force(work).where(SafetyPlan.case_id == case_id))


def _in_force(work: UnitOfWork) -> Select[SafetyPlan]:
    of_open_case = select(Case.id).where(
        Case.id == SafetyPlan.case_id, condition(work, Case, Permission.CASE_READ), Case.closed_at.is_(None)
    )
    return scoped(work, SafetyPlan, Permission.CASE_READ).where(
        SafetyPlan.ended_at.is_(None), of_open_case.exists()
    )


def _items(work: UnitOfWork, query: Select[SafetyPlan]) -> list[DueItem]:
    rows = work.session.scalars(query).all()
    codes = codes_of_cases(work, [row.case_id for row in rows])
    return [DueItem(row.review_on, "safety-plan", row.case_id, REVIEW, codes[row.case_id]) for row in rows]
