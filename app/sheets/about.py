"""What a sheet that is about to be printed is about, and who may carry it."""

from dataclasses import dataclass
from uuid import UUID

from app.access.proven_cases import codes_of_cases
from app.access.scope import require, visible
from app.children.children import visible_child
from app.children.codes import codes_of_children
from app.children.emergency import row_of_sheet
from app.clubs.paper import club_paper
from app.clubs.scopes import visible_club
from app.foundation.permissions import Permission
from app.foundation.vocabulary.sheets import BackBy, SheetKind
from app.outreach.shift_status import shift_status
from app.sheets.of_club import leaders_who_carry
from app.sheets.printing import carriers
from app.staff.colleagues import Colleague
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.shift import Shift


@dataclass(frozen=True)
class AboutToPrint:
    """What the form of a sheet needs to know. `code` is the child's, the case's or the club's; empty for a shift.

    `is_empty`: nothing is written on that emergency sheet yet, or nobody came to that club lately, so there is nothing
    to print.
    """

    kind: SheetKind
    id: UUID
    code: str
    carriers: tuple[Colleague, ...]
    backs: tuple[BackBy, ...]
    is_empty: bool = False


_DAYS = (BackBy.HOURS_24, BackBy.DAYS_7, BackBy.DAYS_28)
_HOURS = (BackBy.HOURS_4, BackBy.HOURS_24, BackBy.DAYS_3)


def about_to_print(work: UnitOfWork, kind: SheetKind, about_id: UUID) -> AboutToPrint:
    """Return what the form needs, for somebody who may read what will be printed.

    Raises NotVisible, Refused; ChangedOutside for a child that is not what was written.
    """
    require(work, Permission.SHEET_PRINT)
    if kind is SheetKind.SHIFT:
        return _shift(work, about_id)
    if kind is SheetKind.CLUB_KEY:
        return _club(work, about_id)
    if kind is SheetKind.CASE:
        case = visible(work, Case, about_id, Permission.CASE_READ)
        code = codes_of_cases(work, [case.id]).get(case.id, "")
        work.note_listed(None, case.id, case.child_id, base_id=case.base_id)
        return AboutToPrint(kind, case.id, code, tuple(carriers(work, case.base_id)), _HOURS)
    is_empty = False
    if kind is SheetKind.EMERGENCY:
        require(work, Permission.EMERGENCY_READ)
        is_empty = row_of_sheet(work, about_id) is None
    child = visible_child(work, about_id)
    code = codes_of_children(work, [child.id]).get(child.id, "")
    work.note_listed(None, child.id, base_id=child.base_id)
    return AboutToPrint(kind, child.id, code, tuple(carriers(work, child.base_id)), _HOURS, is_empty)


def _club(work: UnitOfWork, club_id: UUID) -> AboutToPrint:
    row = visible_club(work, club_id, Permission.CLUB_WRITE)
    paper = club_paper(work, club_id)
    work.note_listed(None, row.id, base_id=row.base_id)
    leaders = tuple(leaders_who_carry(work, row))
    return AboutToPrint(
        SheetKind.CLUB_KEY, row.id, paper.club.code, leaders, _DAYS, is_empty=not paper.children
    )


def _shift(work: UnitOfWork, shift_id: UUID) -> AboutToPrint:
    shift = visible(work, Shift, shift_id, Permission.SHIFT_READ)
    status = shift_status(work, shift)
    is_out = status.ended_at is None and not status.is_changed and status.due_back_at > work.now
    backs = (BackBy.SHIFT, *_HOURS) if is_out else _HOURS
    return AboutToPrint(SheetKind.SHIFT, shift.id, "", tuple(carriers(work, shift.base_id)), backs)
