"""Knows a device that signed an account in before, so that tries made elsewhere do not hold it out."""

import secrets
from uuid import UUID

from app.vault.digests import hmac_sha256, same
from app.vault.secrets import SymmetricKey

ID_DIGITS = 32


def device_mark(key: SymmetricKey, staff_id: UUID) -> str:
    """Return a new mark for the cookie of a device that just signed an account in.

    It opens nothing and names nobody; it holds for that account alone.
    """
    device_id = secrets.token_hex(ID_DIGITS // 2)
    return device_id + _seal_of(key, staff_id, device_id)


def known_device(key: SymmetricKey, staff_id: UUID, mark: str) -> str | None:
    """Return the id of the device that a mark is of, or None when it is not a mark of this account."""
    device_id = mark[:ID_DIGITS]
    fits = same(mark[ID_DIGITS:].encode(), _seal_of(key, staff_id, device_id).encode())
    return device_id if fits else None


def _seal_of(key: SymmetricKey, staff_id: UUID, device_id: str) -> str:
    return hmac_sha256(key, b"known device 1:" + staff_id.bytes + device_id.encode()).hex()
