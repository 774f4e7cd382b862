"""Recognises a device that signed in to an account before, so that attempts made elsewhere do not block it."""

import secrets
from uuid import UUID

from app.vault.digests import hmac_sha256, same
from app.vault.secrets import SymmetricKey

ID_DIGITS = 32


def device_mark(key: SymmetricKey, staff_id: UUID) -> str:
    """Return a new mark for the cookie of a device that has just signed in to an account.

    It opens nothing and names nobody; it is valid for that account only.
    """
    device_id = secrets.token_hex(ID_DIGITS // 2)
    return device_id + _seal_of(key, staff_id, device_id)


def known_device(key: SymmetricKey, staff_id: UUID, mark: str) -> str | None:
    """Return the id of the device that a mark belongs to, or None when it is not a mark for this account."""
    device_id = mark[:ID_DIGITS]
    fits = same(mark[ID_DIGITS:].encode(), _seal_of(key, staff_id, device_id).encode())
    return device_id if fits else None


def _seal_of(key: SymmetricKey, staff_id: UUID, device_id: str) -> str:
    return hmac_sha256(key, b"known device 1:" + staff_id.bytes + device_id.encode()).hex()
