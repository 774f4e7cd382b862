"""Reads folders only to check rows with their keys, not to open sealed content, so nothing is noted as opened."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.keyring.folders import OpenFolder, are_of_bases, folders_to_check
from app.keyring.policy import FolderKind
from app.unit_of_work import UnitOfWork
from models.folder import Folder

Board = tuple[str, UUID]
"""A base's own folder whose key tags rows a second time, by kind and base."""


def are_boards(boards: Iterable[Board]) -> ColumnElement[bool]:
    """Limit to these folders, and to those of the same kinds and bases."""
    listed = list(boards)
    kinds = {FolderKind(kind) for kind, _ in listed}
    return are_of_bases({base_id for _, base_id in listed}, *sorted(kinds))


def board_folders(work: UnitOfWork, boards: Iterable[Board]) -> dict[Board, OpenFolder]:
    """Open the folders of boards to check rows with; those this person was not given are left out.

    Opening them is not noted, because a board's event names one list.
    """
    query = select(Folder.kind, Folder.base_id, Folder.id).where(are_boards(boards))
    with work.session.no_autoflush:
        there = [((kind, base_id), id_) for kind, base_id, id_ in work.session.execute(query) if base_id]
        opened = folders_to_check(work, [id_ for _, id_ in there])
        # There is one of each, unless another folder's row was changed outside. Its holders do not confirm that, so
        # it is not the one.
        return {
            board: opened[id_]
            for board, id_ in there
            if id_ in opened and opened[id_].row_as_said() is not None
        }


def folder_to_check(work: UnitOfWork, folder_id: UUID) -> OpenFolder | None:
    """Return a folder to check rows with, None without a grant. Nothing sealed is opened, and nothing is noted."""
    with work.session.no_autoflush:
        return folders_to_check(work, [folder_id]).get(folder_id)


def folders_to_check_case(work: UnitOfWork, case_id: UUID) -> list[OpenFolder]:
    """Return this person's folders whose rows name a case, to check the case's row with; nothing is noted."""
    query = select(Folder.id).where(Folder.case_id == case_id)
    with work.session.no_autoflush:
        wanted = work.session.scalars(query).all()
        return list(folders_to_check(work, wanted).values())
