"""What every step of handling a concern shares: its folder, how it was handled so far, and whom it is about."""

from uuid import UUID

from app.concerns.documents import Handling
from app.keyring.folders import OpenFolder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write
from app.unit_of_work import UnitOfWork
from models.concern import Concern


def concern_folder(work: UnitOfWork, row: Concern) -> FolderToWrite:
    """Open the folder of a locked concern, to seal in it. Raises NoKey, KeyRefused."""
    return folder_to_write(
        work,
        FolderKind.CONCERN,
        row.folder_id,
        base_id=row.base_id,
        child_id=row.child_id,
        case_id=row.case_id,
    )


def handling_of(folder: OpenFolder, row: Concern) -> Handling:
    """Return how the concern was handled so far. Raises WillNotOpen, so that a damaged record is not overwritten."""
    return folder.read(row, Handling) if row.handling else Handling()


def subjects_of(row: Concern) -> list[UUID]:
    """Return the subjects of an action on a concern: the concern, and its child and case if they are known."""
    return [id_ for id_ in (row.id, row.child_id, row.case_id) if id_ is not None]
