"""Reads a code as people type it: the only place that does, for the search, the filters, the forms and the trail."""

import re
import unicodedata

from app.foundation.hidden_characters import without_hidden
from app.foundation.text_cleaning import ascii_digits

_CODE = re.compile(r"([A-Z]{2,3})-?(?:([A-Z])-?)?([0-9]+)")
"""A base's letters; for anything but a child the letter of its kind; its number."""
_DASHES = frozenset("\u2212\u00ad\u30fc\u2043_/.")
"""What stands for a dash and is none by its kind: a minus, a soft hyphen, a long mark, and keys beside the dash."""
_AROUND = frozenset("'\"`#*:;,!?")


def plain_code(typed: str) -> str:
    """Return what was typed as a code: capitals, ASCII digits, one dash where there were dashes or spaces between.

    Brackets, quotation marks and what nobody sees are dropped; full width letters and the digits of every script are
    read.
    """
    seen = "".join("-" if letter in _DASHES else letter for letter in typed)
    text = ascii_digits(unicodedata.normalize("NFKC", without_hidden(seen))).upper()
    return "-".join("".join(map(_as_code, text)).replace("-", " ").split())


def codes_meant(typed: str) -> tuple[str, ...]:
    """Return the codes of records that may be meant, such as RV-0012 for "rv 12"; none for what has no code's shape.

    Where nothing separates the letters there may be two: RVK12 is a child of the base RVK, or a case of the base RV.
    """
    text = plain_code(typed)
    found = [_CODE.fullmatch(text)]
    joined = re.fullmatch(r"([A-Z]{2})([A-Z])-?([0-9]+)", text)
    return tuple(dict.fromkeys(_written(one) for one in (*found, joined) if one))


def worker_code(typed: str) -> str:
    """Return a worker code as it is written: letters and digits alone."""
    return plain_code(typed).replace("-", "")


def _as_code(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Pd" or letter in _DASHES or letter.isspace():
        return "-"
    return "" if kind in ("Ps", "Pe", "Pi", "Pf") or letter in _AROUND else letter


def _written(found: re.Match[str]) -> str:
    number = (found[3].lstrip("0") or "0").rjust(4, "0")
    return "-".join(part for part in (found[1], found[2], number) if part)
