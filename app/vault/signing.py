"""Ed25519 signatures (RFC 8032), each bound to a label so that no kind of signature passes for another."""

import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NoReturn, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.foundation.errors import KeyRefused, WayhomeError
from app.vault import canonical

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
_DOMAIN: Final = "wayhome signature 1"


class BadSignature(WayhomeError):
    """A signature is not valid.

    Likely cause: the signed content was changed, or another key or label was used.
    """

    code = "bad-signature"


@dataclass(frozen=True)
class VerifyKey:
    """The public half of a signing key, 32 raw bytes."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise KeyRefused("a verify key of the wrong length")


class SigningKey:
    """The private half of a signing key. It is never shown, pickled or copied."""

    __slots__ = ("_library_key", "public")

    def __init__(self, raw: bytes) -> None:
        """Take the 32-byte seed. Raises KeyRefused if the length is wrong."""
        if len(raw) != KEY_BYTES:
            raise KeyRefused("a signing key of the wrong length")
        self._library_key = Ed25519PrivateKey.from_private_bytes(raw)
        self.public = VerifyKey(self._library_key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> Self:
        """Return a new key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Return the key `to_bytes` wrote. Raises KeyRefused if the length is wrong."""
        return cls(raw)

    def to_bytes(self) -> bytes:
        """Return the 32-byte seed, to be sealed at once."""
        return self._library_key.private_bytes_raw()

    def __repr__(self) -> str:
        return "<SigningKey redacted>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a signing key is secret and is not pickled or copied")


def sign(key: SigningKey, context_label: str, message: bytes) -> bytes:
    """Return the 64-byte signature of `message` for the one use that `context_label` names."""
    return key._library_key.sign(_signed_form(context_label, message))


def verify(public: VerifyKey, context_label: str, message: bytes, signature: bytes) -> None:
    """Return quietly if `public` signed `message` under that label. Raises BadSignature otherwise."""
    try:
        library_key = Ed25519PublicKey.from_public_bytes(public.raw)
        library_key.verify(signature, _signed_form(context_label, message))
    except (InvalidSignature, ValueError):
        raise BadSignature(context_label) from None


@lru_cache(maxsize=20_000)
def holds(public: VerifyKey, context_label: str, message: bytes, signature: bytes) -> bool:
    """Tell whether `public` signed `message` under that label, worked out once per process.

    The answer never changes, and a list of fifty records asks about the same hundred signatures at every look.
    """
    try:
        verify(public, context_label, message, signature)
    except BadSignature:
        return False
    return True


def _signed_form(context_label: str, message: bytes) -> bytes:
    return canonical.encode(_DOMAIN, context_label, message)
