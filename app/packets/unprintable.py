"""Puts words in square brackets for characters that the shipped fonts lack, so that no empty box is printed."""

import re
import unicodedata

# What the shipped Noto subsets can draw; a test compares it with the font files. Breaks and joiners leave no mark.
PRINTABLE_RANGES = (
    ("\t", "\n"),
    (" ", "~"),
    ("\u00a0", "\u02ba"),
    ("\u02bb", "\u02cc"),
    ("\u02ce", "\u02d7"),
    ("\u02da", "\u02da"),
    ("\u02dc", "\u0301"),
    ("\u0303", "\u0304"),
    ("\u0308", "\u0309"),
    ("\u0323", "\u0323"),
    ("\u1780", "\u17dd"),
    ("\u17e0", "\u17e9"),
    ("\u17f0", "\u17f9"),
    ("\u19e0", "\u19ff"),
    ("\u1e00", "\u1e9f"),
    ("\u1ef2", "\u1eff"),
    ("\u2002", "\u2002"),
    ("\u2009", "\u2009"),
    ("\u200b", "\u200d"),
    ("\u2013", "\u2014"),
    ("\u2018", "\u201a"),
    ("\u201c", "\u201e"),
    ("\u2022", "\u2022"),
    ("\u2026", "\u2026"),
    ("\u2032", "\u2033"),
    ("\u2039", "\u203a"),
    ("\u20a0", "\u20ab"),
    ("\u20ac", "\u20c0"),
    ("\u2122", "\u2122"),
    ("\u2212", "\u2212"),
)
NOT_SHOWN = "[letters]"

_DRAWN = "".join(f"{re.escape(first)}-{re.escape(last)}" for first, last in PRINTABLE_RANGES)
# A picture made of several, such as a family, is one run: its joiners stay with it.
_RUN = re.compile(f"[^{_DRAWN}](?:\u200d?[^{_DRAWN}])*")
# They only change how the picture before them looks (Unicode Technical Standard 51, sections 2.4 and 2.7).
_LOOKS = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\u200d]")


def has_unprintable(text: str) -> bool:
    """Tell whether anything in a text cannot be printed as it was typed."""
    return _RUN.search(spelled(text)) is not None


def in_brackets(text: str) -> str:
    """Return the text with pictures and signs that the fonts lack replaced by their names, and letters by "[letters]".

    "😊" becomes "[smiling face with smiling eyes]", a name in Thai "[letters]". The names are those of the Unicode
    character database, in English. Printable text is returned unchanged.
    """
    if _RUN.search(text) is None:
        return text
    return _RUN.sub(_named, spelled(text))


_LIGATURES = re.compile("[\ufb00-\ufb06]")
"""Latin letters that were stored as one sign, as some programs copy them: they are written out."""


def spelled(text: str) -> str:
    """Return the text with letters that have no glyph of their own, such as most Vietnamese ones, built from parts."""
    apart = _LIGATURES.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
    return _RUN.sub(lambda run: "".join(map(_from_parts, run[0])), unicodedata.normalize("NFC", apart))


def _from_parts(character: str) -> str:
    apart = unicodedata.normalize("NFD", character)
    base, marks = apart[0], apart[1:]
    # Marks above and below a letter may be in either order: ê with a dot below is ẹ with a circumflex.
    ways = [
        unicodedata.normalize("NFC", base + mark) + marks[:place] + marks[place + 1 :]
        for place, mark in enumerate(marks)
    ]
    return next((way for way in (*ways, apart) if _RUN.search(way) is None), character)


def _named(run: re.Match[str]) -> str:
    names = [_name(character) for character in _LOOKS.sub("", run[0])]
    told = dict.fromkeys(name for name in names if name)
    if not names:
        return ""
    return f"[{', '.join(told)}]" if told else NOT_SHOWN


def _name(character: str) -> str:
    """Return the name of a picture or sign; empty for a letter, whose name tells a reader nothing."""
    is_sign = unicodedata.category(character)[0] in "SP"
    return unicodedata.name(character, "").lower() if is_sign else ""
