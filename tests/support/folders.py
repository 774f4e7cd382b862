"""Folders in tests: to write in one without naming its place, and to have its key renewed."""

from uuid import UUID, uuid4

from sqlalchemy import func, select, update

from app.keyring import grants
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.renewal import SEALINGS_OF_A_KEY
from app.keyring.writing import FolderToWrite, folder_to_write
from app.unit_of_work import UnitOfWork
from app.vault.sealing import RecordKey
from models.folder import Folder, FolderKey
from tests.support.organisation import Organisation


def to_write(work: UnitOfWork, folder_id: UUID) -> FolderToWrite:
    """Open a folder to seal in it, wherever its row says that it belongs."""
    row = open_folder(work, folder_id).row
    place = {"base_id": row.base_id, "child_id": row.child_id, "case_id": row.case_id}
    return folder_to_write(work, FolderKind(row.kind), folder_id, **place, shift_id=row.shift_id)


def use_up(organisation: Organisation, folder_id: UUID) -> None:
    """Say of a folder's keys that they sealed as often as they may: the next write begins a new version."""
    with organisation.server.store.writing() as session:
        session.execute(
            update(FolderKey).where(FolderKey.folder_id == folder_id).values(sealings=SEALINGS_OF_A_KEY)
        )


def newest_version(work: UnitOfWork, folder_id: UUID) -> int:
    """Return the number of a folder's newest key."""
    return work.session.scalars(select(func.max(FolderKey.version)).filter_by(folder_id=folder_id)).one()


def plant_key(work: UnitOfWork, folder: Folder, known: RecordKey, *, seq: int, before: RecordKey) -> None:
    """Put in a key of one's own making, signed in one's own name, as somebody with the database file can."""
    key = FolderKey(
        folder_id=folder.id,
        version=known.version,
        key_id=known.key_id,
        made_by=work.person.id,
        directory_seq=seq,
        event_id=uuid4(),
        sealings=0,
    )
    key.signature = grants.sign_folder_key(work, folder, key)
    key.chain = grants.chain_folder_key(work.installation_id, folder, key, before)
    work.session.add(key)
