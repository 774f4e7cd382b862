"""Parts of what somebody wrote, for a reader who may not see the rest: left out is marked, and nothing is added."""

import re

LEFT_OUT = "[…]"
_MARKS = re.compile(r"\[(?:…|\.\.\.)\]")
_SPACED = "\u0e00"
"""Scripts from here on, such as Thai and Khmer, are written without spaces between words."""


def is_excerpt(text: str, whole: str) -> bool:
    """Tell whether a text is the whole with words left out, each gap marked by […] or [...].

    The words that are kept stand in their order, whole, and without a mark nothing is missing between them. Spaces
    and line breaks do not count. Whether what is left out changes what is said, only a person can tell.
    """
    whole = _plain(whole)
    first, *others = [_plain(part) for part in _MARKS.split(text)]
    if not others:
        return first == whole or not first
    last = others.pop()
    if not (whole.startswith(first) and _is_cut(whole, len(first))):
        return False
    end = len(whole) - len(last)
    place: int | None = len(first)
    for part in others:
        place = _after(whole, part, place) if place is not None else None
    return place is not None and place <= end and whole.endswith(last) and _is_cut(whole, end)


def has_gap(text: str) -> bool:
    """Tell whether a mark in a text says that words were left out there."""
    return _MARKS.search(text) is not None


def _after(whole: str, part: str, place: int) -> int | None:
    """Return where a part ends that stands in whole words from a place on; None if it is not there."""
    while (found := whole.find(part, place)) >= 0:
        if _is_cut(whole, found) and _is_cut(whole, found + len(part)):
            return found + len(part)
        place = found + 1
    return None


def _is_cut(whole: str, place: int) -> bool:
    """Tell whether a text may be cut there: not within a word, as far as spaces show where words end."""
    before, after = whole[:place][-1:], whole[place:][:1]
    return not (_is_of_word(before) and _is_of_word(after))


def _is_of_word(character: str) -> bool:
    return character.isalnum() and character < _SPACED


def _plain(text: str) -> str:
    return " ".join(text.split())
