"""A person's keys: an HPKE pair in each suite, an Ed25519 pair, and the fingerprint others compare aloud."""

from dataclasses import dataclass
from typing import Final, NoReturn, Self

from app.foundation.errors import KeyRefused
from app.vault import canonical, digests, hpke
from app.vault.signing import SigningKey, VerifyKey
from app.vault.words import BITS_A_WORD, number_to_words

_PUBLIC_FORM: Final = "wayhome person public keys 1"
_PRIVATE_FORM: Final = "wayhome person private keys 1"
FINGERPRINT_WORDS: Final = 6


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
    if len(fingerprint) != 32:
        raise ValueError("a fingerprint has 32 bytes")
    spare_bits = 8 * len(fingerprint) - BITS_A_WORD * FINGERPRINT_WORDS
    return number_to_words(int.from_bytes(fingerprint, "big") >> spare_bits, FINGERPRINT_WORDS)


def _three_keys(data: bytes, form: str) -> tuple[bytes, bytes, bytes]:
    try:
        match canonical.decode(data):
            case (str(found), bytes(x25519), bytes(hybrid), bytes(sign)) if found == form:
                return x25519, hybrid, sign
    except ValueError:
        pass
    raise KeyRefused("a person's keys are not in their form")
