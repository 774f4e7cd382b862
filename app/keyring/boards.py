"""Checks the rows a board shows by the base's facts key, without opening what lies behind each of them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from app.foundation.errors import KeyRefused, NoKey, WillNotOpen
from app.keyring.folders import Fit, OpenFolder, fit_in, folders_to_check
from app.keyring.policy import FolderKind
from app.unit_of_work import UnitOfWork
from models.folder import Folder
from models.mapping import InFolder, OnBoards

R = TypeVar("R", bound=OnBoards)

_FACTS = "facts folders to read by"
"""Under which a work remembers the facts folder of each base."""


def board_fits(work: UnitOfWork, rows: Iterable[R]) -> dict[UUID, Fit]:
    """Tell of each row, by its id, whether it is what was written.

    A row without its board tag, written by somebody outside the office or changed since, is checked by the key of
    its own folder; so is every row for a reader without the facts key. No words are opened, and nothing is noted.
    """
    listed = list(rows)
    fits = {row.id: Fit.FITS for row in listed if _fits_by_facts(work, row)}
    return fits | fits_by_folder(work, [row for row in listed if row.id not in fits])


def fits_by_folder(work: UnitOfWork, rows: Sequence[InFolder]) -> dict[UUID, Fit]:
    """Tell the same of rows by the key of the folder each lies in. No words are opened, and nothing is noted."""
    folders = folders_to_check(work, (row.folder_id for row in rows))
    return {row.id: fit_in(folders.get(row.folder_id), row) for row in rows}


def _fits_by_facts(work: UnitOfWork, row: R) -> bool:
    facts = facts_folder(work, row.base_id)
    if facts is None or row.board_tag is None:
        return False
    try:
        facts.check_board_tag(row, row.board_tag)
    except (NoKey, KeyRefused, WillNotOpen):
        return False
    return True


def facts_folder(work: UnitOfWork, base_id: UUID) -> OpenFolder | None:
    """Open the folder whose key holds what a base's boards show; None for somebody who is not of its office.

    It is sought once a transaction. It holds nothing that a board shows, and opening it is not noted: a board's event
    names one list.
    """
    known: dict[UUID, OpenFolder | None] = work.remembered.setdefault(_FACTS, {})
    if base_id not in known:
        query = select(Folder.id).where(Folder.kind == FolderKind.FACTS.value, Folder.base_id == base_id)
        with work.session.no_autoflush:
            folder_id = work.session.scalars(query).one_or_none()
            known[base_id] = None if folder_id is None else folders_to_check(work, [folder_id]).get(folder_id)
    return known[base_id]
