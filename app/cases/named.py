"""Tells boards, which know a case by its code, what its child is called: to those who hold the name card."""

from collections.abc import Iterable, Mapping

from sqlalchemy import or_, select

from app.access.scope import condition
from app.children.names import ChildName, names_of
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.case import Case

_READS_A_CASE = (Permission.CASE_READ, Permission.RESTORATION_READ)


def names_by_case(work: UnitOfWork, codes: Iterable[str]) -> Mapping[str, ChildName]:
    """Return what the children of those cases are called, by the case's code.

    Only cases that this person reaches and cards that their own keychain opens are in it; the opening is recorded
    as that of a list of children is. Costs three statements however many there are, and none for nobody.
    """
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    reached = or_(*(condition(work, Case, permission) for permission in _READS_A_CASE))
    rows = work.session.execute(select(Case.code, Case.child_id).where(Case.code.in_(wanted), reached)).all()
    names = names_of(work, [row.child_id for row in rows])
    return {
        row.code: names[row.child_id]
        for row in rows
        if row.child_id in names and names[row.child_id].is_readable
    }
