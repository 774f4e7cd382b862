"""From a password to keys: Argon2id once, then HKDF into what proves the person and what opens their keys."""

import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.vault import digests
from app.vault.derivation import derive_bytes, derive_key
from app.vault.derivation_queue import DerivationQueue
from app.vault.password_rules import PasswordVerdict, is_acceptable
from app.vault.secrets import KEY_BYTES, Passphrase, Secret, SymmetricKey
from app.vault.words import random_words

__all__ = [
    "GENERATED_WORDS",
    "SALT_BYTES",
    "SHIPPED_COST",
    "Argon2Cost",
    "PasswordKeys",
    "PasswordVerdict",
    "derive",
    "generate_digit_groups",
    "generate_passphrase",
    "generate_short_passphrase",
    "is_acceptable",
    "verifier_hash",
    "verifier_matches",
]

SALT_BYTES: Final = 16
GENERATED_WORDS: Final = 5
FEWEST_GROUPS: Final = 5


@dataclass(frozen=True)
class Argon2Cost:
    """What one derivation costs; stored beside each salt, so that it can be raised at the next sign-in.

    The shipped values are the second recommended option of RFC 9106, section 4: 64 MiB, 3 passes, 4 lanes.
    """

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 4


SHIPPED_COST: Final = Argon2Cost()

# Every derivation of this process goes through here: sign-in, proof, new passwords, cards.
_QUEUE: Final = DerivationQueue()


@dataclass(frozen=True)
class PasswordKeys:
    """The two halves of a password: `login_verifier` proves the person, `sealing_key` opens their keys."""

    login_verifier: Secret
    sealing_key: SymmetricKey


def derive(password: Passphrase, salt: bytes, cost: Argon2Cost) -> PasswordKeys:
    """Return the keys of a password (Argon2id, RFC 9106, of its NFKC form; then HKDF-SHA256).

    `salt` is at least 16 random bytes, one per account. Waits while another derivation runs. Raises QueueFull
    when enough wait already.
    An unknown user must cost one too: the caller derives with a salt of its own and throws the result away.
    """
    if len(salt) < SALT_BYTES:
        raise ValueError("a salt has at least 16 bytes")
    hasher = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    # A lone surrogate cannot be typed, but can be sent: it must fail like any wrong password.
    typed = password.normalised().encode("utf-8", "surrogatepass")
    with _QUEUE.turn():
        stretched = Secret(hasher.derive(typed))
    return PasswordKeys(
        login_verifier=Secret(derive_bytes(stretched, "password: login verifier")),
        sealing_key=derive_key(stretched, "password: sealing key"),
    )


def verifier_hash(login_verifier: Secret) -> bytes:
    """Return the SHA-256 that is stored; the verifier itself is 256 bits, so the hash needs no slowness."""
    return digests.sha256(login_verifier.reveal())


def verifier_matches(login_verifier: Secret, stored_hash: bytes) -> bool:
    """Say whether a verifier is the one whose hash was stored, in constant time."""
    return digests.same(verifier_hash(login_verifier), stored_hash)


def generate_short_passphrase(words: int, *, most_letters: int) -> Passphrase:
    """Return that many random short BIP 39 words, at most `most_letters` long in all, spaces counted.

    For files whose readers truncate a password: Poppler's tools take 32 characters. Seven words of three or four
    letters within 32 characters carry some 60 bits (decision 0009). Raises ValueError when no such words fit.
    """
    if 4 * words - 1 > most_letters:
        raise ValueError("words of three letters do not fit")
    while True:
        drawn = " ".join(random_words(words, longest=4))
        if len(drawn) <= most_letters:
            return Passphrase(drawn)


def generate_digit_groups(groups: int) -> Passphrase:
    """Return that many random groups of four digits with spaces between, for whoever reads no Latin letters.

    A group carries 13.29 bits; five carry 66, as much as seven short words. Raises ValueError below five.
    """
    if groups < FEWEST_GROUPS:
        raise ValueError("a generated passphrase has at least five groups of digits")
    return Passphrase(" ".join(f"{secrets.randbelow(10_000):04d}" for _ in range(groups)))


def generate_passphrase(words: int = GENERATED_WORDS) -> Passphrase:
    """Return that many random BIP 39 words with spaces between; five carry 54.99 bits.

    Raises ValueError below five.
    """
    if words < GENERATED_WORDS:
        raise ValueError("a generated passphrase has at least five words")
    return Passphrase(" ".join(random_words(words)))
