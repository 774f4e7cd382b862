"""What is signed about a sheet: its own facts, and each step, so that a key of it is needed to believe neither."""

from datetime import UTC
from typing import Final
from uuid import UUID

from app.foundation.roles import Role
from app.foundation.vocabulary.sheets import SheetStepKind
from app.keyring.directory import Directory
from app.keyring.folders import OpenFolder
from app.keyring.signed_words import once_stood_in, sign_words, were_signed
from app.unit_of_work import UnitOfWork
from app.vault.canonical import Part
from models.printed_sheet import PrintedSheet, SheetStep

_SHEET: Final = "numbered sheet"
_STEP: Final = "numbered sheet step"
_ANSWERING: Final = (Role.SUPERVISOR, Role.DIRECTOR)
_CARRYING: Final = (Role.FIELD, Role.CASEWORKER, Role.COUNSELLOR, *_ANSWERING)


def sign_sheet(work: UnitOfWork, folder: OpenFolder, sheet: PrintedSheet) -> None:
    """Sign, as whoever prints it, what a sheet is, who carries it and by when it is back."""
    sheet.signature = bytes.fromhex(sign_words(work, folder, _SHEET, *_facts(sheet)))


def is_sheet(directory: Directory, sheet: PrintedSheet) -> bool:
    """Tell whether whoever printed a sheet signed what its row says, and may print one in that base."""
    by = sheet.printed_by
    if sheet.signature is None or not _stood(directory, sheet, by, _CARRYING):
        return False
    signature = sheet.signature.hex()
    return were_signed(directory, sheet.folder_id, _SHEET, *_facts(sheet), by=by, signature=signature)


def sign_step(work: UnitOfWork, folder: OpenFolder, step: SheetStep, sheet: PrintedSheet) -> None:
    """Sign, as the acting person, what became of a sheet."""
    step.signature = bytes.fromhex(sign_words(work, folder, _STEP, *_words(step, sheet)))


def is_step(directory: Directory, step: SheetStep, sheet: PrintedSheet) -> bool:
    """Tell whether somebody with the right to say so signed that this became of that sheet."""
    if step.signature is None or step.folder_id != sheet.folder_id or step.sheet_id != sheet.id:
        return False
    is_own = step.recorded_by in (sheet.printed_by, sheet.carried_by)
    if step.step == SheetStepKind.ANSWERED and is_own:
        return False
    may = _CARRYING if is_own else _ANSWERING
    if not _stood(directory, sheet, step.recorded_by, may):
        return False
    words, by = _words(step, sheet), step.recorded_by
    return were_signed(directory, sheet.folder_id, _STEP, *words, by=by, signature=step.signature.hex())


def may_take_out(directory: Directory, step: SheetStep, old: SheetStep | None, sheet: PrintedSheet) -> bool:
    """Tell whether a step that takes another one out may do so: never a loss, and an answer only by supervision.

    A step that takes out nothing may be there.
    """
    if step.step != SheetStepKind.MISTAKE:
        return step.corrects_id is None
    if old is None or old.number >= step.number or old.step in (SheetStepKind.LOST, SheetStepKind.MISTAKE):
        return False
    return old.step != SheetStepKind.ANSWERED or _stood(directory, sheet, step.recorded_by, _ANSWERING)


def _stood(directory: Directory, sheet: PrintedSheet, person_id: UUID, roles: tuple[Role, ...]) -> bool:
    return any(once_stood_in(directory, sheet.base_id, person_id, role) for role in roles)


def _facts(sheet: PrintedSheet) -> tuple[Part, ...]:
    return (
        sheet.id,
        sheet.code,
        sheet.base_id,
        sheet.kind,
        sheet.child_id,
        sheet.case_id,
        sheet.shift_id,
        sheet.shows,
        sheet.printed_at.astimezone(UTC).isoformat(),
        sheet.carried_by,
        sheet.due_back_at.astimezone(UTC).isoformat(),
    )


def _words(step: SheetStep, sheet: PrintedSheet) -> tuple[Part, ...]:
    return (
        sheet.id,
        sheet.base_id,
        sheet.code,
        sheet.printed_by,
        sheet.carried_by,
        step.id,
        step.number,
        step.step,
        step.corrects_id,
        step.recorded_at.astimezone(UTC).isoformat(),
    )
