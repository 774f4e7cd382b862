"""Records what became of a sheet, and answers for a lost one. Nothing is overwritten: a wrong step is taken out."""

from dataclasses import dataclass
from uuid import UUID

from app.access.scope import locked, require, scoped
from app.case_records.loading import raise_if_already_saved
from app.foundation.errors import AlreadyDone, ChangedOutside, NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.sheets import SheetState, SheetStepKind
from app.keyring.derived import set_derived
from app.keyring.folders import Fit, open_folder
from app.keyring.writing import FolderToWrite, folder_to_write
from app.sheets import vouching
from app.sheets.documents import StepWords
from app.sheets.printing import record_of
from app.sheets.scopes import visible_sheet
from app.sheets.standing import Standing, settled_after, standing_of
from app.unit_of_work import UnitOfWork
from models.printed_sheet import PrintedSheet, SheetStep

_EVENTS = {
    SheetStepKind.RETURNED: "sheet.returned",
    SheetStepKind.DESTROYED: "sheet.destroyed",
    SheetStepKind.LOST: "sheet.lost",
    SheetStepKind.ANSWERED: "sheet.answered",
    SheetStepKind.MISTAKE: "sheet.step_taken_out",
}
_WITH_WORDS = (SheetStepKind.LOST, SheetStepKind.ANSWERED, SheetStepKind.MISTAKE)
_BACK = (SheetState.RETURNED, SheetState.DESTROYED)


@dataclass(frozen=True)
class SheetStepInput:
    """What is typed about a sheet. `corrects_id` is the step that was recorded by mistake."""

    id: UUID
    step: SheetStepKind
    words: str = ""
    corrects_id: UUID | None = None


def record_sheet_step(work: UnitOfWork, sheet_id: UUID, new: SheetStepInput) -> None:
    """Record what became of a sheet, signed by the acting person.

    Raises NotVisible, Refused, AlreadyDone, ChangedOutside, NoKey, or NotAllowedNow with `words-missing`,
    `sheet-is-back`, `sheet-lost-already`, `sheet-not-lost`, `own-lost-sheet`, `lost-stays` or `taken-out-already`.
    """
    needed = Permission.SHEET_ANSWER if new.step is SheetStepKind.ANSWERED else Permission.SHEET_WRITE
    visible_sheet(work, sheet_id, needed)
    query = scoped(work, PrintedSheet, needed).where(PrintedSheet.id == sheet_id)
    sheet = work.session.scalars(locked(query)).one()
    _refuse_second(work, sheet, new)
    folder, standing = folder_of(work, sheet), standing_of(work, sheet)
    if standing.is_changed or open_folder(work, sheet.folder_id).fit_of(sheet) is not Fit.FITS:
        raise ChangedOutside("a numbered sheet that is not what was written", sheet=sheet.id)
    words = clean_lines(new.words)
    if not words and new.step in _WITH_WORDS:
        raise NotAllowedNow("words-missing")
    _check(work, sheet, standing, new)
    _write(work, folder, sheet, standing, new, words)


def may_answer(work: UnitOfWork, sheet: PrintedSheet) -> bool:
    """Tell whether the loss of a sheet is not the acting person's own: they neither printed nor carried it."""
    return work.person.id not in (sheet.printed_by, sheet.carried_by)


def folder_of(work: UnitOfWork, sheet: PrintedSheet) -> FolderToWrite:
    """Open the folder a sheet lies in, to seal in it. Raises NoKey, KeyRefused."""
    return folder_to_write(
        work,
        open_folder(work, sheet.folder_id).kind,
        sheet.folder_id,
        base_id=sheet.base_id,
        child_id=sheet.child_id,
        case_id=sheet.case_id,
        shift_id=sheet.shift_id,
    )


def _refuse_second(work: UnitOfWork, sheet: PrintedSheet, new: SheetStepInput) -> None:
    try:
        raise_if_already_saved(work, SheetStep, new.id, author="recorded_by")
    except AlreadyDone:
        if work.session.get_one(SheetStep, new.id).sheet_id != sheet.id:
            raise Refused("sheet_step") from None
        raise


def _check(work: UnitOfWork, sheet: PrintedSheet, standing: Standing, new: SheetStepInput) -> None:
    said = {step.step for step in standing.counting}
    is_back = bool(said & {state.value for state in _BACK})
    if new.step is SheetStepKind.MISTAKE:
        _check_mistake(work, standing, new)
    elif new.step is SheetStepKind.ANSWERED:
        if standing.state is not SheetState.LOST:
            raise NotAllowedNow("sheet-not-lost")
        if not may_answer(work, sheet):
            raise NotAllowedNow("own-lost-sheet")
    elif is_back:
        raise NotAllowedNow("sheet-is-back")
    elif new.step is SheetStepKind.LOST and SheetStepKind.LOST in said:
        raise NotAllowedNow("sheet-lost-already")


def _check_mistake(work: UnitOfWork, standing: Standing, new: SheetStepInput) -> None:
    """Only a step that counts is taken out, and never a loss: somebody who did not lose it answers for that."""
    old = next((step for step in standing.steps if step.id == new.corrects_id), None)
    if old is None:
        raise NotVisible("sheet_step")
    if old.step == SheetStepKind.LOST:
        raise NotAllowedNow("lost-stays")
    if old not in standing.counting:
        raise NotAllowedNow("taken-out-already")
    if old.step == SheetStepKind.ANSWERED:
        require(work, Permission.SHEET_ANSWER)


def _write(
    work: UnitOfWork,
    folder: FolderToWrite,
    sheet: PrintedSheet,
    standing: Standing,
    new: SheetStepInput,
    words: str,
) -> None:
    row = SheetStep(
        id=new.id,
        sheet_id=sheet.id,
        folder_id=sheet.folder_id,
        number=len(standing.steps) + 1,
        step=new.step.value,
        corrects_id=new.corrects_id,
        recorded_by=work.person.id,
        recorded_at=work.now,
    )
    vouching.sign_step(work, folder, row, sheet)
    folder.write(row, StepWords(words))
    work.session.flush()
    set_derived(work.session, sheet, settled_at=settled_after(standing, row, sheet))
    record_of(work, _EVENTS[new.step], sheet)
