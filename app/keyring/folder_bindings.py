"""Signs what a folder belongs to, so that no changed row can make an assignment grant it to somebody."""

from uuid import UUID

from app.foundation.errors import KeyRefused
from app.keyring.directory import Directory
from app.keyring.entitlement import had_right_to_bind, names_nobody
from app.unit_of_work import UnitOfWork
from app.vault import canonical, digests
from app.vault.sealing import RecordKey, mark
from app.vault.signing import holds, sign
from models.folder import Folder

LABEL = "folder binding"


def bind(work: UnitOfWork, folder: Folder, newest: RecordKey) -> None:
    """State, as the acting person, which base, child, case and shift the folder belongs to.

    `newest` is the newest version of its key: somebody who does not hold it cannot say where the folder belongs.
    """
    folder.bound_by = work.person.id
    folder.binding = sign(work.keychain.private.sign, LABEL, _message(folder, work.installation_id.bytes))
    renew_mark(work.installation_id, folder, newest)


def bind_for_nobody(installation_id: UUID, folder: Folder, newest: RecordKey) -> None:
    """Say where a folder belongs without naming who says so: only a holder of its key can make the mark."""
    folder.bound_by, folder.binding = folder.id, b""
    renew_mark(installation_id, folder, newest)


def renew_mark(installation_id: UUID, folder: Folder, newest: RecordKey) -> None:
    """Transfer a checked binding to a new version of the folder's key."""
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
    """Check as much as somebody can who adds to the folder but may not read it.

    A claim that a concern belongs to a case counts only from somebody who may sort the base's concerns. Raises
    KeyRefused.
    """
    _check_signature(directory, folder)
    if not had_right_to_bind(directory, folder):
        raise KeyRefused("nobody with the right says what the folder is of", folder=folder.id)


def _mark(installation_id: UUID, folder: Folder, newest: RecordKey) -> bytes:
    return mark(newest, LABEL, canonical.encode(_message(folder, installation_id.bytes), newest.version))


def _check_signature(directory: Directory, folder: Folder) -> None:
    if names_nobody(folder):
        return
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
