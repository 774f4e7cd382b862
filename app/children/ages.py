"""Ages as people know them: a range, an animal year or a document, brought forward to today."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from app.children.documents import Age, SaidYears
from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.animal_years import AnimalYear
from app.name_matching.ages import AgeEstimate, birth_years_of_animal

OLDEST_YEARS = 120

_NEW_YEAR = (4, 13)
"""The earliest day of Khmer New Year, when an animal's year begins."""
_LATEST_NEW_YEAR = (4, 16)


@dataclass(frozen=True)
class AgeInput:
    """What was typed for an age: years from and to, an animal, a date of birth; any of them may be missing."""

    low: int | None = None
    high: int | None = None
    basis: AgeBasis = AgeBasis.NOT_KNOWN
    animal: AnimalYear | None = None
    born_on: date | None = None


@dataclass(frozen=True)
class AgeNow:
    """An age on the day a page is shown: completed years, lowest and highest, and their source."""

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
        """Whether a document gives it."""
        return self.basis is AgeBasis.DOCUMENT and self.low == self.high


def age_on(age: Age | None, day: date) -> AgeNow | None:
    """Bring an age forward to a day. Whole years are added, so that 8 to 10 stays 8 to 10 for a year."""
    bounds = age_bounds(age, day)
    return AgeNow(*bounds, age.basis, age.animal) if age and bounds else None


def age_bounds(age: Age | None, day: date) -> tuple[int, int] | None:
    """Return the lowest and the highest number of completed years on a day; None for an unknown age."""
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
    """Return the years of birth that an age allows; duplicates are compared by them."""
    if age is None:
        return None
    if age.born_on is not None:
        return AgeEstimate(age.born_on.year, age.born_on.year, age.basis)
    return AgeEstimate(age.as_of.year - age.high - 1, age.as_of.year - age.low, age.basis)


def typed_age(age: Age | None, day: date) -> AgeInput:
    """Return what a form shows of a stored age: what was given for it, with the years as they are today.

    Nothing that follows from something else is shown as if it had been given.
    """
    if age is None:
        return AgeInput()
    said = said_years(age)
    if said is None:
        return AgeInput(animal=age.animal, born_on=age.born_on)
    passed = completed_years(said.as_of, day)
    return AgeInput(said.low + passed, said.high + passed, said.basis, age.animal, age.born_on)


def said_years(age: Age) -> SaidYears | None:
    """Return the years that somebody gave for an age, if they gave any."""
    if age.said is not None or age.born_on is not None:
        return age.said
    basis = AgeBasis.NOT_KNOWN if age.basis is AgeBasis.ANIMAL_YEAR else age.basis
    return SaidYears(age.low, age.high, age.as_of, basis)


def age_from(typed: AgeInput, day: date, *, kept: Age | None = None) -> Age | None:
    """Return the age that was typed on a day, or the stored age when nobody changed it.

    The years keep the day on which they were given for as long as nobody changes them. A date of birth or an animal
    year tells the age more closely, for as long as it stands there. Raises NotAllowedNow: `animal-needs-age`,
    `animal-not-age`, `animal-missing`, `birth-not-age`, `birth-not-animal`, `birth-needs-document`, `born-later`,
    `basis-needs-age`.
    """
    shown = typed_age(kept, day)
    if typed == shown:
        return kept
    said = _said(typed, day, said_years(kept) if kept else None, shown)
    if typed.born_on is not None:
        return _from_birth(typed, typed.born_on, day, said)
    if typed.animal is not None:
        return _from_animal(typed.animal, day, said)
    if typed.basis is AgeBasis.ANIMAL_YEAR:
        raise NotAllowedNow("animal-missing")
    if said is None:
        if typed.basis is not shown.basis:
            raise NotAllowedNow("basis-needs-age")
        return None
    return Age(said.low, said.high, said.as_of, said.basis)


def _said(typed: AgeInput, day: date, kept: SaidYears | None, shown: AgeInput) -> SaidYears | None:
    """Return the years that were given, as of the day on which they were."""
    years = [years for years in (typed.low, typed.high) if years is not None]
    if not years:
        return None
    # What an animal says is no source of years given beside it.
    basis = AgeBasis.NOT_KNOWN if typed.basis is AgeBasis.ANIMAL_YEAR else typed.basis
    if kept is not None and (typed.low, typed.high) == (shown.low, shown.high):
        return replace(kept, basis=basis)
    return SaidYears(min(years), max(years), day, basis)


def _years_on(said: SaidYears, day: date) -> tuple[int, int]:
    passed = completed_years(said.as_of, day)
    return said.low + passed, said.high + passed


def _from_birth(typed: AgeInput, born_on: date, day: date, said: SaidYears | None) -> Age:
    if born_on > day:
        raise NotAllowedNow("born-later")
    if said is None and typed.basis not in (AgeBasis.NOT_KNOWN, AgeBasis.DOCUMENT):
        raise NotAllowedNow("birth-needs-document")
    years = completed_years(born_on, day)
    if said is not None:
        low, high = _years_on(said, day)
        if not low - 1 <= years <= high + 1:
            raise NotAllowedNow("birth-not-age")
    if typed.animal is not None and not _fits(typed.animal, born_on, day):
        raise NotAllowedNow("birth-not-animal")
    return Age(years, years, day, AgeBasis.DOCUMENT, typed.animal, born_on, said)


def _fits(animal: AnimalYear, born_on: date, day: date) -> bool:
    """Tell whether somebody born on a day can be of an animal; the year changes on one of four days in April."""
    spans = birth_years_of_animal(animal, day, oldest_years=OLDEST_YEARS)
    return any(
        date(span.low, *_NEW_YEAR) <= born_on <= date(span.low + 1, *_LATEST_NEW_YEAR) for span in spans
    )


def _from_animal(animal: AnimalYear, day: date, said: SaidYears | None) -> Age:
    """Choose the turn of the twelve-year cycle that fits the given years; without them the turn is unknown."""
    if said is None:
        raise NotAllowedNow("animal-needs-age")
    low, high = _years_on(said, day)
    for span in birth_years_of_animal(animal, day, oldest_years=OLDEST_YEARS):
        youngest = completed_years(date(span.low + 1, *_NEW_YEAR), day)
        oldest = completed_years(date(span.low, *_NEW_YEAR), day)
        if youngest <= high and low <= oldest:
            bounds = max(low, youngest), min(high, oldest)
            return Age(*bounds, day, AgeBasis.ANIMAL_YEAR, animal, said=said)
    raise NotAllowedNow("animal-not-age")
