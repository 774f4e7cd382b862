"""Prints a numbered sheet: gives it its number, says who carries it, and lets whoever printed it draw its pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.access.proven_cases import sound_case
from app.access.scope import require, visible
from app.bases.known import known_base
from app.bases.numbers import Series, next_number
from app.case_records.loading import raise_if_already_saved
from app.children.children import visible_child
from app.children.emergency import row_of_sheet
from app.clubs.making import club_folder
from app.clubs.scopes import visible_club
from app.foundation.clock import is_within
from app.foundation.errors import ChangedOutside, NotAllowedNow, Refused
from app.foundation.permissions import MATRIX, Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.sheets import BackBy, SheetKind, SheetShows, SheetState
from app.keyring.folders import Fit, fit_in, open_folder
from app.keyring.known_directory import directory_for
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write, folder_to_write
from app.outreach.shift_status import shift_status
from app.sheets import vouching
from app.sheets.documents import SheetPurpose
from app.sheets.of_club import carried_until, club_id_of, leaders_who_carry
from app.sheets.scopes import visible_sheet
from app.sheets.standing import standing_of
from app.staff.colleagues import Colleague, colleagues, names_of_staff
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.case import Case
from models.kids_club import KidsClub
from models.printed_sheet import PrintedSheet
from models.shift import Shift

OPEN_FOR = timedelta(hours=1)
"""How long whoever printed a sheet can draw its pages again, because a printer jams; later it needs a new number."""

_HOURS = {
    BackBy.HOURS_4: 4,
    BackBy.HOURS_24: 24,
    BackBy.DAYS_3: 72,
    BackBy.DAYS_7: 7 * 24,
    BackBy.DAYS_28: 28 * 24,
}


@dataclass(frozen=True)
class SheetInput:
    """What is typed to print a sheet. `about_id` is the child, the case, the shift or the club, by its kind."""

    id: UUID
    kind: SheetKind
    about_id: UUID
    carried_by: UUID
    back: BackBy = BackBy.HOURS_24
    shows: SheetShows = SheetShows.NAMES
    purpose: str = ""


@dataclass(frozen=True)
class Place:
    """What a sheet is about, and the folder in which it is written down."""

    base_id: UUID
    folder: FolderToWrite
    child_id: UUID | None = None
    case_id: UUID | None = None
    shift_id: UUID | None = None
    shift_back_at: datetime | None = None
    club: KidsClub | None = None


def print_sheet(work: UnitOfWork, new: SheetInput) -> PrintedSheet:
    """Give a sheet its number, and write down who printed it, who carries it and by when it is back.

    Raises Refused, NotVisible, AlreadyDone, ChangedOutside, NoKey, or NotAllowedNow with `purpose-missing`,
    `no-such-carrier` or `emergency-not-written`.
    """
    require(work, Permission.SHEET_PRINT)
    place = _PLACES[new.kind](work, new.about_id)
    # Its number is given out under this lock; a form sent twice at once waits here and then finds its sheet.
    base = work.session.get_one(Base, place.base_id, with_for_update=True, populate_existing=True)
    raise_if_already_saved(work, PrintedSheet, new.id, author="printed_by")
    purpose = clean_lines(new.purpose)
    if not purpose and new.shows is SheetShows.NAMES:
        raise NotAllowedNow("purpose-missing")
    may_carry = leaders_who_carry(work, place.club) if place.club else carriers(work, place.base_id)
    if new.carried_by not in {one.id for one in may_carry}:
        raise NotAllowedNow("no-such-carrier")
    sheet = PrintedSheet(
        id=new.id,
        code=next_number(work, base, Series.SHEET, PrintedSheet.code),
        base_id=place.base_id,
        kind=new.kind.value,
        child_id=place.child_id,
        case_id=place.case_id,
        shift_id=place.shift_id,
        folder_id=place.folder.id,
        shows=new.shows.value,
        printed_by=work.person.id,
        printed_at=work.now,
        carried_by=new.carried_by,
        due_back_at=_due_back(work, new, place),
    )
    vouching.sign_sheet(work, place.folder, sheet)
    place.folder.write(sheet, SheetPurpose(purpose))
    work.session.flush()
    record_of(work, "sheet.printed", sheet)
    return sheet


def carriers(work: UnitOfWork, base_id: UUID) -> list[Colleague]:
    """Return who may carry a sheet of a base, by name: its own staff who may read one, and whoever prints it."""
    people = directory_for(work).people.values()
    staff = [
        known.id
        for known in people
        if known.enabled and known.base_id == base_id and known.role in MATRIX[Permission.SHEET_READ]
    ]
    found = colleagues(work, {*staff, work.person.id}).values()
    return sorted(found, key=lambda one: (one.name, one.worker_code))


def record_of(work: UnitOfWork, action: str, sheet: PrintedSheet) -> None:
    """Record something about a sheet: it, whoever carries it, and what it is about are the subjects."""
    ids = (sheet.child_id, sheet.case_id, sheet.shift_id, club_id_of(work, sheet))
    about = [id_ for id_ in ids if id_ is not None]
    work.record(
        action,
        subjects=[sheet.id, sheet.carried_by, *about],
        folders=[sheet.folder_id],
        base_id=sheet.base_id,
        sheet=sheet.code,
        shows=sheet.shows,
    )


@dataclass(frozen=True)
class SheetOnPaper:
    """What stands on each page of a numbered sheet, and what it is about."""

    id: UUID
    code: str
    kind: SheetKind
    shows_names: bool
    about_id: UUID
    printer: str
    carrier: str
    printed_at: datetime
    due_back_at: datetime
    base: str
    duty_number: str


def sheet_to_draw(work: UnitOfWork, sheet_id: UUID) -> SheetOnPaper:
    """Return a sheet whose pages this person may draw: whoever printed it, for an hour and while it is out.

    Each drawing is recorded. Raises NotVisible, Refused for others, ChangedOutside, or NotAllowedNow with
    `paper-over`.
    """
    sheet = visible_sheet(work, sheet_id, Permission.SHEET_WRITE)
    if sheet.printed_by != work.person.id:
        raise Refused(Permission.SHEET_WRITE.value)
    if fit_in(open_folder(work, sheet.folder_id), sheet) is not Fit.FITS:
        raise ChangedOutside("a numbered sheet that is not what was written", sheet=sheet.id)
    standing = standing_of(work, sheet)
    if standing.state is not SheetState.OUT or not is_within(OPEN_FOR, sheet.printed_at, work.now):
        raise NotAllowedNow("paper-over")
    record_of(work, "sheet.drawn", sheet)
    people, base = names_of_staff(work, [sheet.printed_by, sheet.carried_by]), known_base(work, sheet.base_id)
    return SheetOnPaper(
        id=sheet.id,
        code=sheet.code,
        kind=SheetKind(sheet.kind),
        shows_names=sheet.shows == SheetShows.NAMES,
        about_id=_about(work, sheet),
        printer=people.get(sheet.printed_by, ""),
        carrier=people.get(sheet.carried_by, ""),
        printed_at=sheet.printed_at,
        due_back_at=sheet.due_back_at,
        base=base.name,
        duty_number=base.duty_number,
    )


def _about(work: UnitOfWork, sheet: PrintedSheet) -> UUID:
    """Return the id of what a sheet is about. A case's sheet names its child too."""
    about = sheet.shift_id or sheet.case_id or sheet.child_id or club_id_of(work, sheet)
    if about is None:
        raise ChangedOutside("a numbered sheet about nothing", sheet=sheet.id)
    return about


