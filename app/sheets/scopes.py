"""Who reaches which sheets: whoever printed or carries one; supervisors those of their base."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.access.addresses import declare_address
from app.access.scope import Rule, declare_scope, own_base, visible_for
from app.foundation.permissions import Permission, Reach
from app.unit_of_work import UnitOfWork
from models.printed_sheet import PrintedSheet, SheetStep


def _own(work: UnitOfWork) -> ColumnElement[bool]:
    return or_(PrintedSheet.printed_by == work.person.id, PrintedSheet.carried_by == work.person.id)


_RULES: dict[Reach, Rule] = {Reach.OWN: _own, Reach.BASE: own_base(PrintedSheet.base_id)}


# Checked row by row: a list of ids would name every sheet the base ever printed, in every query.
def _of_sheet(rule: Rule) -> Rule:
    return lambda work: (
        select(PrintedSheet.id)
        .where(PrintedSheet.id == SheetStep.sheet_id, rule(work))
        .correlate(SheetStep)
        .exists()
    )


declare_scope(
    PrintedSheet,
    allowed={Permission.SHEET_READ, Permission.SHEET_WRITE, Permission.SHEET_ANSWER},
    rules=_RULES,
)
declare_scope(
    SheetStep,
    allowed={Permission.SHEET_READ},
    rules={reach: _of_sheet(rule) for reach, rule in _RULES.items()},
)
declare_address("sheet_id", "sheet_step_id", SheetStep.sheet_id)


def visible_sheet(
    work: UnitOfWork, sheet_id: UUID, permission: Permission = Permission.SHEET_READ
) -> PrintedSheet:
    """Load a sheet with a permission: 404 for people who may not read it, 403 for readers who lack the permission.

    Raises NotVisible, Refused.
    """
    return visible_for(work, PrintedSheet, sheet_id, permission, reads=Permission.SHEET_READ)
