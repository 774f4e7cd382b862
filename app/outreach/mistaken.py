"""A meeting or a whole shift written by mistake: who may say so, and that it then counts for nothing."""

from uuid import UUID

from app.access.addresses import declare_address
from app.access.scope import has, locked_row, require, scoped, visible
from app.foundation.errors import NotAllowedNow, Refused
from app.foundation.permissions import Permission
from app.keyring.policy import FolderKind
from app.keyring.writing import folder_to_write
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.mistakes.states import is_marked
from app.outreach.documents import Account, ShiftNotes
from app.outreach.shift_status import shift_status
from app.outreach.shifts import held, is_over, may_lead, require_writing_time
from app.outreach.writing import require_correcting
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild
from models.mistake import MistakeMark
from models.shift import Shift

declare_address("encounter_id", "mark_id", MistakeMark.about_id)
MEETING, SHIFT = str(Encounter.__tablename__), str(Shift.__tablename__)


def _hold_meeting(work: UnitOfWork, encounter_id: UUID, permission: Permission) -> Held[Encounter]:
    """Load a meeting, locked: for its writer while they may correct it, for supervisors, for who decides about it."""
    require(work, permission)
    row = locked_row(work, Encounter, encounter_id, permission)
    if permission is Permission.SHIFT_WRITE:
        require_correcting(work, row, visible(work, Shift, row.shift_id, permission))
    folder = folder_to_write(
        work, FolderKind.ENCOUNTER, row.folder_id, base_id=row.base_id, shift_id=row.shift_id
    )
    folder.check(row)
    named = select_named(work, row)
    return Held(row, folder, row.base_id, subjects=(row.shift_id, *named))


def select_named(work: UnitOfWork, row: Encounter) -> list[UUID]:
    """Return the records that a meeting names, for the trail."""
    query = scoped(work, EncounterChild, Permission.SHIFT_READ).where(
        EncounterChild.encounter_id == row.id, EncounterChild.child_id.is_not(None)
    )
    return [child.child_id for child in work.session.scalars(query) if child.child_id is not None]


def _refuse_in_mistaken_shift(work: UnitOfWork, meeting: Held[Encounter]) -> None:
    """Raise NotAllowedNow (`shift-mistaken`) for a meeting that would count in a shift that does not."""
    shift = visible(work, Shift, meeting.row.shift_id, Permission.SHIFT_READ)
    if held(work, shift).is_mistaken and not is_marked(meeting.row):
        raise NotAllowedNow("shift-mistaken")


def may_mark(work: UnitOfWork, shift: Shift) -> bool:
    """Tell whether the person may mark a shift, or take that back: who opened it, while its team may write, or leads.

    A shift that was changed outside is nobody's to mark.
    """
    status = shift_status(work, shift)
    if status.is_changed or not has(work, Permission.SHIFT_WRITE):
        return False
    is_own = shift.opened_by == work.person.id and not is_over(status, work.now)
    return is_own or may_lead(work, shift)


def in_the_way(work: UnitOfWork, shift: Shift) -> str | None:
    """Return why a shift cannot be marked yet (`shift-not-ended`, `shift-has-meetings`); None if it can, or is."""
    if is_marked(shift):
        return None
    if shift_status(work, shift).ended_at is None:
        return "shift-not-ended"
    of_shift = scoped(work, Encounter, Permission.SHIFT_READ).where(
        Encounter.shift_id == shift.id, Encounter.mistake_id.is_(None)
    )
    return "shift-has-meetings" if work.session.scalars(of_shift.limit(1)).first() else None


def _hold_shift(work: UnitOfWork, shift_id: UUID, permission: Permission) -> Held[Shift]:
    """Load a shift, locked, once its team is back and none of its meetings counts."""
    require(work, permission)
    shift = visible(work, Shift, shift_id, permission)
    held(work, shift)
    require_writing_time(work, shift)
    if not may_mark(work, shift):
        raise Refused(permission.value)
    hindered = in_the_way(work, shift)
    if hindered is not None:
        raise NotAllowedNow(hindered)
    folder = folder_to_write(
        work, FolderKind.SHIFT, shift.folder_id, base_id=shift.base_id, shift_id=shift.id
    )
    folder.check(shift)
    return Held(shift, folder, shift.base_id)


declare_markable(
    Shift,
    ShiftNotes,
    writes=Permission.SHIFT_WRITE,
    hold=_hold_shift,
    involved=lambda _work, shift: {shift.opened_by},
    page=OwnPage("shift", Permission.SHIFT_READ, lambda _work, shift: Called(at=shift.started_at)),
)
declare_markable(
    Encounter,
    Account,
    writes=Permission.SHIFT_WRITE,
    hold=_hold_meeting,
    involved=lambda _work, row: {row.written_by, row.witnessed_by} - {None},
    follow=_refuse_in_mistaken_shift,
    page=OwnPage("encounter", Permission.SHIFT_READ, lambda _work, row: Called(at=row.met_at)),
)
