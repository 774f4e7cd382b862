"""Sealing of values with a symmetric key: AES-256-GCM bound to a key commitment, a place and a padded length.

Form: `version (1) | suite (1) | key id (16) | nonce (12) | ciphertext | tag (16)`.

AES-GCM does not commit to its key: one ciphertext can be made that opens under two keys (Dodis et al., CRYPTO
2018; Albertini et al., USENIX Security 2022). So each key gives, by HKDF under separate labels, an encryption
key and a 16-byte key id, which is a commitment: it is compared before anything is decrypted. To find another
key for a given id takes 2^128 work; to prepare two keys that share an id takes 2^64, and making both oneself;
the signed event that creates a key names its id.
"""

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.foundation.errors import WillNotOpen
from app.vault import canonical, digests, padding
from app.vault.derivation import derive_bytes, derive_key
from app.vault.secrets import SymmetricKey

FORMAT_VERSION: Final = 1
SUITE_AES_256_GCM: Final = 1
KEY_ID_BYTES: Final = 16
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16

_MARKS: Final = bytes((FORMAT_VERSION, SUITE_AES_256_GCM))
_HEADER_BYTES: Final = len(_MARKS) + KEY_ID_BYTES
_SHORTEST: Final = _HEADER_BYTES + NONCE_BYTES + padding.BUCKETS[0] + TAG_BYTES


@dataclass(frozen=True)
class Place:
    """The one table cell a sealed value belongs to; the value opens nowhere else."""

    installation: UUID
    table: str
    column: str
    row: UUID
    folder: UUID
    key_version: int


class _Sealer:
    """A key made ready: its id and its AES-256-GCM instance, derived under the labels of one `purpose`."""

    def __init__(self, key: SymmetricKey, purpose: str) -> None:
        self.key_id = derive_bytes(key, f"{purpose}: key id", length=KEY_ID_BYTES)
        self._aead = AESGCM(derive_bytes(key, f"{purpose}: encryption"))
        self._header = _MARKS + self.key_id
        self._aad_before_binding = canonical.encode(purpose, self._header)

    def seal(self, binding: bytes, plaintext: bytes) -> bytes:
        # Random nonces: a collision stays below 2^-32 up to 2^32 sealings (NIST SP 800-38D, 8.3);
        # the keyring makes a new record key long before, at 2^24.
        nonce = secrets.token_bytes(NONCE_BYTES)
        return self._header + nonce + self._aead.encrypt(nonce, padding.pad(plaintext), self._aad(binding))

    def open(self, binding: bytes, sealed: bytes) -> bytes:
        if not digests.same(key_id_of(sealed), self.key_id):
            raise WillNotOpen("sealed under another key")
        nonce = sealed[_HEADER_BYTES : _HEADER_BYTES + NONCE_BYTES]
        body = sealed[_HEADER_BYTES + NONCE_BYTES :]
        try:
            return padding.unpad(self._aead.decrypt(nonce, body, self._aad(binding)))
        except (InvalidTag, ValueError):
            raise WillNotOpen("changed, or moved from another place") from None

    def _aad(self, binding: bytes) -> bytes:
        # The canonical form of purpose, header and binding, the first two of which are the same for every value.
        return self._aad_before_binding + canonical.encode_part(binding)


@dataclass(frozen=True)
class RecordKey:
    """The key of a folder and its version number, which starts at 1 and grows with each rotation."""

    key: SymmetricKey
    version: int

    @property
    def key_id(self) -> bytes:
        """Return the 16-byte commitment to this key; it is public and is stored beside what the key seals."""
        return self._sealer.key_id

    @cached_property
    def _sealer(self) -> _Sealer:
        # Kept for the life of the key object: a base's name cards are thousands of values under one key.
        return _Sealer(self.key, "record")

    @cached_property
    def _mark_keys(self) -> dict[str, SymmetricKey]:
        return {}

    def _mark_key(self, label: str) -> SymmetricKey:
        """Return the HMAC key of a label, derived once: a list checks a tag for every row."""
        if label not in self._mark_keys:
            self._mark_keys[label] = derive_key(self.key, f"mark: {label}")
        return self._mark_keys[label]


def seal(record_key: RecordKey, place: Place, plaintext: bytes) -> bytes:
    """Return `plaintext` sealed under the folder's key for that one place.

    Raises ValueError if the versions differ.
    """
    if place.key_version != record_key.version:
        raise ValueError("the place names another version of the key")
    return record_key._sealer.seal(_binding(place), plaintext)


def open_sealed(record_key: RecordKey, place: Place, ciphertext: bytes) -> bytes:
    """Return what was sealed at `place`.

    Raises WillNotOpen if it was changed, moved, cut, or sealed otherwise.
    """
    if place.key_version != record_key.version:
        raise WillNotOpen("sealed under another version of the key")
    return record_key._sealer.open(_binding(place), ciphertext)


def key_id_of(sealed: bytes) -> bytes:
    """Return the key id a sealed value carries, after checking its form.

    Raises WillNotOpen if the form is wrong.
    """
    if len(sealed) < _SHORTEST or not sealed.startswith(_MARKS):
        raise WillNotOpen("not in the form of a sealed value")
    return sealed[len(_MARKS) : _HEADER_BYTES]


def mark(record_key: RecordKey, label: str, message: bytes) -> bytes:
    """Return the 32-byte HMAC-SHA256 of `message`, which nobody makes who does not hold the folder's key.

    `label` says what it is about; each label has an HMAC key of its own.
    """
    return digests.hmac_sha256(record_key._mark_key(label), message)


class ValueSealer:
    """A key made ready to seal and open many values that are not table cells, in the process's memory only."""

    def __init__(self, key: SymmetricKey) -> None:
        self._sealer = _Sealer(key, "value in memory")

    def seal(self, context: bytes, plaintext: bytes) -> bytes:
        """Return `plaintext` sealed; the context is needed again to open."""
        return self._sealer.seal(context, plaintext)

    def open(self, context: bytes, sealed: bytes) -> bytes:
        """Return what `seal` was given. Raises WillNotOpen for another key, another context or any change."""
        return self._sealer.open(context, sealed)


def seal_value(key: SymmetricKey, context: bytes, plaintext: bytes) -> bytes:
    """Return `plaintext` sealed under `key`, for values that are not table cells.

    Such are private keys under a password key, a circle's secret, a wrapped folder key.
    `context` (from `canonical.encode`) says what the value is and whose; it is needed again to open.
    """
    return _Sealer(key, "value").seal(context, plaintext)


def open_value(key: SymmetricKey, context: bytes, sealed: bytes) -> bytes:
    """Return what `seal_value` was given.

    Raises WillNotOpen for another key, another context or any change.
    """
    return _Sealer(key, "value").open(context, sealed)


def _binding(place: Place) -> bytes:
    return canonical.encode(
        place.installation, place.table, place.column, place.row, place.folder, place.key_version
    )
