"""A choice of a child belongs to the words it was found by: whoever types others since is asked to look again."""

from collections.abc import Iterable

from wtforms import Field

from app.children.lines import ChildLine
from app.children.names import ChildName
from app.foundation.errors import NotAllowedNow
from app.foundation.marking import N_, Worded
from app.foundation.text_cleaning import clean_text
from app.foundation.typed_codes import codes_meant

YOU_CHOSE = N_("You chose %(code)s, but here stands “%(typed)s”. Look it up again, and choose.")


def is_another(look_for: Field, looked_for: Field, code: str | None) -> bool:
    """Tell whether something stands in `look_for` by which the child of that code, if one is chosen, was not found.

    `looked_for` carries what was looked up when the page offered its choices. An empty field asks for nobody else, and
    a child's own code means that child however it was found.
    """
    typed, before = clean_text(look_for.data or ""), clean_text(looked_for.data or "")
    if code is None or not typed or typed.casefold() == before.casefold():
        return False
    return code not in codes_meant(typed)


def follow_search(
    look_for: Field, looked_for: Field, chosen: ChildName | None, found: Iterable[ChildLine]
) -> bool:
    """Note what the children that the page offers now were found by; tell whether the chosen child is none of them."""
    was_another = is_another(look_for, looked_for, chosen.code if chosen else None)
    looked_for.data = look_for.data
    return was_another and chosen is not None and all(line.id != chosen.id for line in found)


def ask_again(look_for: Field, code: str) -> None:
    """Say beside the field whom somebody chose, and what stands there instead."""
    worded = Worded(YOU_CHOSE, code=code, typed=clean_text(look_for.data or ""))
    look_for.errors = [*look_for.errors, worded]


def refuse_another(look_for: Field, looked_for: Field, code: str | None) -> None:
    """Raise NotAllowedNow (`typed-another`) if another child was typed than the chosen one, and say so beside it."""
    if code is not None and is_another(look_for, looked_for, code):
        ask_again(look_for, code)
        raise NotAllowedNow("typed-another")
