"""Signs what a folder is of, so that changing its row cannot make an assignment grant it to somebody."""

from uuid import UUID

from app.foundation.errors import KeyRefused
from app.keyring.directory import Directory
from app.keyring.entitlement import had_right_to_bind
from app.unit_of_work import UnitOfWork
from app.vault import canonical, digests
from app.vault.sealing import RecordKey, mark
from app.vault.signing import holds, sign
from models.folder import Folder

LABEL = "folder binding"


def bind(work: UnitOfWork, folder: Folder, newest: RecordKey) -> None:
    """State, in the acting person's name, which base, child, case and shift the folder belongs to.

    `newest` is the newest version of its key: who does not hold it can say nothing of where the folder belongs.
    """
    folder.bound_by = work.person.id
    folder.binding = sign(work.keychain.private.sign, LABEL, _message(folder, work.installation_id.bytes))
    renew_mark(work.installation_id, folder, newest)


def renew_mark(installation_id: UUID, folder: Folder, newest: RecordKey) -> None:
    """Carry a binding that was checked over to a new version of the folder's key."""
    folder.binding_mark = _mark(installation_id, folder, newest)


def check_binding(directory: Directory, folder: Folder, newest: RecordKey) -> None:
    """Raise KeyRefused unless a holder of the folder's newest key said that it belongs where its row says."""
    if not is_marked(directory.installation_id, folder, newest):
        raise KeyRefused("nobody who holds the folder says where it belongs", folder=folder.id)
    _check_signature(directory, folder)


def is_marked(installation_id: UUID, folder: Folder, newest: RecordKey) -> bool:
    """Tell whether a holder of the folder's newest key said that it belongs where its row says."""
    return digests.same(_mark(installation_id, folder, newest), folder.binding_mark)


def check_binding_without_key(directory: Directory, folder: Folder) -> None:
    """Do as much of the check as somebody can who adds to the folder and may not read it.

    Nobody who may not sort a base's concerns is believed that one of them is of a case. Raises KeyRefused.
    """
    _check_signature(directory, folder)
    if not had_right_to_bind(directory, folder):
        raise KeyRefused("nobody with the right says what the folder is of", folder=folder.id)


def _mark(installation_id: UUID, folder: Folder, newest: RecordKey) -> bytes:
    return mark(newest, LABEL, canonical.encode(_message(folder, installation_id.bytes), newest.version))


def _check_signature(directory: Directory, folder: Folder) -> None:
    message = _message(folder, directory.installation_id.bytes)
    keys = directory.verify_keys_of(folder.bound_by)
    if not any(holds(key, LABEL, message, folder.binding) for key in keys):
        raise KeyRefused("nobody vouches for where the folder belongs", folder=folder.id)


def _message(folder: Folder, installation: bytes) -> bytes:
    return canonical.encode(
        installation,
        folder.id,
        folder.kind,
        folder.base_id,
        folder.child_id,
        folder.case_id,
        folder.shift_id,
        folder.bound_by,
    )
