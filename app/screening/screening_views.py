"""Opens screenings, many at once: for lists, for a child's road and for their own pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.foundation.local_time import local_day
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, look_in, open_folders
from app.mistakes.states import is_marked
from app.screening.documents import ScreeningSheet
from app.screening.lists import RuleMet, due_again, list_of, rules_shown
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.screening import Screening


@dataclass(frozen=True)
class ScreeningView:
    """One screening. `sheet` is None where it does not open, and `rules` are then unknown.

    If it `is_changed` outside Wayhome, nothing but its place is shown.
    """

    id: UUID
    child_id: UUID
    version: int
    held_at: datetime
    written_at: datetime
    written_by: str = ""
    pack_id: str = ""
    pack_version: int = 0
    sheet: ScreeningSheet | None = None
    rules: tuple[RuleMet, ...] = ()
    is_changed: bool = False
    is_mistaken: bool = False

    @property
    def held_on(self) -> date:
        """The local day of it."""
        return local_day(self.held_at)

    @property
    def next_on(self) -> date:
        """By when the child is screened again, going by this one."""
        return due_again(self.held_on, list_of(self.pack_id, self.pack_version))

    @property
    def alerts(self) -> bool:
        """Whether somebody was to be told of it at once."""
        return any(met.alerts for met in self.rules)

    @property
    def has_alerted(self) -> bool:
        """Whether somebody was told of it, whatever was corrected since."""
        return self.alerts or (self.sheet is not None and bool(self.sheet.concerns))


def open_screenings(work: UnitOfWork, rows: Sequence[Screening]) -> list[ScreeningView]:
    """Open screenings that were loaded through their scope, in the order given; what is opened is noted."""
    folders = open_folders(work, (row.folder_id for row in rows))
    names = names_of_staff(work, [row.written_by for row in rows])
    fits, views = board_fits(work, rows), []
    for row in rows:
        folder = folders.get(row.folder_id)
        look = look_in(folder, row, ScreeningSheet)
        if look.is_changed or fits[row.id] is Fit.CHANGED:
            views.append(_changed(row))
            continue
        if folder is not None:
            work.note_opened(folder.id, row.id, row.child_id, base_id=row.base_id)
        views.append(_view(row, look.document, names.get(row.written_by, "")))
    return views


def _view(row: Screening, sheet: ScreeningSheet | None, written_by: str) -> ScreeningView:
    return ScreeningView(
        id=row.id,
        child_id=row.child_id,
        version=row.version,
        held_at=row.held_at,
        written_at=row.written_at,
        written_by=written_by,
        pack_id=row.pack_id,
        pack_version=row.pack_version,
        sheet=sheet,
        rules=rules_shown(list_of(row.pack_id, row.pack_version), sheet),
        is_mistaken=is_marked(row),
    )


def _changed(row: Screening) -> ScreeningView:
    return ScreeningView(
        id=row.id,
        child_id=row.child_id,
        version=row.version,
        held_at=row.held_at,
        written_at=row.written_at,
        is_changed=True,
    )
