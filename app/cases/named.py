"""Tells the pages of a case, which know it by its code, whom it is about: for those who hold the name card."""

from sqlalchemy import or_, select

from app.access.proven_cases import fit_of_case
from app.access.scope import condition
from app.children.names import ChildName, names_of
from app.foundation.permissions import Permission
from app.keyring.folders import Fit
from app.unit_of_work import UnitOfWork
from models.case import Case

_READS_A_CASE = (Permission.CASE_READ, Permission.RESTORATION_READ)


def child_of_case(work: UnitOfWork, code: str) -> ChildName | None:
    """Return what the child of that case is called; None when this person does not reach it or its card is shut.

    The opening is recorded as that of a list of children is.
    """
    reached = or_(*(condition(work, Case, permission) for permission in _READS_A_CASE))
    case = work.session.scalars(select(Case).where(Case.code == code, reached)).one_or_none()
    child_id = case.child_id if case is not None and fit_of_case(work, case) is not Fit.CHANGED else None
    name = names_of(work, [child_id]).get(child_id) if child_id is not None else None
    return name if name is not None and name.is_readable else None
