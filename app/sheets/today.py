"""What this room has for Today: sheets that are out past their time, and lost ones that nobody has answered for."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from app.access.scope import has, scoped
from app.foundation.access_rules import reach_of
from app.foundation.chronology import CodedRecord, DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.sheets import KINDS, SheetKind, SheetState
from app.sheets.standing import Standing, standings
from app.unit_of_work import UnitOfWork
from models.printed_sheet import PrintedSheet

BRING_BACK = N_("Numbered sheet: bring it back or destroy it")
NOT_BACK = N_("Numbered sheet that is not back: ask for it")
LOST = N_("A numbered sheet is lost: say what was done")
NUMBERED = N_("Numbered sheet")

MOST_LOOKED_AT = 200
"""Those due first; the list shows the others."""


def due_sheets(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the sheets that this person carries or printed and that are due by a day, and those that are late.

    Supervisors see what is late in their base. A director, who reaches every base, sees only what is lost.
    """
    found = []
    for row, standing in open_sheets(work):
        is_mine = work.person.id in (row.printed_by, row.carried_by)
        is_late = standing.is_late(work.now)
        is_theirs = reach_of(work.person, Permission.SHEET_READ) is Reach.BASE and is_late
        if standing.state is not SheetState.OUT or not (is_mine or is_theirs):
            continue
        if is_late or local_day(row.due_back_at) <= until:
            found.append(_due(work, row, standing, BRING_BACK if is_mine else NOT_BACK))
    return found


def lost_sheets(work: UnitOfWork) -> list[DueItem]:
    """Return the lost sheets that wait for this person to answer for them: never those they lost themselves."""
    if not has(work, Permission.SHEET_ANSWER):
        return []
    return [
        _due(work, row, standing, LOST)
        for row, standing in open_sheets(work)
        if standing.state is SheetState.LOST and work.person.id not in (row.printed_by, row.carried_by)
    ]


def sheet_by_code(work: UnitOfWork, code: str) -> Sequence[CodedRecord]:
    """Return the sheet with exactly this code, as far as this person reaches it."""
    if not has(work, Permission.SHEET_READ):
        return []
    query = scoped(work, PrintedSheet, Permission.SHEET_READ).where(PrintedSheet.code == code)
    rows = work.session.scalars(query).all()
    found = standings(work, rows)
    return [CodedRecord("sheet", NUMBERED, row.code, row.id) for row in rows if not found[row.id].is_changed]


def open_sheets(work: UnitOfWork, *, carried_by: UUID | None = None) -> list[tuple[PrintedSheet, Standing]]:
    """Return the sheets that are not settled, those due first; of one carrier, if one is named."""
    if not has(work, Permission.SHEET_READ):
        return []
    query = scoped(work, PrintedSheet, Permission.SHEET_READ).where(PrintedSheet.settled_at.is_(None))
    if carried_by is not None:
        query = query.where(PrintedSheet.carried_by == carried_by)
    rows = work.session.scalars(query.order_by(PrintedSheet.due_back_at).limit(MOST_LOOKED_AT)).all()
    found = standings(work, rows)
    return [(row, found[row.id]) for row in rows]


def _due(work: UnitOfWork, row: PrintedSheet, standing: Standing, title: str) -> DueItem:
    at = standing.since if standing.state is SheetState.LOST else row.due_back_at
    if standing.is_changed:
        at = work.now
    return DueItem(
        due_on=local_day(at),
        kind="sheet",
        record_id=row.id,
        title=title,
        code="" if standing.is_changed else row.code,
        label="" if standing.is_changed or row.kind not in list(SheetKind) else KINDS[SheetKind(row.kind)],
        due_at=at,
        is_changed=standing.is_changed,
    )
