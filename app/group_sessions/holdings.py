"""The group sessions that a colleague who leaves still leads."""

from uuid import UUID

from sqlalchemy import select

from app.access.scope import has, scoped
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.group_sessions import GroupState
from app.group_sessions.leading import leaders_of
from app.group_sessions.today import KIND
from app.offers.holdings import Held
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession, GroupSessionLeader

SESSION = N_("A group session they lead")
SOMEBODY_ELSE = N_("Say who leads it instead, or that it was not held: closing the account does neither.")


def held(work: UnitOfWork, staff_id: UUID) -> list[Held]:
    """Return the sessions that somebody leads and of which nobody has said how they went."""
    if not has(work, Permission.GROUP_READ):
        return []
    theirs = select(GroupSessionLeader.session_id).where(GroupSessionLeader.staff_id == staff_id)
    query = scoped(work, GroupSession, Permission.GROUP_READ).where(
        GroupSession.id.in_(theirs),
        GroupSession.mistake_id.is_(None),
        GroupSession.state == GroupState.PLANNED.value,
    )
    rows = [row for row in work.session.scalars(query) if staff_id in leaders_of(work, row.id)]
    return [Held(KIND, row.id, row.id, SESSION, "", stays=SOMEBODY_ELSE) for row in rows]
