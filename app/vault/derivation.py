"""HKDF-SHA256 (RFC 5869) under labels, so that one secret gives many unrelated keys."""

from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.vault import canonical
from app.vault.secrets import KEY_BYTES, Secret, SymmetricKey

_DOMAIN: Final = "wayhome derived key 1"


def derive_bytes(source: Secret, label: str, *, length: int = KEY_BYTES, salt: bytes | None = None) -> bytes:
    """Return `length` bytes derived from `source` for the one purpose that `label` names.

    `source` must hold at least 128 bits of entropy: HKDF does not slow down guessing, Argon2id does.
    """
    info = canonical.encode(_DOMAIN, label)
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(source.reveal())


def derive_key(source: Secret, label: str, *, salt: bytes | None = None) -> SymmetricKey:
    """Return a 256-bit key derived from `source` for the one purpose that `label` names."""
    return SymmetricKey(derive_bytes(source, label, salt=salt))
