"""Folds a name, in Latin letters or Khmer script, into a rough key that its many spellings share."""

import re
import unicodedata
from functools import lru_cache

from app.foundation.hidden_characters import JOINER, NON_JOINER
from app.foundation.text_cleaning import ascii_digits, clean_text, khmer_order
from app.name_matching.khmer_folding import khmer_token_key
from app.name_matching.titles import without_titles

# Our own table, made from how Khmer names are romanised in practice; applied in order to one word of a–z, each
# rule only where one of the letters named before it occurs. Letters of a key: E = ea, ia, ie; N = ng; c = ch, j.
# In passing: C = c that is done, W = v that ends a syllable.
_LATIN_RULES = tuple(
    (frozenset(letters), re.compile(pattern), replacement)
    for letters, pattern, replacement in (
        ("cjt", "tch|tj|chh?|jh?", "C"),
        ("sxz", "sh|[xz]", "s"),
        ("pbf", "ph|bh|f", "p"),
        ("td", "th|dh", "t"),
        ("n", "ngh?", "N"),
        ("kgqc", "[kg]h|q|ck", "k"),
        ("gn", "nh|gn|ny(?=[aeiou])", "n"),
        ("c", "c(?=[eiy])", "s"),
        ("cg", "[cg]", "k"),
        ("w", "w", "v"),
        ("h", "(?<=.)h", ""),
        ("y", "y(?![aeiou])", "i"),
        ("v", "(?<=[aeiou])v(?![aeiouy])", "W"),
        ("ei", "(?:ea|ia|ie)(?:W|o$)", "Eo"),
        ("W", "iW", "io"),
        ("W", "eW", "eo"),
        ("W", "[aou]+W", "o"),
        ("e", "oeu|eou|oe|eu|ue", "e"),
        ("r", "(?<=[aeiou])r(?![aeiouy])", ""),
        ("s", "(?<=[aeiou])s$", ""),
        ("e", "eai", "i"),
        ("ei", "i?ea|iea?|ia", "E"),
        ("ei", "ai|ei|ee|ii", "i"),
        ("e", "ae", "e"),
        ("u", "ou|uo|uu", "u"),
        ("o", "oo", "u"),
        ("ao", "ao|au|oa", "o"),
        ("d", "(?<=.)d", "t"),
        ("b", "b$", "p"),
    )
)
_DOUBLED = re.compile(r"(.)\1+")
_APOSTROPHES = re.compile("['’ʼ`´]")
_KHMER = re.compile("[\u1780-\u17ff]")
_NO_LATIN_LETTER = re.compile("[^a-z]")
_JOINERS = str.maketrans("", "", JOINER + NON_JOINER)
_OTHER_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"}
)


class _Spacing(dict[int, int]):
    """Maps every character that is no letter, digit or mark to a space; each is looked at once."""

    def __missing__(self, code: int) -> int:
        kept = unicodedata.category(chr(code))[0] in "LMN"
        self[code] = code if kept else ord(" ")
        return self[code]


_SPACING = _Spacing()


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as compared letter by letter: clean, casefolded, Khmer in its order.

    Joiners only shape letters, so a name is the same with and without them.
    """
    return tuple(part for word in clean_text(name).translate(_JOINERS).split() for part in _parts_of(word))


@lru_cache(maxsize=65_536)
def _parts_of(word: str) -> tuple[str, ...]:
    """Return the parts of a clean word without spaces: one, or several with a hyphen between them."""
    text = khmer_order(ascii_digits(word)).casefold()
    return tuple(_APOSTROPHES.sub("", text).translate(_SPACING).split())


def words_keys(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the key of each of the words that is a name; kin terms and titles are left out."""
    return tuple(map(word_key, without_titles(words)))


def name_keys(name: str) -> tuple[str, ...]:
    """Return the key of each word of a name, in the order written; kin terms and titles are left out."""
    return words_keys(name_words(name))


def latin_key(name: str) -> str:
    """Return the key of a romanised name: equal for its usual spellings, words in the order written."""
    return " ".join(name_keys(name))


def khmer_key(name: str) -> str:
    """Return the key of a name in Khmer script, in the same rough Latin letters as `latin_key`."""
    return " ".join(name_keys(name))


def forget_words() -> None:
    """Forget the words that were folded; they are names."""
    _parts_of.cache_clear()
    word_key.cache_clear()


@lru_cache(maxsize=65_536)
def word_key(word: str) -> str:
    """Return the key of one casefolded word of either script; words of other scripts are their own key."""
    if not word.isascii() and _KHMER.search(word):
        return khmer_token_key(word) or word
    plain = word if word.isascii() else unicodedata.normalize("NFD", word.translate(_OTHER_LETTERS))
    letters = _NO_LATIN_LETTER.sub("", plain)
    if not letters:
        return word
    for needed, pattern, replacement in _LATIN_RULES:
        if not needed.isdisjoint(letters):
            letters = pattern.sub(replacement, letters)
    return _DOUBLED.sub(r"\1", letters).replace("C", "c") or word
