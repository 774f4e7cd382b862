"""The 2,048 English words of BIP 39, and reading them back from what a person typed."""

import re
import secrets
import unicodedata
from typing import Final

from mnemonic import Mnemonic

_BIP39: Final = Mnemonic("english")
WORDS: Final[tuple[str, ...]] = tuple(_BIP39.wordlist)
BITS_A_WORD: Final = 11
# The first four letters of a BIP 39 word belong to no other word of the list.
_PREFIX_LETTERS: Final = 4
_KNOWN: Final = frozenset(WORDS)
_BY_PREFIX: Final = {word[:_PREFIX_LETTERS]: word for word in WORDS}


def typed_words(text: str) -> tuple[str, ...]:
    """Return the runs of letters in `text`, in small letters; numbers, marks and spacing fall away."""
    return tuple(re.findall(r"[a-z]+", unicodedata.normalize("NFKC", text).lower()))


def completed(typed: str) -> str | None:
    """Return the list word that `typed` is, or begins with at least four letters; None if there is none."""
    if typed in _KNOWN:
        return typed
    word = _BY_PREFIX.get(typed[:_PREFIX_LETTERS])
    if word is not None and len(typed) >= _PREFIX_LETTERS and word.startswith(typed):
        return word
    return None


def is_list_word(word: str) -> bool:
    """Say whether `word`, in small letters, is on the list."""
    return word in _KNOWN


def random_words(count: int, *, longest: int | None = None) -> tuple[str, ...]:
    """Return `count` different words drawn at random; each carries very nearly 11 bits.

    With `longest`, only words of at most that many letters are drawn, and each carries less.
    """
    known = WORDS if longest is None else [word for word in WORDS if len(word) <= longest]
    return tuple(secrets.SystemRandom().sample(known, count))


def number_to_words(number: int, count: int) -> tuple[str, ...]:
    """Return `count` words for a number below 2^(11 * count), most significant word first."""
    if not 0 <= number < 1 << (BITS_A_WORD * count):
        raise ValueError("the number does not fit in that many words")
    shifts = range(BITS_A_WORD * (count - 1), -1, -BITS_A_WORD)
    return tuple(WORDS[(number >> shift) % len(WORDS)] for shift in shifts)


def words_to_number(words: tuple[str, ...]) -> int:
    """Return the number `number_to_words` was given. Raises ValueError for a word not on the list."""
    number = 0
    for word in words:
        number = (number << BITS_A_WORD) | WORDS.index(word)
    return number


def entropy_to_words(entropy: bytes) -> tuple[str, ...]:
    """Return the BIP 39 words of 16 to 32 bytes (a multiple of 4), checksum included."""
    return tuple(_BIP39.to_mnemonic(entropy).split(" "))


def words_to_entropy(words: tuple[str, ...]) -> bytes:
    """Return the bytes `entropy_to_words` was given. Raises ValueError if the checksum fails."""
    return bytes(_BIP39.to_entropy(list(words)))
