"""What a signed-in person can open with, kept in memory for one request and never longer."""

from uuid import UUID

from app.vault.derivation import derive_key
from app.vault.hpke import PrivateKey
from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import RecordKey
from app.vault.secrets import Secret, SymmetricKey


class Keychain:
    """A person's private keys, and the circle's keys and record keys already opened with them.

    What was opened is remembered by (id, version) until the transaction it was checked in ends.
    """

    __slots__ = ("_own_secret", "circle_private_keys", "circle_secrets", "owner_id", "private", "record_keys")

    def __init__(self, owner_id: UUID, private: PersonPrivateKeys) -> None:
        self.owner_id = owner_id
        self.private = private
        self.circle_secrets: dict[tuple[UUID, int], SymmetricKey] = {}
        self.circle_private_keys: dict[tuple[UUID, int], PrivateKey] = {}
        self.record_keys: dict[tuple[UUID, int], RecordKey] = {}
        self._own_secret: SymmetricKey | None = None

    @property
    def own_secret(self) -> SymmetricKey:
        """A secret that only this person has, derived from their private keys when first asked for."""
        if self._own_secret is None:
            self._own_secret = derive_key(Secret(self.private.to_bytes()), "own secret")
        return self._own_secret

    def forget_opened(self) -> None:
        """Keep the person's own keys only; the rest is opened and checked again in the next transaction."""
        self.circle_secrets.clear()
        self.circle_private_keys.clear()
        self.record_keys.clear()

    def __repr__(self) -> str:
        return f"<Keychain of {self.owner_id} redacted>"
