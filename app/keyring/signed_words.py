"""Words that a person signs beside sealing them: whoever else holds the folder cannot say them in their name."""

from uuid import UUID

from app.foundation.roles import Role
from app.keyring.directory import Directory
from app.keyring.folders import OpenFolder
from app.keyring.known_directory import directory_for
from app.unit_of_work import UnitOfWork
from app.vault import canonical
from app.vault.canonical import Part
from app.vault.signing import VerifyKey, holds, sign


def sign_words(work: UnitOfWork, folder: OpenFolder, label: str, *words: Part) -> str:
    """Sign words about something in a folder in the acting person's name. Returns the signature in hex."""
    message = _message(work.installation_id, folder.id, work.person.id, words)
    return sign(work.keychain.private.sign, label, message).hex()


def are_words_of(
    work: UnitOfWork, folder: OpenFolder, label: str, *words: Part, by: UUID, signature: str
) -> bool:
    """Tell whether a person signed exactly these words about something in that folder."""
    return were_signed(directory_for(work), folder.id, label, *words, by=by, signature=signature)


def were_signed(
    directory: Directory, folder_id: UUID, label: str, *words: Part, by: UUID, signature: str
) -> bool:
    """Tell the same by the directory alone, for whoever has no key of the folder."""
    message = _message(directory.installation_id, folder_id, by, words)
    return any(_holds(key, label, message, signature) for key in directory.verify_keys_of(by))


def once_stood_as(work: UnitOfWork, folder: OpenFolder, person_id: UUID, role: Role) -> bool:
    """Tell whether the signed directory ever named the person in that role where the folder belongs.

    Ever, because what somebody agreed to stays when they leave.
    """
    return once_stood_in(directory_for(work), folder.row.base_id, person_id, role)


def once_stood_in(directory: Directory, base_id: UUID | None, person_id: UUID, role: Role) -> bool:
    """Tell whether the person was ever named in that role in that base, or for the whole organisation."""
    stood = directory.stood.get(person_id, frozenset())
    return any(each is role and where in (None, base_id) for each, where in stood)


def _message(installation_id: UUID, folder_id: UUID, by: UUID, words: tuple[Part, ...]) -> bytes:
    return canonical.encode(installation_id, folder_id, by, *words)


def _holds(key: VerifyKey, label: str, message: bytes, signature: str) -> bool:
    try:
        return holds(key, label, message, bytes.fromhex(signature))
    except ValueError:
        return False
