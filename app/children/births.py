"""Refuses days on which a child was not born yet, as far as the day or the years of birth are known."""

from datetime import date
from uuid import UUID

from app.children.ages import birth_years
from app.children.children import see_child
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
    age = profile.age if profile is not None else None
    if age is None:
        return
    if age.born_on is not None and day < age.born_on:
        raise NotAllowedNow("before-born")
    years = birth_years(age)
    if years is not None and day.year < years.low - MISJUDGED_YEARS:
        raise NotAllowedNow("before-any-birth")
