"""A screening written by mistake: who may say so, and that it then counts for nothing."""

from uuid import UUID

from app.access.addresses import declare_address
from app.foundation.access_rules import reach_of
from app.foundation.errors import Refused
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.second_reasons import SecondReason
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.screening.documents import ScreeningSheet
from app.screening.scopes import locked_screening
from app.screening.writing import screening_folder
from app.unit_of_work import UnitOfWork
from models.mistake import MistakeMark
from models.screening import Screening

declare_address("screening_id", "mark_id", MistakeMark.about_id)
SCREENING = str(Screening.__tablename__)


def may_mark(work: UnitOfWork, row: Screening) -> bool:
    """Tell whether the person may mark a screening, or take that back: its writer, and those who supervise."""
    reach = reach_of(work.person, Permission.SCREENING_WRITE)
    return reach in (Reach.BASE, Reach.ALL) or (reach is not None and row.written_by == work.person.id)


def _hold(work: UnitOfWork, screening_id: UUID, permission: Permission) -> Held[Screening]:
    row = locked_screening(work, screening_id, permission)
    if permission is Permission.SCREENING_WRITE and not may_mark(work, row):
        raise Refused(permission.value)
    folder = screening_folder(work, row)
    folder.check(row)
    return Held(row, folder, row.base_id, case_id=row.case_id, subjects=(row.child_id,))


def _alerted(_work: UnitOfWork, row: Screening) -> SecondReason | None:
    """What alerted somebody is not taken out of the count by one person alone; the concern itself stays anyway."""
    return SecondReason.STOPS_CLOCK if row.concern_id is not None else None


declare_markable(
    Screening,
    ScreeningSheet,
    writes=Permission.SCREENING_WRITE,
    hold=_hold,
    second=_alerted,
    involved=lambda _work, row: {row.written_by},
    page=OwnPage(SCREENING, Permission.SCREENING_READ, lambda _work, row: Called(at=row.held_at)),
)
