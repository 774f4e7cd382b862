"""Sealing to a public key with HPKE (RFC 9180, base mode), in a classical and a post-quantum suite.

Suite 1 is DHKEM(X25519, HKDF-SHA256); suite 2 is X-Wing, which is ML-KEM-768 with X25519
(draft-connolly-cfrg-xwing-kem, KEM 0x647a). Both use HKDF-SHA256 and AES-256-GCM. These records must stay
shut for a lifetime, so suite 2 is the default. Form: `version (1) | suite (1) | enc | ciphertext | tag
(16)`. Lengths are not hidden here: keys all have one length; seal longer things under a fresh symmetric
key.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NoReturn, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from app.foundation.errors import KeyRefused, WillNotOpen
from app.vault import canonical


class Suite(IntEnum):
    """Which key encapsulation a key belongs to; the number is stored and never reused."""

    X25519 = 1
    HYBRID = 2


DEFAULT_SUITE: Final = Suite.HYBRID
FORMAT_VERSION: Final = 1

_MLKEM_PUBLIC_BYTES: Final = 1184
_MLKEM_SEED_BYTES: Final = 64
_X25519_BYTES: Final = 32
_PUBLIC_BYTES: Final = {Suite.X25519: _X25519_BYTES, Suite.HYBRID: _MLKEM_PUBLIC_BYTES + _X25519_BYTES}
_PRIVATE_BYTES: Final = {Suite.X25519: _X25519_BYTES, Suite.HYBRID: _MLKEM_SEED_BYTES + _X25519_BYTES}
_LIBRARY_SUITES: Final = {
    Suite.X25519: hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM),
    Suite.HYBRID: hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM),
}

_LibraryPublicKey = X25519PublicKey | hpke.MLKEM768X25519PublicKey
_LibraryPrivateKey = X25519PrivateKey | hpke.MLKEM768X25519PrivateKey


@dataclass(frozen=True)
class PublicKey:
    """A public key to seal to.

    `raw` is 32 bytes in suite 1; in suite 2, ML-KEM (1184) then X25519 (32), as X-Wing.
    """

    suite: Suite
    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != _PUBLIC_BYTES[self.suite]:
            raise KeyRefused("a public key of the wrong length", suite=int(self.suite))

    def to_bytes(self) -> bytes:
        """Return the suite number (1 byte) and the raw key."""
        return bytes((self.suite,)) + self.raw

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the key `to_bytes` wrote. Raises KeyRefused if the suite or the length is wrong."""
        return cls(_suite_of(data[:1]), data[1:])


class PrivateKey:
    """A private key that opens what was sealed to its public half. It is never shown, pickled or copied."""

    __slots__ = ("_library_key", "_raw", "public", "suite")

    def __init__(self, suite: Suite, raw: bytes) -> None:
        """Take the raw key: 32 bytes in suite 1; in suite 2, the ML-KEM seed (64) then the X25519 key (32).

        The library has no serialiser for its hybrid key, hence the two raw parts. Raises KeyRefused.
        """
        if len(raw) != _PRIVATE_BYTES[suite]:
            raise KeyRefused("a private key of the wrong length", suite=int(suite))
        x25519_key = X25519PrivateKey.from_private_bytes(raw[-_X25519_BYTES:])
        public_raw = x25519_key.public_key().public_bytes_raw()
        library_key: _LibraryPrivateKey = x25519_key
        if suite is Suite.HYBRID:
            mlkem_key = MLKEM768PrivateKey.from_seed_bytes(raw[:_MLKEM_SEED_BYTES])
            public_raw = mlkem_key.public_key().public_bytes_raw() + public_raw
            library_key = hpke.MLKEM768X25519PrivateKey(mlkem_key, x25519_key)
        self.suite = suite
        self.public = PublicKey(suite, public_raw)
        self._raw = raw
        self._library_key = library_key

    def to_bytes(self) -> bytes:
        """Return the suite number (1 byte) and the raw secret key, to be sealed at once."""
        return bytes((self.suite,)) + self._raw

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the key `to_bytes` wrote. Raises KeyRefused if the suite or the length is wrong."""
        return cls(_suite_of(data[:1]), data[1:])

    def __repr__(self) -> str:
        return f"<PrivateKey {self.suite.name} redacted>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a private key is secret and is not pickled or copied")


def generate(suite: Suite = DEFAULT_SUITE) -> PrivateKey:
    """Return a new private key of the suite."""
    raw = X25519PrivateKey.generate().private_bytes_raw()
    if suite is Suite.HYBRID:
        raw = MLKEM768PrivateKey.generate().private_bytes_raw() + raw
    return PrivateKey(suite, raw)


def seal_to(public: PublicKey, context: bytes, plaintext: bytes) -> bytes:
    """Return `plaintext` sealed to `public`; `context` (from `canonical.encode`) is needed again to open.

    HPKE's `info` is `canonical.encode("wayhome hpke", 1, suite, context)`, as the browser also makes it.
    Raises KeyRefused if the public key is not a usable point. Check first that somebody vouches for the key.
    """
    try:
        library_key = _library_public_key(public)
        body = _LIBRARY_SUITES[public.suite].encrypt(
            plaintext, library_key, info=_info(public.suite, context)
        )
    except ValueError:
        raise KeyRefused("a public key that cannot be sealed to", suite=int(public.suite)) from None
    return _marks(public.suite) + body


def open_with(private: PrivateKey, context: bytes, sealed: bytes) -> bytes:
    """Return what was sealed to this key under `context`. Raises WillNotOpen for anything else."""
    marks = _marks(private.suite)
    if not sealed.startswith(marks):
        raise WillNotOpen("not in the form of a value sealed in this suite")
    info = _info(private.suite, context)
    try:
        return _LIBRARY_SUITES[private.suite].decrypt(sealed[len(marks) :], private._library_key, info=info)
    except (InvalidTag, ValueError):
        raise WillNotOpen("changed, or sealed to another key or in another context") from None


def suite_of(sealed: bytes) -> Suite:
    """Return the suite a sealed value is in, so that the right private key is taken. Raises WillNotOpen."""
    for suite in Suite:
        if sealed.startswith(_marks(suite)):
            return suite
    raise WillNotOpen("not in the form of a value sealed to a public key")


def _library_public_key(public: PublicKey) -> _LibraryPublicKey:
    x25519_key = X25519PublicKey.from_public_bytes(public.raw[-_X25519_BYTES:])
    if public.suite is Suite.X25519:
        return x25519_key
    mlkem_key = MLKEM768PublicKey.from_public_bytes(public.raw[:_MLKEM_PUBLIC_BYTES])
    return hpke.MLKEM768X25519PublicKey(mlkem_key, x25519_key)


def _marks(suite: Suite) -> bytes:
    return bytes((FORMAT_VERSION, suite))


def _info(suite: Suite, context: bytes) -> bytes:
    return canonical.encode("wayhome hpke", FORMAT_VERSION, int(suite), context)


def _suite_of(mark: bytes) -> Suite:
    for suite in Suite:
        if mark == bytes((suite,)):
            return suite
    raise KeyRefused("a key of an unknown suite")
