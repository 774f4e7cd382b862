"""Whether a chosen password may be used: long enough, and not made of what attackers guess first.

Follows NIST SP 800-63B (5.1.1.2): length, a list of common choices, no rules about kinds of characters.
"""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from app.vault.secrets import Passphrase
from app.vault.words import is_list_word

# Five generated words are never shorter than 19 characters (five words of three letters, four spaces),
# so this one length covers both kinds of password.
SHORTEST_CHARACTERS: Final = 15
_LEAST_DIFFERENT_CHARACTERS: Final = 5
_LEAST_UNLISTED_CHARACTERS: Final = 8
_SHORTEST_NAME: Final = 4
_LEAST_PASSPHRASE_WORDS: Final = 5
_SHORTEST_RUN: Final = 3
_LIST: Final = Path(__file__).with_name("common_passwords.txt")

_KEYBOARD_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "azertyuiop", "qwertzuiop")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_SEQUENCES: Final = (*_KEYBOARD_ROWS, _LETTERS, "0123456789")
_LOOKALIKES: Final = str.maketrans("013457@$!", "oleastasi")


class PasswordVerdict(StrEnum):
    """What a person is told about the password they chose."""

    OK = "ok"
    TOO_SHORT = "too_short"
    TOO_COMMON = "too_common"


def is_acceptable(password: Passphrase, *, forbidden: tuple[str, ...] = ()) -> PasswordVerdict:
    """Return the verdict on a chosen password. `forbidden` holds the organisation's and the person's names.

    TOO_COMMON covers common passwords, repeats, keyboard and number sequences, and the forbidden names.
    """
    text = password.normalised().casefold()
    if len(text) < SHORTEST_CHARACTERS:
        return PasswordVerdict.TOO_SHORT
    if _repeats(text):
        return PasswordVerdict.TOO_COMMON
    if _is_passphrase_of_list_words(text):
        return PasswordVerdict.OK
    if _holds_name(text, forbidden) or not _enough_beyond_the_list(text):
        return PasswordVerdict.TOO_COMMON
    return PasswordVerdict.OK


def _repeats(text: str) -> bool:
    """Say whether the text has few different characters, or is one piece said over and over."""
    letters = "".join(text.split())
    if len(set(letters)) < _LEAST_DIFFERENT_CHARACTERS:
        return True
    periods = range(1, len(letters) // 2 + 1)
    return any(letters[period:] == letters[:-period] for period in periods)


def _is_passphrase_of_list_words(text: str) -> bool:
    words = re.split(r"[\s\-.,_]+", text.strip())
    if len(set(words)) < _LEAST_PASSPHRASE_WORDS or not all(is_list_word(word) for word in words):
        return False
    return _folded(text) not in _common_fragments()


def _holds_name(text: str, forbidden: tuple[str, ...]) -> bool:
    folded = _folded(text)
    names = {_folded(part) for name in forbidden for part in (name, *name.casefold().split())}
    return any(len(name) >= _SHORTEST_NAME and name in folded for name in names)


def _enough_beyond_the_list(text: str) -> bool:
    """Say whether enough characters remain once everything on the list is taken out, and sequences too."""
    # Both ways, because taking a sequence out can break a listed word: "zer" of "zero" is on a keyboard row.
    return all(
        len(_beyond_the_list(_folded(candidate))) >= _LEAST_UNLISTED_CHARACTERS
        for candidate in (text, _without_sequences(text))
    )


def _beyond_the_list(folded: str) -> str:
    for fragment in _common_fragments():
        folded = folded.replace(fragment, "")
    return folded


def _without_sequences(text: str) -> str:
    """Take out every run of three or more characters that follow each other on a keyboard or in counting."""
    kept: list[str] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and _is_sequence(text[at : end + 1]):
            end += 1
        if end - at < _SHORTEST_RUN:
            end = at + 1
            kept.append(text[at])
        at = end
    return "".join(kept)


def _is_sequence(piece: str) -> bool:
    return len(set(piece)) == 1 or any(piece in row or piece[::-1] in row for row in _SEQUENCES)


def _folded(text: str) -> str:
    """Return the letters and digits alone, in small letters, with the usual stand-ins (0, @) undone."""
    return "".join(character for character in text.casefold().translate(_LOOKALIKES) if character.isalnum())


@cache
def _common_fragments() -> tuple[str, ...]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    fragments = {_folded(line) for line in lines if line and not line.startswith("#")}
    return tuple(sorted(fragments, key=lambda fragment: (-len(fragment), fragment)))
