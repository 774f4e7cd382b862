"""Signs what a folder is of, so that changing its row cannot make an assignment grant it to somebody."""

from app.foundation.errors import KeyRefused
from app.keyring.directory import Directory
from app.unit_of_work import UnitOfWork
from app.vault import canonical
from app.vault.signing import BadSignature, sign, verify
from models.folder import Folder

LABEL = "folder binding"


def bind(work: UnitOfWork, folder: Folder) -> None:
    """State, in the acting person's name, which base, child, case and shift the folder belongs to."""
    folder.bound_by = work.person.id
    message = _message(folder, work.installation_id.bytes)
    folder.binding = sign(work.keychain.private.sign, LABEL, message)


def check_binding(directory: Directory, folder: Folder) -> None:
    """Raise KeyRefused unless somebody the directory knows said that the folder belongs where its row says."""
    message = _message(folder, directory.installation_id.bytes)
    for key in directory.verify_keys_of(folder.bound_by):
        try:
            verify(key, LABEL, message, folder.binding)
        except BadSignature:
            continue
        return
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
