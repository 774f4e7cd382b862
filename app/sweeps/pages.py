"""Builds what is shown of sweeps: the bases that can be checked, and the status of each one's newest sweep."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import require, scoped, visible
from app.bases.known import known_base
from app.foundation.permissions import Permission
from app.keyring.folders import Fit, look_in, open_folders
from app.staff.colleagues import names_of_staff
from app.sweeps.documents import Course
from app.sweeps.sweeping import newest_sweep
from app.sweeps.tables import swept_tables
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.row_sweep import RowSweep


@dataclass(frozen=True)
class FoundInTable:
    """How many rows of a table are out of place, and the ids of those with a single id."""

    table: str
    count: int
    rows: tuple[UUID, ...]


@dataclass(frozen=True)
class SweepView:
    """One sweep as its readers see it; if its row was changed outside, only `is_changed` counts."""

    id: UUID
    base: str
    started_at: datetime
    started_by: str
    finished_at: datetime | None
    tables_done: int
    tables: int
    looked_at: int
    found: tuple[FoundInTable, ...]
    found_more: int
    is_changed: bool

    @property
    def is_clean(self) -> bool:
        """Whether everything that was checked is what was written."""
        return not self.found and not self.is_changed


@dataclass(frozen=True)
class BaseToSweep:
    """A base whose rows this person may check, and its newest sweep."""

    id: UUID
    name: str
    newest: SweepView | None


def sweeps_page(work: UnitOfWork) -> list[BaseToSweep]:
    """Return the bases within reach. Raises Refused, NotVisible."""
    require(work, Permission.ROWS_CHECK)
    bases = work.session.scalars(scoped(work, Base, Permission.ROWS_CHECK).order_by(Base.name))
    page = []
    for base in bases:
        row = newest_sweep(work, base.id)
        name = known_base(work, base.id).name
        page.append(BaseToSweep(base.id, name, _view(work, row, name) if row else None))
    return page


def sweep_view(work: UnitOfWork, sweep_id: UUID) -> SweepView:
    """Return one sweep. Raises NotVisible."""
    row = visible(work, RowSweep, sweep_id, Permission.ROWS_CHECK)
    return _view(work, row, known_base(work, row.base_id).name)


def _view(work: UnitOfWork, row: RowSweep, base: str) -> SweepView:
    look = look_in(open_folders(work, [row.folder_id]).get(row.folder_id), row, Course)
    course = look.document or Course()
    return SweepView(
        id=row.id,
        base=base,
        started_at=row.started_at,
        started_by=names_of_staff(work, [row.started_by]).get(row.started_by, ""),
        finished_at=row.finished_at,
        tables_done=course.table,
        tables=len(swept_tables()),
        looked_at=course.looked_at,
        found=_by_table(course),
        found_more=course.found_more,
        is_changed=look.fit is not Fit.FITS,
    )


def _by_table(course: Course) -> tuple[FoundInTable, ...]:
    tables = dict.fromkeys(finding.table for finding in course.found)
    return tuple(
        FoundInTable(
            table,
            sum(finding.table == table for finding in course.found),
            tuple(finding.row for finding in course.found if finding.table == table and finding.row),
        )
        for table in tables
    )
