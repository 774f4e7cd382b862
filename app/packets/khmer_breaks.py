"""Marks word boundaries in Khmer text, which is written without spaces, so that its lines can wrap."""

import re

from icu4py.breakers import WordBreaker

ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"

# The Khmer block and Khmer Symbols, Unicode 16 chapter 16.4.
_KHMER_BLOCKS = (("\u1780", "\u17ff"), ("\u19e0", "\u19ff"))


_WORD = re.compile(r"[^\W\d_]+")


def has_khmer(text: str) -> bool:
    """Tell whether any character belongs to the Khmer script."""
    return any(_is_khmer(character) for character in text)


def is_in_khmer(text: str, *, beside: str = "") -> bool:
    """Tell whether a text is mostly in Khmer letters: one Khmer sign makes no sentence Khmer.

    Names in other letters are not counted against it, as far as the text beside it has them too.
    """
    theirs = frozenset(_WORD.findall(beside))
    own = [word for word in _WORD.findall(text) if not (word in theirs and word[0].isupper())]
    foreign = sum(letter.isalpha() and not _is_khmer(letter) for word in own for letter in word)
    return bool(sum(map(_is_khmer_letter, text)) > foreign)


def with_khmer_breaks(text: str) -> str:
    """Return the text with U+200B between Khmer words, as ICU's dictionary finds them.

    For display only: stored, matched or attached text never contains these marks. Text without Khmer is returned
    unchanged.
    """
    if not has_khmer(text):
        return text
    # ICU counts in code points here, and its iterator gives the pieces in order, so nothing is lost.
    pieces: list[str] = []
    for word in WordBreaker(text, "km"):
        if pieces and _is_khmer(pieces[-1][-1]) and _is_khmer(word[0]) and not _hugs_the_word_before(word[0]):
            pieces.append(ZERO_WIDTH_SPACE)
        pieces.append(word)
    return "".join(pieces)


def _is_khmer(character: str) -> bool:
    return any(first <= character <= last for first, last in _KHMER_BLOCKS)


def _is_khmer_letter(character: str) -> bool:
    return "\u1780" <= character <= "\u17d3"


def _hugs_the_word_before(character: str) -> bool:
    """Khmer signs from the full stop to the koomuut (U+17D4 to U+17DA) never begin a line."""
    return "\u17d4" <= character <= "\u17da"
