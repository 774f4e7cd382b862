"""The folders of a case by kind: the case file, and others that are made with their first record."""

from uuid import UUID

from sqlalchemy import select

from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write, make_folder
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.folder import Folder


def case_folder(work: UnitOfWork, kind: FolderKind, case: Case) -> FolderToWrite:
    """Open the case's folder of a kind for writing, or make it. Raises NoKey, KeyRefused."""
    folder_id = case.folder_id if kind is FolderKind.CASE else _folder_id(work, kind, case.id)
    if folder_id is not None:
        return case_folder_to_write(work, kind, folder_id, case)
    return make_folder(work, kind, base_id=case.base_id, child_id=case.child_id, case_id=case.id)


def _folder_id(work: UnitOfWork, kind: FolderKind, case_id: UUID) -> UUID | None:
    query = select(Folder.id).where(Folder.kind == kind.value, Folder.case_id == case_id)
    return work.session.scalars(query.order_by(Folder.id)).first()
