"""Ages as people know them: a range, an animal year or a document, brought forward to today."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.children.documents import Age
from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.animal_years import AnimalYear
from app.name_matching.ages import AgeEstimate, birth_years_of_animal

OLDEST_YEARS = 120

_NEW_YEAR = (4, 13)
"""The earliest day of Khmer New Year, on which an animal's year begins."""


@dataclass(frozen=True)
class AgeInput:
    """What was typed of an age: years from and to, an animal, a date of birth; any of them may be missing."""

    low: int | None = None
    high: int | None = None
    basis: AgeBasis = AgeBasis.NOT_KNOWN
    animal: AnimalYear | None = None
    born_on: date | None = None


@dataclass(frozen=True)
class AgeNow:
    """An age on the day a page is shown: completed years, lowest and highest, and what that rests on."""

    low: int
    high: int
    basis: AgeBasis
    animal: AnimalYear | None

    @property
    def middle(self) -> int:
        """The number people say: about 9 for 8 to 10."""
        return (self.low + self.high) // 2

    @property
    def is_exact(self) -> bool:
        """Whether a document tells it."""
        return self.basis is AgeBasis.DOCUMENT and self.low == self.high


def age_on(age: Age | None, day: date) -> AgeNow | None:
    """Bring an age forward to a day. Whole years are added, so that 8 to 10 stays 8 to 10 for a year."""
    bounds = age_bounds(age, day)
    return AgeNow(*bounds, age.basis, age.animal) if age and bounds else None


def age_bounds(age: Age | None, day: date) -> tuple[int, int] | None:
    """Return the lowest and the highest number of completed years on a day; None for an age not known."""
    if age is None:
        return None
    if age.born_on is not None:
        years = completed_years(age.born_on, day)
        return years, years
    passed = completed_years(age.as_of, day)
    return age.low + passed, age.high + passed


@lru_cache(maxsize=4096)
def completed_years(since: date, day: date) -> int:
    """Return the whole years from one day to another, never below zero."""
    return max(day.year - since.year - ((day.month, day.day) < (since.month, since.day)), 0)


def birth_years(age: Age | None) -> AgeEstimate | None:
    """Return the years of birth an age allows, which is what duplicates are compared by."""
    if age is None:
        return None
    if age.born_on is not None:
        return AgeEstimate(age.born_on.year, age.born_on.year, age.basis)
    return AgeEstimate(age.as_of.year - age.high - 1, age.as_of.year - age.low, age.basis)


def typed_age(age: Age | None, day: date) -> AgeInput:
    """Return what a form shows of an age that is kept: the years as they are today."""
    now = age_on(age, day)
    if age is None or now is None:
        return AgeInput()
    return AgeInput(now.low, now.high, age.basis, age.animal, age.born_on)


def age_from(typed: AgeInput, day: date, *, kept: Age | None = None) -> Age | None:
    """Return the age that was typed on a day, or what was kept when nobody touched it.

    An animal year narrows the years typed beside it. Raises NotAllowedNow: `animal-needs-age`, `animal-not-age`,
    `birth-not-age`, `born-later`.
    """
    if typed == typed_age(kept, day):
        return kept
    years = [years for years in (typed.low, typed.high) if years is not None]
    low, high = (min(years), max(years)) if years else (None, None)
    if typed.born_on is not None:
        return _from_birth(typed, day, low, high)
    if typed.animal is not None:
        return _from_animal(typed.animal, day, low, high)
    if low is None or high is None:
        return None
    return Age(low, high, day, typed.basis)


def _from_birth(typed: AgeInput, day: date, low: int | None, high: int | None) -> Age:
    born_on = typed.born_on
    if born_on is None or born_on > day:
        raise NotAllowedNow("born-later")
    years = completed_years(born_on, day)
    if low is not None and high is not None and not low - 1 <= years <= high + 1:
        raise NotAllowedNow("birth-not-age")
    return Age(years, years, day, AgeBasis.DOCUMENT, typed.animal, born_on)


def _from_animal(animal: AnimalYear, day: date, low: int | None, high: int | None) -> Age:
    """Take the turn of the twelve-year cycle that fits the years typed; without them nobody knows which."""
    if low is None or high is None:
        raise NotAllowedNow("animal-needs-age")
    for span in birth_years_of_animal(animal, day, oldest_years=OLDEST_YEARS):
        youngest = completed_years(date(span.low + 1, *_NEW_YEAR), day)
        oldest = completed_years(date(span.low, *_NEW_YEAR), day)
        if youngest <= high and low <= oldest:
            return Age(max(low, youngest), min(high, oldest), day, AgeBasis.ANIMAL_YEAR, animal)
    raise NotAllowedNow("animal-not-age")
