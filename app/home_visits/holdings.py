"""The home visits that a colleague who leaves still goes on."""

from uuid import UUID

from sqlalchemy import or_, select

from app.access.scope import has, scoped
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.visit_states import VisitState
from app.home_visits.standing import outings, visitors_of
from app.home_visits.today import KIND
from app.offers.holdings import Held
from app.unit_of_work import UnitOfWork
from models.home_visit import HomeVisit, HomeVisitor

VISIT = N_("A home visit they go on")
SOMEBODY_ELSE = N_("Say who goes instead, or find out where they are: closing the account does neither.")


def held(work: UnitOfWork, staff_id: UUID) -> list[Held]:
    """Return the visits that somebody is planned for, or is out on."""
    if not has(work, Permission.VISIT_READ):
        return []
    theirs = select(HomeVisitor.visit_id).where(HomeVisitor.staff_id == staff_id)
    query = scoped(work, HomeVisit, Permission.VISIT_READ).where(
        HomeVisit.id.in_(theirs),
        HomeVisit.mistake_id.is_(None),
        or_(HomeVisit.state == VisitState.PLANNED.value, HomeVisit.ended_at.is_(None)),
    )
    rows = [row for row in work.session.scalars(query) if staff_id in visitors_of(work, row.id)]
    out = outings(work, rows)
    return [
        Held(KIND, row.id, row.id, VISIT, "", stays=SOMEBODY_ELSE)
        for row in rows
        if row.state == VisitState.PLANNED or (row.id in out and out[row.id].ended_at is None)
    ]
