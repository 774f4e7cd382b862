"""The children of cases by name, and their contact rules, for lists of whom to meet or to write about."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from app.access.proven_cases import children_of_cases
from app.access.scope import scoped
from app.children.names import ChildName, names_of
from app.foundation.contact_rules import ContactRule
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.unit_of_work import UnitOfWork
from models.case import Case


def rules_of_cases(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, ContactRule]:
    """Return the contact rules of the children of those of the cases whose child has one, by the case's id.

    A case that was changed outside Wayhome names no child, and so no rule.
    """
    wanted = list(dict.fromkeys(case_ids))
    if not wanted:
        return {}
    cases = work.session.scalars(scoped(work, Case, Permission.CASE_READ).where(Case.id.in_(wanted))).all()
    fits = board_fits(work, cases)
    children = {case.id: case.child_id for case in cases if fits[case.id] is not Fit.CHANGED}
    named = names_of(work, children.values())
    rules = {case_id: named[child_id].rule for case_id, child_id in children.items() if child_id in named}
    return {case_id: rule for case_id, rule in rules.items() if rule is not None}


def children_of_listed(work: UnitOfWork, case_ids: Iterable[UUID]) -> Mapping[UUID, ChildName]:
    """Return the children of cases that a list found through their permission, by the case's id.

    A case or a card that was changed outside names nobody; the rule of such a card asks its reader to hold back.
    """
    children = children_of_cases(work, list(case_ids))
    named = names_of(work, children.values())
    return {case_id: named[child_id] for case_id, child_id in children.items() if child_id in named}
