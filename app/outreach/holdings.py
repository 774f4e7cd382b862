"""The shifts that a colleague who leaves is out on."""

from uuid import UUID

from sqlalchemy import select

from app.access.scope import has, scoped
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.offers.holdings import Held
from app.outreach.shift_status import not_ended, shift_statuses
from app.unit_of_work import UnitOfWork
from models.shift import Shift, ShiftMember

SHIFT = N_("A shift they are out on")
END_IT = N_("Find out where they are, and end the shift first: closing the account ends no shift.")


def held(work: UnitOfWork, staff_id: UUID) -> list[Held]:
    """Return the shifts of somebody's teams that have not ended."""
    if not has(work, Permission.SHIFT_READ):
        return []
    theirs = select(ShiftMember.shift_id).where(ShiftMember.staff_id == staff_id)
    query = scoped(work, Shift, Permission.SHIFT_READ).where(Shift.id.in_(theirs), not_ended(work.now))
    rows = work.session.scalars(query).all()
    return [
        Held("shift", each.id, each.id, SHIFT, "", stays=END_IT)
        for each in shift_statuses(work, rows).values()
        if each.ended_at is None and staff_id in each.team
    ]
