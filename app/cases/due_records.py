"""Records of open cases, such as plans and homes, that must be looked at on a certain day while they are in force."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.case_records.lists import due_of_rows
from app.case_records.records import CaseRecords
from app.cases.due import sees_widely
from app.foundation.chronology import DueItem
from app.foundation.day_meanings import DayMeaning, day_due, last_day
from app.foundation.local_time import local_day
from app.unit_of_work import UnitOfWork
from models.case_record import CaseRecord

R = TypeVar("R", bound=CaseRecord)


@dataclass(frozen=True)
class DueRecords(Generic[R]):
    """One table of such records: the column with each record's day, and which records are in force on a day.

    A room offers `of_person` and `of_case` as its `due` and `due_of_case`. Nothing is opened.
    """

    records: CaseRecords[R, Any]
    kind: str
    title: str
    due_on: InstrumentedAttribute[Any]
    means: DayMeaning
    """What the day stands for: one further ahead than that is late."""
    in_force: Callable[[date], tuple[ColumnElement[bool], ...]]
    """Conditions that shut each other out, one of which is true of a record in force.

    Each is asked apart, so that each may have its index and what has ended is not stepped over one by one.
    """

    def of_person(self, work: UnitOfWork, *, until: date) -> list[DueItem]:
        """Return what must be looked at up to a day; for people who see widely, what is due today or late."""
        today = local_day(work.now)
        last = today if sees_widely(work) else until
        furthest = last_day(self.means, today)
        due = self.records.of_open_cases(work).order_by(self.due_on).limit(100)
        return [
            item
            for each in self.in_force(today)
            for days in (self.due_on <= last, self.due_on > furthest)
            for item in self._items(work, due.where(each, days))
        ]

    def of_case(self, work: UnitOfWork, case_id: UUID) -> list[DueItem]:
        """Return when those of one case must next be looked at."""
        of_it = (self.records.table.case_id == case_id, self.due_on.is_not(None))
        in_force = or_(*self.in_force(local_day(work.now)))
        return self._items(work, self.records.of_open_cases(work).where(*of_it, in_force))

    def _items(self, work: UnitOfWork, query: Select[R]) -> list[DueItem]:
        rows, today = work.session.scalars(query), local_day(work.now)

        def due_on(row: R) -> date | None:
            day = getattr(row, self.due_on.key)
            return None if day is None else day_due(self.means, day, today)

        return due_of_rows(work, rows, kind=self.kind, title=self.title, due_on=due_on)
