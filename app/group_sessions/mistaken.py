"""A group session written by mistake: who may say so, and that it then counts for nothing."""

from uuid import UUID

from app.foundation.access_rules import reach_of
from app.foundation.errors import Refused
from app.foundation.permissions import Permission, Reach
from app.group_sessions.documents import GroupPlan
from app.group_sessions.leading import leaders_of
from app.group_sessions.loading import children_of_session, session_folder
from app.group_sessions.scopes import locked_session
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession

SESSION = str(GroupSession.__tablename__)


def may_mark(work: UnitOfWork, row: GroupSession) -> bool:
    """Tell whether the person may mark a session, or take that back: its writers, who leads it, and supervisors."""
    if reach_of(work.person, Permission.GROUP_WRITE) is None:
        return False
    supervises = reach_of(work.person, Permission.SHIFT_WRITE) is Reach.BASE
    return supervises or work.person.id in (row.written_by, row.reported_by, *leaders_of(work, row.id))


def _hold(work: UnitOfWork, group_id: UUID, permission: Permission) -> Held[GroupSession]:
    row = locked_session(work, group_id, permission)
    if permission is Permission.GROUP_WRITE and not may_mark(work, row):
        raise Refused(permission.value)
    folder = session_folder(work, row)
    folder.check(row)
    return Held(row, folder, row.base_id, subjects=children_of_session(work, row, folder))


declare_markable(
    GroupSession,
    GroupPlan,
    writes=Permission.GROUP_WRITE,
    hold=_hold,
    involved=lambda work, row: {row.written_by, row.reported_by, *leaders_of(work, row.id)} - {None},
    page=OwnPage(SESSION, Permission.GROUP_READ, lambda _work, row: Called(at=row.begins_at)),
)
