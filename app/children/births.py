"""Refuses days on which a child was not born yet, as far as the day or the years of birth are known.

And the other way round: tells of a date of birth or an age that it is later than what is recorded of the child.
"""

from datetime import date
from uuid import UUID

from app.children.ages import birth_years
from app.children.children import see_child
from app.children.documents import Age
from app.foundation.errors import NoKey, NotAllowedNow, NotVisible
from app.unit_of_work import UnitOfWork

MISJUDGED_YEARS = 3
"""By how many years a child may be older than the oldest that somebody said: hunger and the street mislead the eye."""


def refuse_before_birth(work: UnitOfWork, child_id: UUID, day: date) -> None:
    """Raise NotAllowedNow for a day before the child was born: `before-born`, or `before-any-birth` by an age in years.

    An age is a guess, so it refuses only years in which no child of that age can have been born, with a generous
    margin. A profile that this person cannot open refuses nothing.
    """
    try:
        profile = see_child(work, child_id).profile
    except (NotVisible, NoKey):
        return
    reason = why_before_birth(profile.age if profile is not None else None, day)
    if reason:
        raise NotAllowedNow(reason)


def why_before_birth(age: Age | None, day: date) -> str:
    """Return why a child of that age was not born yet on a day, as `refuse_before_birth` says it; "" if it may be."""
    if age is None:
        return ""
    if age.born_on is not None and day < age.born_on:
        return "before-born"
    years = birth_years(age)
    return "before-any-birth" if years is not None and day.year < years.low - MISJUDGED_YEARS else ""
