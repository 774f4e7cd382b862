"""Selects what others wrote recently in open cases, from readable facts only; nothing is opened."""

from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.scope import condition
from app.foundation.clock import SET_BACK
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, fit_in, folders_to_check
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.mapping import Markable, OnBoards, Tagged


@dataclass(frozen=True)
class Written:
    """What others wrote in one table: its kind, its title as a marked label, and the columns for when and by whom.

    It is shown to people who may read both the row and its case.
    """

    kind: str
    title: str
    _: KW_ONLY
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    by: InstrumentedAttribute[Any]
    permission: Permission = Permission.CASE_READ
    case_permission: Permission | None = None
    """Set where some people may read the row but may not know whose case it is."""
    asked_by: InstrumentedAttribute[Any] | None = None
    """The id that its page is addressed by, where that is not the case's id."""
    through: tuple[type[Tagged], ColumnElement[bool], ColumnElement[bool]] | None = None
    """For rows that name no case: the table between the rows and their case, and how it joins to each."""

    @property
    def table(self) -> Any:
        """The table that the rows are in."""
        return self.at.class_

    def select(self, work: UnitOfWork, since: datetime) -> Select[Any]:
        """Return the query for what was written since a moment: kind, title, row_id, record_id, case_id, at, by."""
        in_open_case = (
            condition(work, Case, self.case_permission or self.permission),
            Case.closed_at.is_(None),
        )
        if self.through is None:
            rows = self._rows(work, since, Case.id)
            return rows.join(Case, Case.id == self.table.case_id).where(*in_open_case)
        between, of_row, of_case = self.through
        # Checked for each row, newest first. With a join, SQLite would begin with every open case and go
        # through everything ever written about its child.
        its_case = select(Case.id).where(of_case, *in_open_case).correlate(between)
        rows = self._rows(work, since, its_case.limit(1).scalar_subquery())
        return rows.join(between, of_row).where(its_case.exists())

    def _rows(self, work: UnitOfWork, since: datetime, case_id: SQLColumnExpression[UUID]) -> Select[Any]:
        table = self.table
        return (
            select(
                literal(self.kind).label("kind"),
                literal(self.title).label("title"),
                table.id.label("row_id"),
                (table.case_id if self.asked_by is None else self.asked_by).label("record_id"),
                case_id.label("case_id"),
                self.at.label("at"),
                self.by.label("by"),
            )
            .select_from(table)
            .where(
                condition(work, table, self.permission),
                self.at > since,
                # What a wrong clock put into the future would stand above everything until then.
                self.at <= work.now + SET_BACK,
                self.by != work.person.id,
                *([table.mistake_id.is_(None)] if issubclass(table, Markable) else []),
            )
        )

    def changed_outside(self, work: UnitOfWork, row_ids: Iterable[UUID]) -> set[UUID]:
        """Return which of the rows that the query found are not what was written; nothing is opened for this."""
        table = self.table
        if not issubclass(table, OnBoards):
            return set()
        rows = work.session.scalars(select(table).where(table.id.in_(row_ids))).all()
        fits = board_fits(work, rows)
        return {row_id for row_id, fit in fits.items() if fit is Fit.CHANGED} | self._led_astray(work, rows)

    def _led_astray(self, work: UnitOfWork, rows: Sequence[OnBoards]) -> set[UUID]:
        """Return the rows that a changed row between them and their case attaches to another case."""
        if self.through is None:
            return set()
        between, joins, _ = self.through
        pairs = work.session.execute(
            select(self.table.id, between)
            .join(between, joins)
            .where(self.table.id.in_([row.id for row in rows]))
        ).all()
        folders = folders_to_check(work, [row.folder_id for row in rows])
        of_row = {row.id: folders.get(row.folder_id) for row in rows}
        return {row_id for row_id, link in pairs if fit_in(of_row[row_id], link) is Fit.CHANGED}
