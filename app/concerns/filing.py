"""Where a concern's records lie: its own folder, and one more for each thing that was added to it."""

from uuid import UUID

from app.concerns.scopes import additions_to, disclosures_to
from app.foundation.errors import KeyRefused
from app.foundation.permissions import Permission
from app.keyring import folder_bindings as bindings
from app.keyring.folders import open_folder
from app.keyring.known_directory import directory_for
from app.keyring.policy import FolderKind
from app.keyring.refusals import record_refusal
from app.keyring.writing import FolderToWrite, make_folder
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from models.folder import Folder


def folders_of(work: UnitOfWork, row: Concern) -> list[UUID]:
    """Return the folders of a concern, its additions and its disclosures, for somebody who may read it."""
    additions = additions_to(work, row.id, Permission.CONCERN_READ)
    disclosures = disclosures_to(work, row.id, Permission.CONCERN_READ)
    beside = [each.folder_id for each in additions] + [each.folder_id for each in disclosures]
    return [row.folder_id, *beside]


def folder_beside(work: UnitOfWork, row: Concern) -> FolderToWrite:
    """Make the folder of something that is added to a concern: of the same child, in the same case.

    Where the concern belongs is read from its folder, and believed only if somebody vouched for it: no row in the
    database grants an addition to anyone by itself. What nobody vouched for goes to the writer's own base.
    Raises KeyRefused for a writer of no base: the concern's row would name any.
    """
    folder = work.session.get_one(Folder, row.folder_id)
    try:
        bindings.check_binding_without_key(directory_for(work), folder)
        if work.person.base_id is None:
            # Nothing of their own says which base is meant; they hold the folder, and can ask its key.
            newest = open_folder(work, folder.id).newest_key()
            bindings.check_binding(directory_for(work), folder, newest)
    except KeyRefused as error:
        record_refusal(work, folder.id, error, row_id=row.id, table="concern")
        if work.person.base_id is None:
            raise
        return make_folder(work, FolderKind.CONCERN, base_id=work.person.base_id)
    return make_folder(
        work,
        FolderKind.CONCERN,
        base_id=folder.base_id,
        child_id=folder.child_id,
        case_id=folder.case_id,
    )
