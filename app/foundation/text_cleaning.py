"""Brings typed text into one encoding, so that what looks the same is stored and compared as the same."""

import re
import unicodedata

from app.foundation.hidden_characters import BREAK, JOINER, NON_JOINER, without_hidden

_JOINERS = NON_JOINER + JOINER

COENG = "\u17d2"
_MUUSIKATOAN, _TRIISAP = "\u17c9", "\u17ca"
_BASES = "\u1780-\u17a2\u17a5-\u17b3\u25cc"
_ANY_KHMER = re.compile("[\u1780-\u17ff]")
_CLUSTER = re.compile(
    f"(?P<base>[{_BASES}])?(?P<marks>(?:{COENG}[{_BASES}]|[\u17b6-\u17d1\u17d3\u17dd{COENG}{_JOINERS}])+)"
)
_PART = re.compile(f"{COENG}[{_BASES}]?|.")

_PLAINLY_ORDERED = re.compile(
    "(?:[^\u1780-\u17ff\u200c\u200d\u25cc]|"
    f"[\u1780-\u17a2\u17a5-\u17a7\u17a9-\u17b3](?:{COENG}[\u1780-\u1789\u178b-\u1799\u179b-\u17a2])*(?:{COENG}\u179a)?"
    "[\u17c9\u17ca]?[\u17b6-\u17ba\u17bc-\u17c5]?[\u17c6\u17cb\u17d0]?|"
    "[\u1780-\u17a2]\u17bb\u17c6?)*"
)
"""Most words, as typed: one look shows that nothing needs repair."""

_REPLACED = {
    "\u17a3": "\u17a2",  # deprecated independent vowel QAQ: the letter QA
    "\u17a4": "\u17a2\u17b6",  # deprecated independent vowel QAA
    "\u17a8": "\u17a7\u1780",  # obsolete ligature of QU and KA
    "\u17b4": "",  # invisible inherent vowels
    "\u17b5": "",
    "\u17d3": "\u17c6",  # discouraged BATHAMASAT, typed where the look-alike NIKAHIT is meant
    "\u17d8": "\u17d4\u179b\u17d4",  # discouraged BEYYAL, "et cetera", spelled out
}
_REPLACE = str.maketrans(_REPLACED)

_RANK = (
    {"\u17cc": 0, _MUUSIKATOAN: 2, _TRIISAP: 2}  # robat; 1 is for subscripts; then register shifters
    | dict.fromkeys("\u17be\u17bf\u17c0\u17c1\u17c2\u17c3\u17c4\u17c5", 3)  # vowels with a part in front
    | dict.fromkeys("\u17bb\u17bc\u17bd", 4)  # vowels below
    | dict.fromkeys("\u17b7\u17b8\u17b9\u17ba", 5)  # vowels above
    | {"\u17b6": 6}  # vowel behind
    | dict.fromkeys("\u17c7\u17c8", 8)  # reahmuk and yuukaleapintu close the cluster
)
_SIGN_RANK = 7

_ABOVE = "[\u17b7-\u17ba\u17be\u17d0]|\u17b6\u17c6"
_BELOW_FOR_SHIFTER = re.compile(f"\u17bb(?=(?:{_ABOVE}))|(?<=\u17be)\u17bb")
_TAKES_MUUSIKATOAN = frozenset("\u1784\u1789\u178e\u1793\u1794\u1798\u1799\u179a\u179b\u179c\u179d\u17a1")


_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")


def clean_text(text: str) -> str:
    """Return one line of typed text as it is stored: NFC, single spaces, nothing hidden.

    Joiners stay where a script needs them. One line needs no marks for its breaks, so that a name is one name.
    Nothing a reader can see is changed. Idempotent.
    """
    return _line(text).replace(BREAK, "")


def _line(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return unicodedata.normalize("NFC", " ".join(without_hidden(" ".join(text.split())).split()))


def clean_lines(text: str) -> str:
    """Return typed text of several lines as it is stored: clean lines, no two of them blank in a row.

    Marks for line breaks stay between the letters of scripts that write no spaces.
    """
    lines = [_line(line) for line in text.splitlines()]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def ascii_digits(text: str) -> str:
    """Return the text with every decimal digit of any script (Khmer ០–៩ and others) as 0–9."""
    if text.isascii() or not _FOREIGN_DIGIT.search(text):
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def khmer_order(text: str) -> str:
    """Return the text with each Khmer cluster in its one canonical encoding.

    Order within a cluster: base, robat, subscripts (subscript RO last), register shifter, vowel in front,
    below, above, behind, signs, closing signs. Split vowels are joined; a U typed for a register shifter,
    subscript DA typed for TA, deprecated characters, joiners and doubled marks are mended. Idempotent.
    Follows M. Hosken, "Khmer Encoding Structure", Unicode Technical Note 61, and the Unicode Standard, 16.4.
    """
    if text.isascii() or not _ANY_KHMER.search(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    if _PLAINLY_ORDERED.fullmatch(composed):
        return composed
    return _CLUSTER.sub(_ordered, composed.translate(_REPLACE))


def _ordered(found: re.Match[str]) -> str:
    base = found["base"] or ""
    marks = found["marks"]
    while (mended := _mended(base, marks)) != marks:
        marks = mended
    return base + marks


def _mended(base: str, marks: str) -> str:
    """Return the marks of one cluster sorted and mended once."""
    parts = sorted(_PART.findall(re.sub(f"[{_JOINERS}]", "", marks)), key=_rank)
    subscripts = [part for part in parts if part[0] == COENG]
    others = "".join(part for part in parts if part[0] not in COENG + "\u17cc")
    others = re.sub(r"(.)\1+", r"\1", others)
    others = re.sub("\u17c1([\u17bb-\u17bd]?)\u17b8", "\u17be\\1", others)
    others = re.sub("\u17c1([\u17bb-\u17bd]?)\u17b6", "\u17c4\\1", others)
    others = _shifted(base + "".join(subscripts), others)
    robat = "\u17cc" if "\u17cc" in marks else ""
    return robat + "".join(subscripts).replace(COENG + "\u178a", COENG + "\u178f") + others


def _shifted(consonants: str, others: str) -> str:
    """Return the vowels and signs with a U that stands for a register shifter turned into that shifter."""
    if _MUUSIKATOAN in others or _TRIISAP in others or not _BELOW_FOR_SHIFTER.search(others):
        return others
    letters = set(consonants) - {COENG}
    weak = "\u1794" in letters or letters <= _TAKES_MUUSIKATOAN
    return (_MUUSIKATOAN if weak else _TRIISAP) + _BELOW_FOR_SHIFTER.sub("", others, count=1)


def _rank(part: str) -> tuple[int, int]:
    if part[0] == COENG:
        return 1, int(part.endswith("\u179a")) + 2 * int(part == COENG)
    return _RANK.get(part, _SIGN_RANK), ord(part) if part in _RANK else 0
