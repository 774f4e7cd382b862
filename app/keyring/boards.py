"""Checks the rows a board shows by one key of the base, without opening what lies behind each of them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from app.foundation.errors import ChangedOutside, KeyRefused, NoKey, WillNotOpen
from app.keyring.folders import Fit, OpenFolder, fit_in, folders_to_check
from app.keyring.folders_to_check import board_folder
from app.keyring.misplaced import misplaced
from app.keyring.policy import FolderKind
from app.keyring.refusals import record_refusal
from app.keyring.tags import table_name
from app.unit_of_work import Remembered, UnitOfWork
from models.mapping import InFolder, OnBoards

R = TypeVar("R", bound=OnBoards)

_BOARDS: Remembered[dict[tuple[str, UUID], OpenFolder | None]] = Remembered(dict)
"""The folders, by kind and base, under whose keys the rows of boards are tagged."""


def board_fits(work: UnitOfWork, rows: Iterable[R]) -> dict[UUID, Fit]:
    """Tell of each row, by its id, whether it is what was written.

    A row without its board tag, written by somebody outside the office or changed since, is checked by the key of
    its own folder; so is every row for a reader without the board's key. No words are opened, and nothing is noted.
    Whose own folder is not this reader's, and whose board tag is not what this reader's key makes of it, was changed.
    """
    listed = list(rows)
    fits = {row.id: _fit_on_board(work, row) for row in listed}
    others: Sequence[R] = [row for row in listed if fits[row.id] is not Fit.FITS]
    by_folder = fits_by_folder(work, others)
    for row in others:
        if by_folder[row.id] is not Fit.NO_KEY:
            fits[row.id] = by_folder[row.id]
        elif fits[row.id] is Fit.CHANGED:
            error = ChangedOutside("a row that its base did not write")
            record_refusal(work, row.folder_id, error, row_id=row.id, table=table_name(row))
    return fits


def fits_by_folder(work: UnitOfWork, rows: Sequence[InFolder]) -> dict[UUID, Fit]:
    """Tell the same of rows by the key of the folder each lies in, and of one that does not open, by what it is of.

    No words are opened, and nothing is noted.
    """
    folders = folders_to_check(work, (row.folder_id for row in rows))
    fits = {row.id: fit_in(folders.get(row.folder_id), row) for row in rows}
    astray = misplaced(work, [row for row in rows if fits[row.id] is Fit.NO_KEY])
    return fits | dict.fromkeys(astray, Fit.CHANGED)


def _fit_on_board(work: UnitOfWork, row: R) -> Fit:
    folder = _board(work, type(row).board_folder, row.base_id)
    if folder is None or row.board_tag is None:
        return Fit.NO_KEY
    try:
        folder.check_board_tag(row, row.board_tag)
    except NoKey:
        return Fit.NO_KEY
    except (KeyRefused, WillNotOpen):
        return Fit.CHANGED
    return Fit.FITS


def _board(work: UnitOfWork, kind: str, base_id: UUID) -> OpenFolder | None:
    """Return the folder of a base's boards, sought once a transaction."""
    known = work.remember(_BOARDS)
    if (kind, base_id) not in known:
        known[kind, base_id] = board_folder(work, FolderKind(kind), base_id)
    return known[kind, base_id]