def _of_child(work: UnitOfWork, child_id: UUID) -> Place:
    child = visible_child(work, child_id)
    folder = folder_to_write(
        work, FolderKind.PROFILE, child.folder_id, base_id=child.base_id, child_id=child.id
    )
    return Place(child.base_id, folder, child_id=child.id)


def _of_emergency(work: UnitOfWork, child_id: UUID) -> Place:
    require(work, Permission.EMERGENCY_READ)
    child, row = visible_child(work, child_id), row_of_sheet(work, child_id)
    if row is None:
        raise NotAllowedNow("emergency-not-written")
    folder = folder_to_write(
        work, FolderKind.EMERGENCY, row.folder_id, base_id=child.base_id, child_id=child.id
    )
    return Place(child.base_id, folder, child_id=child.id)


def _of_case(work: UnitOfWork, case_id: UUID) -> Place:
    case = sound_case(work, visible(work, Case, case_id, Permission.CASE_READ))
    folder = case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
    return Place(case.base_id, folder, child_id=case.child_id, case_id=case.id)


def _of_shift(work: UnitOfWork, shift_id: UUID) -> Place:
    shift = visible(work, Shift, shift_id, Permission.SHIFT_READ)
    status = shift_status(work, shift)
    if status.is_changed:
        raise ChangedOutside("a shift that is not what was written", shift=shift.id)
    folder = folder_to_write(
        work, FolderKind.SHIFT, shift.folder_id, base_id=shift.base_id, shift_id=shift.id
    )
    back_at = None if status.ended_at else status.due_back_at
    return Place(shift.base_id, folder, shift_id=shift.id, shift_back_at=back_at)


def _of_club(work: UnitOfWork, club_id: UUID) -> Place:
    club = visible_club(work, club_id, Permission.CLUB_WRITE)
    folder = club_folder(work, club)
    folder.check(club)
    return Place(club.base_id, folder, club=club)


_PLACES: Mapping[SheetKind, Callable[[UnitOfWork, UUID], Place]] = {
    SheetKind.CHILD: _of_child,
    SheetKind.EMERGENCY: _of_emergency,
    SheetKind.CASE: _of_case,
    SheetKind.SHIFT: _of_shift,
    SheetKind.CLUB_KEY: _of_club,
}


def _due_back(work: UnitOfWork, new: SheetInput, place: Place) -> datetime:
    """Return when it has to be back. A shift that is back already, or should be, gives a sheet four hours."""
    if new.back is BackBy.SHIFT and place.shift_back_at is not None and place.shift_back_at > work.now:
        return place.shift_back_at
    due = work.now + timedelta(hours=_HOURS.get(new.back, _HOURS[BackBy.HOURS_4]))
    # Whoever stands in for a leader loses the key on that day, and could not bring the sheet back after it.
    ends = carried_until(work, place.club, new.carried_by) if place.club is not None else None
    return min(due, ends or due)
