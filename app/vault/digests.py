"""SHA-256, HMAC and constant-time comparison, under names that say what they are for."""

import hashlib
import hmac

from app.vault.secrets import Secret


def sha256(data: bytes) -> bytes:
    """Return the 32-byte SHA-256 digest of `data` (FIPS 180-4)."""
    return hashlib.sha256(data).digest()


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 digest of `data` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def hmac_sha256(key: Secret, message: bytes) -> bytes:
    """Return the 32-byte HMAC-SHA256 of `message` under `key` (FIPS 198-1, RFC 2104). Compare it with `same`."""
    return hmac.digest(key.reveal(), message, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Say whether two byte strings are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(one, other)
