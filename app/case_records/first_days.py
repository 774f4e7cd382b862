"""Tells the earliest day that the records of a child's cases are about, and opens nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import InstrumentedAttribute

from app.access.scope import has
from app.case_records.records import CaseRecords
from app.foundation.chronology import FirstDay
from app.foundation.local_time import local_day
from app.unit_of_work import UnitOfWork

LOOKED_AT = 12
"""How many of the earliest rows are looked at for one that counts; a child's first records are seldom all mistakes."""


@dataclass(frozen=True)
class FirstOf:
    """The first day of one table's records, by the column that says what day each is about."""

    records: CaseRecords[Any, Any]
    column: InstrumentedAttribute[date] | InstrumentedAttribute[datetime]
    title: str

    def of_child(self, work: UnitOfWork, child_id: UUID) -> tuple[FirstDay, ...]:
        """Return the earliest day among those that count and that this person reaches, if there is any."""
        if not has(work, self.records.reads):
            return ()
        earliest = self.records.of_child(work, child_id).order_by(self.column).limit(LOOKED_AT)
        rows = self.records.fitting(work, earliest)
        return tuple(FirstDay(day_of(getattr(row, self.column.key)), self.title) for row in rows[:1])


def day_of(when: date) -> date:
    """Return the local day of a moment, or the day itself."""
    return local_day(when) if isinstance(when, datetime) else when
