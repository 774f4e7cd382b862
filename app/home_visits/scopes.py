"""Who reaches which home visits: those who go on one, and the office of its base."""

from uuid import UUID

from sqlalchemy import select

from app.access.addresses import declare_address
from app.access.scope import Rule, declare_scope, locked_row, own_base, require, visible_for
from app.foundation.permissions import Permission, Reach
from app.outreach.scopes import of_own_teams
from app.unit_of_work import UnitOfWork
from models.home_visit import HomeVisit, HomeVisitChild, HomeVisitor

_READ_AND_WRITE = {Permission.VISIT_READ, Permission.VISIT_WRITE}


# Checked row by row: a list of ids would name every visit that the base ever made, in every query.
def _of_visit(rule: Rule) -> Rule:
    return lambda work: (
        select(HomeVisit.id)
        .where(HomeVisit.id == HomeVisitChild.visit_id, rule(work))
        .correlate(HomeVisitChild)
        .exists()
    )


_RULES: dict[Reach, Rule] = {
    Reach.OWN: of_own_teams(HomeVisit.id, HomeVisitor.visit_id, HomeVisitor.staff_id),
    Reach.BASE: own_base(HomeVisit.base_id),
}

declare_scope(HomeVisit, allowed={*_READ_AND_WRITE, Permission.MISTAKE_DECIDE}, rules=_RULES)
declare_scope(
    HomeVisitChild,
    allowed=_READ_AND_WRITE,
    rules={reach: _of_visit(rule) for reach, rule in _RULES.items()},
)
declare_address("household_id", "visit_id", HomeVisit.household_id)


def visible_visit(
    work: UnitOfWork, visit_id: UUID, permission: Permission = Permission.VISIT_READ
) -> HomeVisit:
    """Load a visit: 404 for people who may not read it, 403 for readers without the permission.

    Raises NotVisible, Refused.
    """
    return visible_for(work, HomeVisit, visit_id, permission, reads=Permission.VISIT_READ)


def locked_visit(work: UnitOfWork, visit_id: UUID, permission: Permission) -> HomeVisit:
    """Load a visit and lock it until this work ends. Raises NotVisible, Refused."""
    visible_visit(work, visit_id)
    require(work, permission)
    return locked_row(work, HomeVisit, visit_id, permission)
