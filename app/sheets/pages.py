"""Builds the list of numbered sheets, and the page of one: who has it, since when, and what became of it."""

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, func, select

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, require, scoped
from app.children.codes import codes_of_children
from app.foundation.clock import is_within
from app.foundation.errors import NotVisible
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.vocabulary.sheets import SheetKind, SheetShows, SheetState, SheetStepKind
from app.keyring.folders import Fit, OpenFolder, fit_in, look_in, open_folders
from app.sheets.documents import SheetPurpose, StepWords
from app.sheets.of_club import club_id_of, clubs_of_sheets
from app.sheets.printing import OPEN_FOR
from app.sheets.scopes import visible_sheet
from app.sheets.standing import Standing, standing_of, standings
from app.sheets.steps import may_answer
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.child import Child
from models.mapping import Model
from models.printed_sheet import PrintedSheet
from models.shift import Shift


class Which(StrEnum):
    """Which sheets a list shows."""

    OPEN = "open"
    """Those that are out, or lost without an answer."""
    ALL = "all"


@dataclass(frozen=True)
class SheetLine:
    """One sheet in a list. If it `is_changed` outside Wayhome, only its id and place in the list are shown.

    `about` is the code of the child, case or club it is about; empty for a shift's.
    """

    id: UUID
    code: str
    kind: SheetKind
    shows: SheetShows
    about: str
    printer: str
    carrier: str
    printed_at: datetime
    due_back_at: datetime
    state: SheetState
    since: datetime
    is_late: bool
    is_changed: bool

    @property
    def is_danger(self) -> bool:
        """Whether somebody has to act on it now."""
        return self.is_late or self.is_changed or self.state is SheetState.LOST


@dataclass(frozen=True)
class SheetsPage(Numbered):
    """One page of the list: late and lost ones first among those that are out; all of them newest first."""

    lines: tuple[SheetLine, ...]
    page: int
    total: int
    which: Which

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines


@dataclass(frozen=True)
class StepLine:
    """One step; `words` is None where they do not open. One that does not count was taken out or is not signed."""

    id: UUID
    kind: SheetStepKind
    by: str
    at: datetime
    words: str | None
    counts: bool
    may_take_out: bool


@dataclass(frozen=True)
class SheetPage:
    """One sheet. `purpose` is None where it does not open: then this person cannot record anything either.

    The ids lead to what it is about, and are None where this person may not read that.
    """

    line: SheetLine
    purpose: str | None
    steps: tuple[StepLine, ...]
    child_id: UUID | None
    case_id: UUID | None
    shift_id: UUID | None
    club_id: UUID | None
    may_draw: bool
    may_bring_back: bool
    may_lose: bool
    may_answer: bool


def sheets_page(work: UnitOfWork, *, which: Which = Which.OPEN, page: int = 1) -> SheetsPage:
    """Return one page of the sheets this person reaches. Raises NotVisible."""
    require(work, Permission.SHEET_READ)
    query = scoped(work, PrintedSheet, Permission.SHEET_READ)
    if which is Which.OPEN:
        query = query.where(PrintedSheet.settled_at.is_(None))
    total = _count(work, query)
    order = PrintedSheet.due_back_at if which is Which.OPEN else PrintedSheet.printed_at.desc()
    at_most = query.order_by(order, PrintedSheet.id).limit(SheetsPage.PAGE_SIZE)
    rows = work.session.scalars(at_most.offset((page - 1) * SheetsPage.PAGE_SIZE)).all()
    return SheetsPage(tuple(sheet_lines(work, rows)), page, total, which)


def _count(work: UnitOfWork, query: Select[PrintedSheet]) -> int:
    return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def sheet_lines(work: UnitOfWork, rows: Sequence[PrintedSheet]) -> list[SheetLine]:
    """Return sheets that were loaded through their scope as lines of a list. Nothing sealed is opened."""
    found = standings(work, rows)
    cases = codes_of_cases(work, [row.case_id for row in rows if row.case_id is not None])
    children = codes_of_children(work, [row.child_id for row in rows if row.child_id is not None])
    clubs = clubs_of_sheets(work, rows)
    people = names_of_staff(work, [id_ for row in rows for id_ in (row.printed_by, row.carried_by)])
    lines = []
    for row in rows:
        work.note_listed(None, *filter(None, (row.case_id, row.child_id)), base_id=row.base_id)
        club = clubs.get(row.folder_id)
        about = (
            cases.get(row.case_id, "")
            if row.case_id
            else children.get(row.child_id, "")
            if row.child_id
            else club.code
            if club is not None
            else ""
        )
        lines.append(_line(work, row, found[row.id], about, people))
    return lines


