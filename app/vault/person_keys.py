"""A person's keys: an HPKE pair in each suite, an Ed25519 pair, and the fingerprint others compare aloud."""

import re
from dataclasses import dataclass
from typing import Final, NoReturn, Self

from app.foundation.errors import KeyRefused
from app.foundation.text_cleaning import ascii_digits
from app.vault import canonical, digests, hpke
from app.vault.signing import SigningKey, VerifyKey
from app.vault.words import BITS_A_WORD, completed, number_to_words, typed_words

_PUBLIC_FORM: Final = "wayhome person public keys 1"
_PRIVATE_FORM: Final = "wayhome person private keys 1"
FINGERPRINT_WORDS: Final = 6
# 2^66 has twenty digits.
FINGERPRINT_DIGITS: Final = 20
DIGITS_A_GROUP: Final = 4


@dataclass(frozen=True)
class PersonPublicKeys:
    """The public half of a person's keys: to seal to, and to verify their signatures."""

    x25519: hpke.PublicKey
    hybrid: hpke.PublicKey
    sign: VerifyKey

    def __post_init__(self) -> None:
        if (self.x25519.suite, self.hybrid.suite) != (hpke.Suite.X25519, hpke.Suite.HYBRID):
            raise KeyRefused("a person's keys are one of each suite")

    def for_suite(self, suite: hpke.Suite) -> hpke.PublicKey:
        """Return the key to seal to in that suite."""
        return self.hybrid if suite is hpke.Suite.HYBRID else self.x25519

    def to_bytes(self) -> bytes:
        """Return the canonical form, which is what is signed, stored and fingerprinted."""
        return canonical.encode(_PUBLIC_FORM, self.x25519.raw, self.hybrid.raw, self.sign.raw)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the keys `to_bytes` wrote. Raises KeyRefused for anything it would not have written."""
        x25519, hybrid, sign = _three_keys(data, _PUBLIC_FORM)
        return cls(
            hpke.PublicKey(hpke.Suite.X25519, x25519),
            hpke.PublicKey(hpke.Suite.HYBRID, hybrid),
            VerifyKey(sign),
        )

    def fingerprint(self) -> bytes:
        """Return the 32-byte SHA-256 of the canonical form."""
        return digests.sha256(self.to_bytes())


class PersonPrivateKeys:
    """What only the person holds. It is never shown, pickled or copied."""

    __slots__ = ("hybrid", "public", "sign", "x25519")

    def __init__(self, x25519: hpke.PrivateKey, hybrid: hpke.PrivateKey, sign: SigningKey) -> None:
        self.x25519 = x25519
        self.hybrid = hybrid
        self.sign = sign
        self.public = PersonPublicKeys(x25519.public, hybrid.public, sign.public)

    @classmethod
    def generate(cls) -> Self:
        """Return a new set of keys."""
        return cls(hpke.generate(hpke.Suite.X25519), hpke.generate(hpke.Suite.HYBRID), SigningKey.generate())

    def for_suite(self, suite: hpke.Suite) -> hpke.PrivateKey:
        """Return the key that opens what was sealed in that suite."""
        return self.hybrid if suite is hpke.Suite.HYBRID else self.x25519

    def to_bytes(self) -> bytes:
        """Return all three secret keys, to be sealed at once."""
        return canonical.encode(
            _PRIVATE_FORM, self.x25519.to_bytes(), self.hybrid.to_bytes(), self.sign.to_bytes()
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the keys `to_bytes` wrote. Raises KeyRefused for anything it would not have written."""
        x25519, hybrid, sign = _three_keys(data, _PRIVATE_FORM)
        return cls(
            hpke.PrivateKey.from_bytes(x25519),
            hpke.PrivateKey.from_bytes(hybrid),
            SigningKey.from_bytes(sign),
        )

    def __repr__(self) -> str:
        return "<PersonPrivateKeys redacted>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("private keys are secret and are not pickled or copied")


def six_words(fingerprint: bytes) -> tuple[str, ...]:
    """Return the first 66 bits of a 32-byte fingerprint as six BIP 39 words, to be read aloud.

    Making keys that show a given person's six words takes about 2^66 key generations.
    """
    return number_to_words(_first_bits(fingerprint), FINGERPRINT_WORDS)


def digit_groups(fingerprint: bytes) -> tuple[str, ...]:
    """Return the same 66 bits as twenty digits in groups of four, for whoever reads no Latin letters.

    Each number stands for six words and each six words for one number, so that they are as hard to meet.
    """
    digits = f"{_first_bits(fingerprint):0{FINGERPRINT_DIGITS}}"
    return tuple(digits[at : at + DIGITS_A_GROUP] for at in range(0, FINGERPRINT_DIGITS, DIGITS_A_GROUP))


def is_read_from(typed: str, fingerprint: bytes) -> bool:
    """Tell whether somebody typed a fingerprint's six words, or else its twenty digits, however they are grouped."""
    if words := typed_words(typed):
        return tuple(completed(word) for word in words) == six_words(fingerprint)
    return "".join(re.findall("[0-9]", ascii_digits(typed))) == "".join(digit_groups(fingerprint))


def _first_bits(fingerprint: bytes) -> int:
    if len(fingerprint) != 32:
        raise ValueError("a fingerprint has 32 bytes")
    spare_bits = 8 * len(fingerprint) - BITS_A_WORD * FINGERPRINT_WORDS
    return int.from_bytes(fingerprint, "big") >> spare_bits


def _three_keys(data: bytes, form: str) -> tuple[bytes, bytes, bytes]:
    try:
        match canonical.decode(data):
            case (str(found), bytes(x25519), bytes(hybrid), bytes(sign)) if found == form:
                return x25519, hybrid, sign
    except ValueError:
        pass
    raise KeyRefused("a person's keys are not in their form")
