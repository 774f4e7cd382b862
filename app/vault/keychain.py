"""What a signed-in person can open with, kept in memory for one request and never longer."""

from uuid import UUID

from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import RecordKey
from app.vault.secrets import SymmetricKey


class Keychain:
    """A person's private keys, and the circle secrets and record keys already opened with them."""

    __slots__ = ("circle_secrets", "owner_id", "private", "record_keys")

    def __init__(self, owner_id: UUID, private: PersonPrivateKeys) -> None:
        self.owner_id = owner_id
        self.private = private
        self.circle_secrets: dict[tuple[UUID, int], SymmetricKey] = {}
        self.record_keys: dict[tuple[UUID, int], RecordKey] = {}

    def __repr__(self) -> str:
        return f"<Keychain of {self.owner_id} redacted>"
