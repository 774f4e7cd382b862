"""Selects what others wrote lately in open cases: readable facts only, nothing is opened."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.scope import condition
from app.foundation.permissions import Permission
from app.foundation.vocabulary.stages import Stage
from app.offers.room import Changes
from app.unit_of_work import UnitOfWork
from models.case import Case


def changes(
    kind: str,
    title: str,
    *,
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    by: InstrumentedAttribute[Any],
    permission: Permission = Permission.CASE_READ,
    asked_by: InstrumentedAttribute[Any] | None = None,
    of_case: ColumnElement[bool] | None = None,
    case_permission: Permission | None = None,
) -> Changes:
    """Return how to find what others wrote in a table: when, by whom, and in which case.

    It shows to whoever may read both the row and its case. A row of a case shows on the page of that case, unless
    `asked_by` is another id; `of_case` joins a table that has no case of its own; `case_permission` is for rows that
    more people read than know whose case it is.
    """
    table: Any = at.class_
    record = table.case_id if asked_by is None else asked_by
    joined = Case.id == table.case_id if of_case is None else of_case

    def written(work: UnitOfWork, since: datetime) -> Select[Any]:
        return (
            select(
                literal(kind).label("kind"),
                literal(title).label("title"),
                record.label("record_id"),
                Case.code.label("code"),
                at.label("at"),
                by.label("by"),
            )
            .join(Case, joined)
            .where(
                condition(work, table, permission),
                condition(work, Case, case_permission or permission),
                at > since,
                by != work.person.id,
                Case.stage != Stage.CLOSED.value,
            )
        )

    return written
