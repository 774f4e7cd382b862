"""Finds whole names and places in texts, however their letters were stored, and where each of them stands.

What looks the same is the same here: signs that print as two letters, Khmer marks in another order, a subscript typed
for its twin, capitals, and invisible breaks. Only what is looked for is folded so; no text is ever changed by it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.foundation.hidden_characters import BREAK, JOINER, NON_JOINER
from app.foundation.text_cleaning import khmer_order

_UNSEEN = BREAK + NON_JOINER + JOINER
_UNIT = re.compile(
    f"[\u1780-\u17b3\u25cc](?:[{_UNSEEN}]*(?:\u17d2[{_UNSEEN}]*[\u1780-\u17b3]|[\u17b4-\u17d3\u17dd]))*"
    rf"|[!-~]+|\s+|[{_UNSEEN}]|.",
    re.DOTALL,
)
"""A Khmer letter with all that belongs to it, which is never cut; ASCII; white space; or one character."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
"""Letters of scripts without spaces: a word of theirs may stand between any two letters, whole ones."""
_APOSTROPHES = "'’ʼ"
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}]s?(?![^\\W_])")


@dataclass(frozen=True)
class Folded:
    """A text as it is compared; `starts` and `ends` say which piece of the source each letter of it came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def plain(text: str) -> str:
    """Return a text as its letters are counted here: composed."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> Folded:
    """Return a text as it is compared."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for unit in _UNIT.finditer(plain(text)):
        if unit[0].isascii() and not unit[0].isspace():
            letters.append(unit[0].lower())
            starts += range(unit.start(), unit.end())
            ends += range(unit.start() + 1, unit.end() + 1)
            continue
        folded = _fold_unit(unit[0])
        letters.append(folded)
        starts += [unit.start()] * len(folded)
        ends += [unit.end()] * len(folded)
    return Folded("".join(letters), tuple(starts), tuple(ends))


def find_words(folded: Folded, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where any of some words stands as a whole in the composed text, first to last; the longest wins."""
    wanted = sorted({fold(word).text for word in words} - {""}, key=len, reverse=True)
    if not wanted:
        return []
    found: list[tuple[int, int]] = []
    pattern = re.compile(f"(?=({'|'.join(map(re.escape, wanted))}))")
    for match in pattern.finditer(folded.text):
        longest = next((word for word in wanted if _stands_at(folded, match.start(), word)), None)
        if longest is not None:
            first, last = match.start(), match.start() + len(longest) - 1
            if not found or folded.starts[first] >= found[-1][1]:
                found.append((folded.starts[first], folded.ends[last]))
    return found


def without_words(text: str, words: Sequence[str], instead: str) -> str:
    """Return the composed text with a sign instead of each of the words; all else stays as it is."""
    pieces, last = [], 0
    source = plain(text)
    for start, end in find_words(fold(source), words):
        pieces.append(source[last:start])
        last = end
    return instead.join([*pieces, source[last:]])


def _stands_at(folded: Folded, first: int, word: str) -> bool:
    """Tell whether a folded word stands there, whole: cut out of no longer word, and through no letter's marks."""
    text, end = folded.text, first + len(word)
    if not text.startswith(word, first):
        return False
    cuts_start = first > 0 and folded.starts[first - 1] == folded.starts[first]
    cuts_end = end < len(text) and folded.starts[end] == folded.starts[end - 1]
    return not (cuts_start or cuts_end) and _begins(text, first) and _ends(text, end)


def _begins(text: str, first: int) -> bool:
    return first == 0 or not (_is_spaced(text[first]) and _is_spaced(text[first - 1]))


def _ends(text: str, end: int) -> bool:
    if end == len(text):
        return True
    follows = text[end]
    if unicodedata.category(follows)[0] == "M":
        return False
    if follows in _APOSTROPHES and end + 1 < len(text) and _is_spaced(text[end + 1]):
        # Leak's, but not the first half of don't.
        return _POSSESSIVE.match(text, end) is not None
    return not (_is_spaced(text[end - 1]) and _is_spaced(follows))


def _is_spaced(letter: str) -> bool:
    """Tell whether it is a letter or digit of a script with spaces between its words."""
    return (letter.isalnum() or unicodedata.category(letter)[0] == "M") and _UNSPACED.match(letter) is None


def _fold_unit(unit: str) -> str:
    if unit.isspace():
        return " "
    seen = unit.translate(dict.fromkeys(map(ord, _UNSEEN)))
    compatible = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return khmer_order(compatible)
