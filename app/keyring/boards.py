"""Checks the rows a board shows by the base's facts key, without opening what lies behind each of them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from app.foundation.errors import KeyRefused, NoKey, WillNotOpen
from app.keyring.folders import Fit, OpenFolder, facts_folder, fit_in, folders_to_check
from app.unit_of_work import UnitOfWork
from models.mapping import InFolder, OnBoards

R = TypeVar("R", bound=OnBoards)

_FACTS = "facts folders to read by"
"""Under which a work remembers the facts folder of each base it reads a board of."""


def board_fits(work: UnitOfWork, rows: Iterable[R]) -> dict[UUID, Fit]:
    """Tell of each row, by its id, whether it is what was written.

    A row without its board tag, written by somebody outside the office or changed since, is checked by the key of
    its own folder; so is every row for a reader without the facts key. Nothing sealed is opened, and none is noted.
    """
    listed = list(rows)
    fits = {row.id: Fit.FITS for row in listed if _fits_by_facts(work, row)}
    return fits | fits_by_folder(work, [row for row in listed if row.id not in fits])


def fits_by_folder(work: UnitOfWork, rows: Sequence[InFolder]) -> dict[UUID, Fit]:
    """Tell the same of rows by the key of the folder each lies in. Nothing sealed is opened, and none is noted."""
    found: dict[UUID, OpenFolder] = folders_to_check(work, list({row.folder_id for row in rows}))
    return {row.id: fit_in(found.get(row.folder_id), row) for row in rows}


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
    known: dict[UUID, OpenFolder | None] = work.remembered.setdefault(_FACTS, {})
    if base_id not in known:
        known[base_id] = facts_folder(work, base_id)
    return known[base_id]
