"""The one folder in which a case's goals, assessments and reviews lie."""

from uuid import UUID

from sqlalchemy import select

from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write, make_folder
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.folder import Folder


def restoration_folder(work: UnitOfWork, case: Case) -> FolderToWrite:
    """Open the case's restoration folder to write in it, or make it with the first thing that is written."""
    folder_id = restoration_folder_id(work, case.id)
    if folder_id is not None:
        return case_folder_to_write(work, FolderKind.RESTORATION, folder_id, case)
    return make_folder(
        work, FolderKind.RESTORATION, base_id=case.base_id, child_id=case.child_id, case_id=case.id
    )


def restoration_folder_id(work: UnitOfWork, case_id: UUID) -> UUID | None:
    """Return the folder's id, or None before anything was written."""
    query = select(Folder.id).where(Folder.kind == FolderKind.RESTORATION.value, Folder.case_id == case_id)
    return work.session.scalars(query).first()
