"""The key sheets of a club that are out, and who holds each, for the club's own page."""

from dataclasses import dataclass
from uuid import UUID

from app.access.scope import has, scoped
from app.clubs.leaders import who_leads
from app.foundation.permissions import Permission
from app.foundation.vocabulary.sheets import SheetKind
from app.sheets.pages import SheetLine, sheet_lines
from app.unit_of_work import UnitOfWork
from models.printed_sheet import PrintedSheet

MOST_SHOWN = 12


@dataclass(frozen=True)
class KeyOut:
    """One key sheet that is not back; `leads` tells whether whoever carries it still leads the club."""

    line: SheetLine
    leads: bool


def keys_out(work: UnitOfWork, folder_id: UUID, base_id: UUID) -> tuple[KeyOut, ...]:
    """Return the key sheets of a club that this person reaches and that are not back, those due first."""
    if not has(work, Permission.SHEET_READ):
        return ()
    query = scoped(work, PrintedSheet, Permission.SHEET_READ).where(
        PrintedSheet.settled_at.is_(None),
        PrintedSheet.base_id == base_id,
        PrintedSheet.folder_id == folder_id,
        PrintedSheet.kind == SheetKind.CLUB_KEY,
    )
    rows = work.session.scalars(query.order_by(PrintedSheet.due_back_at).limit(MOST_SHOWN)).all()
    leaders, carried = set(who_leads(work, folder_id, base_id)), {row.id: row.carried_by for row in rows}
    return tuple(KeyOut(line, carried[line.id] in leaders) for line in sheet_lines(work, rows))