def _line(
    work: UnitOfWork, row: PrintedSheet, standing: Standing, about: str, people: dict[UUID, str]
) -> SheetLine:
    is_changed = standing.is_changed
    return SheetLine(
        id=row.id,
        code="" if is_changed else row.code,
        kind=SheetKind(row.kind) if row.kind in list(SheetKind) else SheetKind.CHILD,
        shows=SheetShows(row.shows) if row.shows in list(SheetShows) else SheetShows.NAMES,
        about="" if is_changed else about,
        printer="" if is_changed else people.get(row.printed_by, ""),
        carrier="" if is_changed else people.get(row.carried_by, ""),
        printed_at=row.printed_at,
        due_back_at=row.due_back_at,
        state=standing.state,
        since=standing.since,
        is_late=standing.is_late(work.now),
        is_changed=is_changed,
    )


def sheet_page(work: UnitOfWork, sheet_id: UUID) -> SheetPage:
    """Return the page of one sheet. Raises NotVisible."""
    row = visible_sheet(work, sheet_id)
    standing, line = standing_of(work, row), sheet_lines(work, [row])[0]
    folder = open_folders(work, [row.folder_id]).get(row.folder_id)
    purpose = look_in(folder, row, SheetPurpose).document
    work.note_opened(folder.id if folder else None, row.id, base_id=row.base_id)
    holds = purpose is not None and not standing.is_changed and has(work, Permission.SHEET_WRITE)
    is_out = not standing.is_settled and not _is_back(standing)
    sound = not line.is_changed
    return SheetPage(
        line=line,
        purpose=purpose.words if purpose else None,
        steps=tuple(_steps(work, folder, standing, may=holds)),
        child_id=_reached(work, Child, row.child_id, Permission.PROFILE_READ) if sound else None,
        case_id=_reached(work, Case, row.case_id, Permission.CASE_READ) if sound else None,
        shift_id=_reached(work, Shift, row.shift_id, Permission.SHIFT_READ) if sound else None,
        club_id=club_id_of(work, row) if sound else None,
        may_draw=holds and _may_draw(work, row, standing),
        may_bring_back=holds and is_out,
        may_lose=holds and standing.state is SheetState.OUT,
        may_answer=holds
        and standing.state is SheetState.LOST
        and has(work, Permission.SHEET_ANSWER)
        and may_answer(work, row),
    )


def _is_back(standing: Standing) -> bool:
    return any(step.step in (SheetStepKind.RETURNED, SheetStepKind.DESTROYED) for step in standing.counting)


def _may_draw(work: UnitOfWork, row: PrintedSheet, standing: Standing) -> bool:
    is_mine, is_out = row.printed_by == work.person.id, standing.state is SheetState.OUT
    return is_mine and is_out and is_within(OPEN_FOR, row.printed_at, work.now)


def _steps(
    work: UnitOfWork, folder: OpenFolder | None, standing: Standing, *, may: bool
) -> Iterable[StepLine]:
    people = names_of_staff(work, [step.recorded_by for step in standing.steps])
    for step in standing.steps:
        kind = SheetStepKind(step.step) if step.step in list(SheetStepKind) else SheetStepKind.MISTAKE
        if fit_in(folder, step) is Fit.CHANGED:
            continue
        counts = step in standing.counting
        words = look_in(folder, step, StepWords).document
        needed = Permission.SHEET_ANSWER if kind is SheetStepKind.ANSWERED else Permission.SHEET_WRITE
        yield StepLine(
            id=step.id,
            kind=kind,
            by=people.get(step.recorded_by, ""),
            at=step.recorded_at,
            words=words.words if words else None,
            counts=counts or (kind is SheetStepKind.MISTAKE and not standing.is_changed),
            may_take_out=may and counts and kind is not SheetStepKind.LOST and has(work, needed),
        )


def step_of(page: SheetPage, step_id: UUID) -> StepLine:
    """Return a step that a sheet's page shows. Raises NotVisible."""
    for step in page.steps:
        if step.id == step_id:
            return step
    raise NotVisible("sheet_step")


def _reached(
    work: UnitOfWork, model: type[Model], record_id: UUID | None, permission: Permission
) -> UUID | None:
    """Return the id of what a sheet is about if this person may read that."""
    if record_id is None:
        return None
    identifier = model.__table__.c.id
    found: UUID | None = work.session.scalar(
        scoped(work, model, permission).with_only_columns(identifier).where(identifier == record_id)
    )
    return found
