"""Characters that nobody sees: what looks like one text must not carry another, past those who approve it.

They are told apart by their Unicode properties (Unicode Standard Annex 44), not by a list of bad ones:

- *default ignorable* characters and format controls, which no font draws, are dropped: tags, variation selectors,
  word joiners, byte order marks, bidirectional controls, fillers, soft hyphens, annotation marks. A picture may lose
  its colour with its variation selector; no record needs that, and a row of selectors can carry a whole letter.
- two joiners and the zero width space stay where a script needs them, one at a time, and nowhere else.
- private use, unassigned and noncharacters stand for nothing that everybody sees the same. They are replaced by a sign,
  so that somebody is asked about them. Pictures newer than Python's tables are not counted among them.
"""

import re
import unicodedata

SIGN = "\ufffd"
"""Stands in a text for a character that cannot be stored or means nothing."""

_NOT_DRAWN = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)),
    *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3)),
    *((0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
"""Default_Ignorable_Code_Point, without the three characters below. The reserved ones belong to it for good."""
_DRAWN_FORMATS = frozenset((*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD))
"""Prepended_Concatenation_Mark: format characters that are drawn, such as the Arabic sign before a year."""
_PICTURES = range(0x1F000, 0x1FB00)
"""The blocks in which every version of Unicode adds pictures."""
_BLANK_PATTERN = 0x2800
"""The empty Braille pattern is a symbol, and looks like a space."""

BREAK, NON_JOINER, JOINER = "\u200b", "\u200c", "\u200d"
_RUN = re.compile(f"[{BREAK}{NON_JOINER}{JOINER}]+")
_JOINED = re.compile(
    "[\u0600-\u074f\u0750-\u08ff\u0900-\u0dff\u1000-\u109f\u1800-\u18af\u1b00-\u1b7f\ua840-\ua8ff\ua980-\ua9ff"
    "\uaa60-\uaa7f\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00010fff\U00011000-\U000119ff]"
)
"""Letters and marks of scripts that join: Arabic and its kin, those of India, Myanmar, Mongolia and Java."""
_AFTER_WHICH_IT_ENDS = re.compile(
    "[\u0600-\u08ff\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]"
)
"""A joiner may end a word after an Arabic letter or a virama, to show the letter's joined or half form."""
_SHIFTERS = "\u17c9\u17ca"
_PICTURE = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
)
"""Thai, Lao, Khmer, Myanmar and their neighbours, which write no spaces between words."""


class _Seen(dict[int, int | None]):
    """Maps each character to itself, to a space, to the sign, or to nothing; each is looked at once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = _seen(code)
        return self[code]


def _seen(code: int) -> int | None:
    character = chr(code)
    category = unicodedata.category(character)
    if character in (BREAK, NON_JOINER, JOINER) or code in _DRAWN_FORMATS:
        return code
    if any(first <= code <= last for first, last in _NOT_DRAWN) or category == "Cf":
        return None
    if category == "Cc":
        return code if character.isspace() else None
    if category in {"Cs", "Co"} or (category == "Cn" and code not in _PICTURES):
        return ord(SIGN)
    return ord(" ") if code == _BLANK_PATTERN else code


_SEEN = _Seen()


def without_hidden(text: str) -> str:
    """Return a text in which nothing is hidden, and a sign stands for each character that means nothing. Idempotent.

    U+0000 and lone surrogates, which no database takes, are among these two kinds.
    """
    if text.isascii() and text.isprintable():
        return text
    return _RUN.sub(_needed, text.translate(_SEEN))


def _needed(run: re.Match[str]) -> str:
    """Return the one character of a run that is needed where it stands, or nothing."""
    before, after = run.string[: run.start()][-1:], run.string[run.end() :][:1]
    for character in run[0]:
        if _is_needed(character, before, after):
            return character
    return ""


def _is_needed(character: str, before: str, after: str) -> bool:
    if character == BREAK:
        return bool(_UNSPACED.match(before) and _UNSPACED.match(after))
    if _JOINED.match(before):
        return bool(_JOINED.match(after) or _AFTER_WHICH_IT_ENDS.match(before))
    if before and before in _SHIFTERS:  # keeps the register shifter's own shape above a vowel
        return "\u17b6" <= after <= "\u17d1"
    return character == JOINER and bool(_PICTURE.match(before) and _PICTURE.match(after))
