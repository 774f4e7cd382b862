"""Reads folders to check rows by, and not to open what is sealed in them: nothing of it is noted."""

from uuid import UUID

from sqlalchemy import select

from app.keyring.folders import OpenFolder, are_of_bases, folders_to_check
from app.keyring.policy import FolderKind
from app.unit_of_work import UnitOfWork
from models.folder import Folder


def board_folder(work: UnitOfWork, kind: FolderKind, base_id: UUID) -> OpenFolder | None:
    """Open the base's folder of that kind to check a board by; None for somebody who was not given it.

    Opening it is not noted: a board's event names one list.
    """
    query = select(Folder.id).where(are_of_bases(kind, [base_id]))
    with work.session.no_autoflush:
        found = folders_to_check(work, work.session.scalars(query))
        # There is one, unless somebody changed another's row outside: whose holders do not say so, it is not.
        return next((folder for folder in found.values() if folder.row_as_said() is not None), None)


def folder_to_check(work: UnitOfWork, folder_id: UUID) -> OpenFolder | None:
    """Return a folder to check rows by, None without a grant. Nothing sealed is opened by it, so nothing is noted."""
    with work.session.no_autoflush:
        return folders_to_check(work, [folder_id]).get(folder_id)


def folders_to_check_case(work: UnitOfWork, case_id: UUID) -> list[OpenFolder]:
    """Return this person's folders that are said to be of a case, to check its row by; nothing is noted."""
    query = select(Folder.id).where(Folder.case_id == case_id)
    with work.session.no_autoflush:
        wanted = work.session.scalars(query).all()
        return list(folders_to_check(work, wanted).values())
