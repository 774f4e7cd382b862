"""Checks the rows a board shows by one key of the base, without opening what lies behind each of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from app.foundation.errors import ChangedOutside, KeyRefused, NoKey, WillNotOpen
from app.keyring.entitlement import could_hold
from app.keyring.folders import Fit, OpenFolder, fit_in, folders_to_check
from app.keyring.folders_to_check import Board, board_folders
from app.keyring.known_directory import directory_for
from app.keyring.misplaced_rows import misplaced
from app.keyring.policy import POLICY, FolderKind
from app.keyring.proved_rows import note_proved, proofs_by_board, proofs_by_folder, was_proved
from app.keyring.refusals import record_refusal
from app.keyring.tags import table_name
from app.unit_of_work import Mode, Remembered, UnitOfWork
from models.mapping import InFolder, OnBoards

F = TypeVar("F", bound=InFolder)
R = TypeVar("R", bound=OnBoards)

_BOARD_KINDS = (FolderKind.FACTS, FolderKind.NAME_CARDS)
"""The kinds of a base's folders under whose keys rows are tagged: `board_folder` of every table names one of them."""

_REMEMBERED_OF = 100
"""Of more rows than lists show, opening the one key of their board costs less than remembering each."""

_BOARDS: Remembered[dict[Board, OpenFolder | None]] = Remembered(dict)
"""The folders, by kind and base, under whose keys the rows of boards are tagged."""


def board_fits(work: UnitOfWork, rows: Iterable[R]) -> dict[UUID, Fit]:
    """Tell of each row, by its id, whether it is what was written.

    A row without its board tag, written by somebody outside the office or changed since, is checked by the key of
    its own folder; so is every row for a reader without the board's key. That it fits is remembered beyond the work
    (proved_rows). No words are opened, and nothing is noted.
    Whose own folder is not this reader's, and whose board tag is not what this reader's key makes of it, was changed.
    """
    listed = list(rows)
    fits = _fits_by_board(work, listed)
    others: Sequence[R] = [row for row in listed if fits[row.id] is not Fit.FITS]
    by_folder = _fits_by_own_folder(work, others)
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
    return _as_signed(work, rows, {row.id: fit_in(folders.get(row.folder_id), row) for row in rows})


def _as_signed(work: UnitOfWork, rows: Sequence[InFolder], fits: dict[UUID, Fit]) -> dict[UUID, Fit]:
    """Hold rows whose folders do not open against what those were signed to be of."""
    astray = misplaced(work, [row for row in rows if fits[row.id] is Fit.NO_KEY])
    return fits | dict.fromkeys(astray, Fit.CHANGED)


def _fits_by_own_folder(work: UnitOfWork, rows: Sequence[R]) -> dict[UUID, Fit]:
    kinds = {kind for row in rows for kind in type(row).lies_in.kinds}
    is_reading = work.mode is Mode.READING  # whoever writes may hold a key until their work ends
    if is_reading and not could_hold(directory_for(work), work.person.id, kinds, work.now):
        return _as_signed(work, rows, {row.id: Fit.NO_KEY for row in rows})
    return _once_proved(work, rows, proofs_by_folder(work, rows), fits_by_folder)


def _once_proved(
    work: UnitOfWork,
    rows: Sequence[F],
    proofs: Mapping[UUID, bytes],
    prove: Callable[[UnitOfWork, Sequence[F]], dict[UUID, Fit]],
) -> dict[UUID, Fit]:
    """Tell of the rows, asking only about those that were not proved before."""
    fits = {row.id: Fit.FITS for row in rows if was_proved(work, proofs.get(row.id))}
    anew = prove(work, [row for row in rows if row.id not in fits])
    for row_id, fit in anew.items():
        if fit is Fit.FITS:
            note_proved(work, proofs.get(row_id))
    return fits | anew


def _fits_by_board(work: UnitOfWork, rows: Sequence[R]) -> dict[UUID, Fit]:
    if len(rows) > _REMEMBERED_OF:
        return _fits_by_key_of_board(work, rows)
    boards = _boards_of(work, rows)
    return _once_proved(work, rows, proofs_by_board(work, rows, boards), _fits_by_key_of_board)


def _boards_of(work: UnitOfWork, rows: Sequence[R]) -> set[Board]:
    """Return the boards that these rows are tagged for and this person's circles hold, and all others of their bases.

    A page shows rows of several kinds, and then their folders are sought together.
    """
    tagged = {(row.board_folder, row.base_id) for row in rows if row.board_tag is not None}
    directory = directory_for(work)
    circles = [directory.circles[id_] for id_, _ in directory.living_circles_of(work.person.id, work.now)]
    held = {(circle.kind, circle.base_id) for circle in circles}
    boards = {
        (kind.value, base_id)
        for base_id in {base_id for _, base_id in tagged}
        for kind in _BOARD_KINDS
        if any((circle, base_id) in held for circle in POLICY[kind].circles)
    }
    return boards if boards & tagged else set()


def _fits_by_key_of_board(work: UnitOfWork, rows: Sequence[R]) -> dict[UUID, Fit]:
    known, wanted = work.remember(_BOARDS), _boards_of(work, rows)
    if not wanted <= known.keys():
        known.update(dict.fromkeys(wanted))
        known.update(board_folders(work, wanted))
    return {row.id: _fit_on_board(work, row) for row in rows}


def _fit_on_board(work: UnitOfWork, row: R) -> Fit:
    folder = work.remember(_BOARDS).get((type(row).board_folder, row.base_id))
    if folder is None or row.board_tag is None:
        return Fit.NO_KEY
    try:
        folder.check_board_tag(row, row.board_tag)
    except NoKey:
        return Fit.NO_KEY
    except (KeyRefused, WillNotOpen):
        return Fit.CHANGED
    return Fit.FITS
