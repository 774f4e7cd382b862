"""Selects what others wrote lately in open cases: readable facts only, nothing is opened."""

from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.scope import condition
from app.foundation.permissions import Permission
from app.foundation.vocabulary.stages import Stage
from app.unit_of_work import UnitOfWork
from models.case import Case


@dataclass(frozen=True)
class Written:
    """What others wrote in one table: its kind, its title as a marked label, and the columns of when and by whom.

    It shows to whoever may read both the row and its case.
    """

    kind: str
    title: str
    _: KW_ONLY
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    by: InstrumentedAttribute[Any]
    permission: Permission = Permission.CASE_READ
    case_permission: Permission | None = None
    """Where more people read the row than may know whose case it is."""
    asked_by: InstrumentedAttribute[Any] | None = None
    """The id that its page is asked by, where that is not the case's."""
    of_case: ColumnElement[bool] | None = None
    """How the table joins the case, where its rows do not name one."""

    def select(self, work: UnitOfWork, since: datetime) -> Select[Any]:
        """Return the query for what was written since a moment: kind, title, record_id, case_id, at, by."""
        table: Any = self.at.class_
        return (
            select(
                literal(self.kind).label("kind"),
                literal(self.title).label("title"),
                (table.case_id if self.asked_by is None else self.asked_by).label("record_id"),
                Case.id.label("case_id"),
                self.at.label("at"),
                self.by.label("by"),
            )
            .join(Case, Case.id == table.case_id if self.of_case is None else self.of_case)
            .where(
                condition(work, table, self.permission),
                condition(work, Case, self.case_permission or self.permission),
                self.at > since,
                self.by != work.person.id,
                Case.stage != Stage.CLOSED.value,
            )
        )
