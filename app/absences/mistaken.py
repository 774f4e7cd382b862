"""An answer written by mistake: who may say so, and that it then lets nothing rest."""

from uuid import UUID

from app.absences.answers import editable_row, folder_of
from app.absences.documents import Answered
from app.absences.scopes import ClubAbsence
from app.foundation.permissions import Permission
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.unit_of_work import UnitOfWork

ANSWER, KIND = str(ClubAbsence.__tablename__), "club-absence"


def _hold(work: UnitOfWork, absence_id: UUID, permission: Permission) -> Held[ClubAbsence]:
    """Load an answer, locked: for whoever may correct it, and for who decides about it."""
    row = editable_row(work, absence_id, permission)
    folder = folder_of(work, row)
    folder.check(row)
    return Held(row, folder, row.base_id, subjects=(row.club_id, row.child_id))


declare_markable(
    ClubAbsence,
    Answered,
    writes=Permission.CLUB_ANSWER,
    hold=_hold,
    involved=lambda _work, row: {row.written_by, row.decided_by} - {None},
    page=OwnPage(KIND, Permission.CLUB_READ, lambda _work, row: Called(at=row.written_at)),
)
