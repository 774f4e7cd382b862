"""Who reaches which group sessions: those who lead one, and the office of its base."""

from uuid import UUID

from sqlalchemy import select

from app.access.scope import Rule, declare_scope, locked_row, own_base, require, visible_for
from app.foundation.permissions import Permission, Reach
from app.outreach.scopes import of_own_teams
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession, GroupSessionChild, GroupSessionLeader

_READ_AND_WRITE = {Permission.GROUP_READ, Permission.GROUP_WRITE}


# Checked row by row: a list of ids would name every session that the base ever held, in every query.
def _of_session(rule: Rule) -> Rule:
    return lambda work: (
        select(GroupSession.id)
        .where(GroupSession.id == GroupSessionChild.session_id, rule(work))
        .correlate(GroupSessionChild)
        .exists()
    )


_RULES: dict[Reach, Rule] = {
    Reach.OWN: of_own_teams(GroupSession.id, GroupSessionLeader.session_id, GroupSessionLeader.staff_id),
    Reach.BASE: own_base(GroupSession.base_id),
}

declare_scope(GroupSession, allowed={*_READ_AND_WRITE, Permission.MISTAKE_DECIDE}, rules=_RULES)
declare_scope(
    GroupSessionChild,
    allowed=_READ_AND_WRITE,
    rules={reach: _of_session(rule) for reach, rule in _RULES.items()},
)


def visible_session(
    work: UnitOfWork, group_id: UUID, permission: Permission = Permission.GROUP_READ
) -> GroupSession:
    """Load a session: 404 for people who may not read it, 403 for readers without the permission.

    Raises NotVisible, Refused.
    """
    return visible_for(work, GroupSession, group_id, permission, reads=Permission.GROUP_READ)


def locked_session(work: UnitOfWork, group_id: UUID, permission: Permission) -> GroupSession:
    """Load a session and lock it until this work ends. Raises NotVisible, Refused."""
    if permission is not Permission.MISTAKE_DECIDE:
        visible_session(work, group_id)
    require(work, permission)
    return locked_row(work, GroupSession, group_id, permission)
