"""Which placements are to be looked at, because of their review day or because the authority's paper ends."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.access.scope import condition, scoped
from app.cases.due import sees_widely
from app.cases.reading import codes_of_cases
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.placement import Placement

LOOK_AT = N_("Look at the placement and its papers")


def due_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the placements to be looked at up to a day; to those who see widely, the ones due today or late."""
    last = local_day(work.now) if sees_widely(work) else until
    query = _now(work).where(Placement.review_on <= last).order_by(Placement.review_on).limit(100)
    return _items(work, query)


def due_of_case(work: UnitOfWork, case_id: UUID) -> list[DueItem]:
    """Return when the case's placement is looked at next."""
    return _items(work, _now(work).where(Placement.case_id == case_id, Placement.review_on.is_not(None)))


def _now(work: UnitOfWork) -> Select[Placement]:
    today = local_day(work.now)
    of_open_case = select(Case.id).where(
        Case.id == Placement.case_id, condition(work, Case, Permission.CASE_READ), Case.closed_at.is_(None)
    )
    return scoped(work, Placement, Permission.CASE_READ).where(
        or_(Placement.until_on.is_(None), Placement.until_on > today), of_open_case.exists()
    )


def _items(work: UnitOfWork, query: Select[Placement]) -> list[DueItem]:
    rows = work.session.scalars(query).all()
    codes = codes_of_cases(work, [row.case_id for row in rows])
    return [
        DueItem(row.review_on, "placement", row.case_id, LOOK_AT, codes[row.case_id])
        for row in rows
        if row.review_on is not None
    ]
