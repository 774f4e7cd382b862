"""The one secret of the server, kept in the key file outside the data folder, and what is derived from it."""

import re
from typing import Final, Self

from app.foundation.errors import NotReady
from app.vault import digests
from app.vault.derivation import derive_bytes, derive_key
from app.vault.secrets import KEY_BYTES, Secret, SymmetricKey
from app.vault.signing import SigningKey

_TEXT_MARK: Final = "wayhome-server-secret-1"
_CHECK_DIGITS: Final = 8
_TEXT_FORM: Final = re.compile(rf"{_TEXT_MARK}:([0-9a-f]{{{2 * KEY_BYTES}}}):([0-9a-f]{{{_CHECK_DIGITS}}})")


class ServerSecret(SymmetricKey):
    """256 random bits. They open the encrypted database file, but no sealed field in it."""

    __slots__ = ()

    def database_key(self) -> Secret:
        """Return the 32 raw bytes SQLCipher takes as its key."""
        return Secret(derive_bytes(self, "server secret: database key"))

    def cookie_key(self) -> SymmetricKey:
        """Return the key that signs the cookie of visitors who are not signed in."""
        return derive_key(self, "server secret: cookie key")

    def form_token_key(self) -> SymmetricKey:
        """Return the key that signs the tokens of forms."""
        return derive_key(self, "server secret: form token key")

    def form_mark_key(self) -> SymmetricKey:
        """Return the key that marks a form with the session and person it was drawn for."""
        return derive_key(self, "server secret: form mark key")

    def counter_key(self) -> SymmetricKey:
        """Return the key under which attempts are counted, without what was typed."""
        return derive_key(self, "server secret: counter key")

    def checkpoint_key(self) -> SigningKey:
        """Return the Ed25519 key that signs checkpoints of the audit trail."""
        return SigningKey(derive_bytes(self, "server secret: checkpoint key"))

    def to_text(self) -> str:
        """Return the one line of the key file: mark, secret and check, in hexadecimal digits."""
        return f"{_TEXT_MARK}:{self.reveal().hex()}:{_check(self.reveal())}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the secret in a key file. Raises NotReady if the file is truncated, mistyped or something else."""
        found = _TEXT_FORM.fullmatch(text.strip())
        if found is None or _check(bytes.fromhex(found[1])) != found[2]:
            raise NotReady("the key file does not hold a server secret")
        return cls(bytes.fromhex(found[1]))


def _check(secret: bytes) -> str:
    return digests.sha256_hex(secret)[:_CHECK_DIGITS]
