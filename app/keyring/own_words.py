"""Words that a person signs beside sealing them: whoever else holds the folder cannot say them in their name."""

from uuid import UUID

from app.foundation.roles import Role
from app.keyring.folders import OpenFolder
from app.keyring.known_directory import directory_for
from app.unit_of_work import UnitOfWork
from app.vault import canonical
from app.vault.canonical import Part
from app.vault.signing import BadSignature, VerifyKey, sign, verify


def sign_words(work: UnitOfWork, folder: OpenFolder, label: str, *words: Part) -> str:
    """Sign words about something in a folder in the acting person's name. Returns the signature in hex."""
    message = _message(work, folder, work.person.id, words)
    return sign(work.keychain.private.sign, label, message).hex()


def are_words_of(
    work: UnitOfWork, folder: OpenFolder, label: str, *words: Part, by: UUID, signature: str
) -> bool:
    """Tell whether a person signed exactly these words about something in that folder."""
    message = _message(work, folder, by, words)
    return any(_holds(key, label, message, signature) for key in directory_for(work).verify_keys_of(by))


def once_stood_as(work: UnitOfWork, folder: OpenFolder, person_id: UUID, role: Role) -> bool:
    """Tell whether the signed directory ever named the person in that role where the folder belongs.

    Ever, because what somebody agreed to stays when they leave.
    """
    stood = directory_for(work).stood.get(person_id, frozenset())
    return any(each is role and base_id in (None, folder.row.base_id) for each, base_id in stood)


def _message(work: UnitOfWork, folder: OpenFolder, by: UUID, words: tuple[Part, ...]) -> bytes:
    return canonical.encode(work.installation_id, folder.id, by, *words)


def _holds(key: VerifyKey, label: str, message: bytes, signature: str) -> bool:
    try:
        verify(key, label, message, bytes.fromhex(signature))
    except (BadSignature, ValueError):
        return False
    return True
