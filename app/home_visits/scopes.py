"""Who reaches which home visits: those who go on one, and the office of its base."""

from app.access.addresses import declare_address
from app.access.scope import Rule, declare_scope, own_base
from app.foundation.permissions import Permission, Reach
from app.outreach.scopes import of_own_teams
from models.home_visit import HomeVisit, HomeVisitChild, HomeVisitor
from sqlalchemy import select

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
