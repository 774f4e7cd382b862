"""Checks the rows a board shows by the base's facts key, without opening what lies behind each of them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from app.foundation.errors import KeyRefused, NoKey, WillNotOpen
from app.keyring.folders import Fit, OpenFolder, facts_folder, fit_in, open_folders
from app.unit_of_work import Remembered, UnitOfWork
from models.mapping import OnBoards

R = TypeVar("R", bound=OnBoards)

_FACTS: Remembered[dict[UUID, OpenFolder | None]] = Remembered(dict)
"""The facts folder of each base that a board is read of."""


def board_fits(work: UnitOfWork, rows: Iterable[R]) -> dict[UUID, Fit]:
    """Tell of each row, by its id, whether it is what was written.

    A row without its board tag, written by somebody outside the office or changed since, is looked at in its own
    folder; so is every row for a reader without the facts key. Only then is a folder opened, and noted.
    """
    listed = list(rows)
    fits = {row.id: Fit.FITS for row in listed if _fits_by_facts(work, row)}
    others: Sequence[R] = [row for row in listed if row.id not in fits]
    folders: dict[UUID, OpenFolder] = open_folders(work, (row.folder_id for row in others))
    return fits | {row.id: fit_in(folders.get(row.folder_id), row) for row in others}


def _fits_by_facts(work: UnitOfWork, row: R) -> bool:
    facts = _facts(work, row.base_id)
    if facts is None or row.board_tag is None:
        return False
    try:
        facts.check_board_tag(row, row.board_tag)
    except (NoKey, KeyRefused, WillNotOpen):
        return False
    return True


def _facts(work: UnitOfWork, base_id: UUID) -> OpenFolder | None:
    """Return a base's facts folder, sought once a transaction."""
    known = work.remember(_FACTS)
    if base_id not in known:
        known[base_id] = facts_folder(work, base_id)
    return known[base_id]
