"""Turns what people know of an age, a number or an animal year, into possible years of birth."""

from dataclasses import dataclass
from datetime import date

from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.animal_years import AnimalYear

_RAT_YEAR = 2020
"""A year of the rat began at Khmer New Year 2020; the animals return every twelve years."""

_NEW_YEAR = (4, 13)
"""The earliest day of Khmer New Year, when the animal changes (13 to 16 April)."""

_CYCLE_YEARS = 12
_BEFORE_BIRTHDAY = 1
"""Someone who is n years old was born n or n + 1 calendar years ago."""


@dataclass(frozen=True)
class AgeEstimate:
    """Possible years of birth, from `low` to `high` inclusive, and what the estimate rests on.

    Years of birth are kept rather than an age, because an age is wrong a year later.
    """

    low: int
    high: int
    basis: AgeBasis

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("the first possible year of birth is after the last")

    def overlaps(self, other: "AgeEstimate") -> bool:
        """Tell whether some year of birth fits both."""
        return self.low <= other.high and other.low <= self.high

    def years_apart(self, other: "AgeEstimate") -> int:
        """Return the smallest number of years between the two; 0 where they overlap."""
        return max(self.low - other.high, other.low - self.high, 0)

    def age_on(self, day: date) -> tuple[int, int]:
        """Return the lowest and the highest possible age in completed years on a day."""
        return max(day.year - self.high - 1, 0), max(day.year - self.low, 0)


def estimate_from_age(age_years: int, *, within_years: int, basis: AgeBasis, seen_on: date) -> AgeEstimate:
    """Return the possible years of birth of somebody this old, give or take, when they were seen.

    Raises ValueError for an age or a precision below zero.
    """
    if age_years < 0 or within_years < 0:
        raise ValueError("an age and its precision are never below zero")
    oldest = age_years + within_years + _BEFORE_BIRTHDAY
    youngest = max(age_years - within_years, 0)
    return AgeEstimate(seen_on.year - oldest, seen_on.year - youngest, basis)


def estimate_from_birth_date(born: date) -> AgeEstimate:
    """Return the estimate of somebody whose date of birth is on a document."""
    return AgeEstimate(born.year, born.year, AgeBasis.DOCUMENT)


def birth_years_of_animal(
    animal: AnimalYear, today: date, *, oldest_years: int = 60
) -> tuple[AgeEstimate, ...]:
    """Return the spans of years in which somebody of this animal may be born, the youngest first.

    An animal's year runs from Khmer New Year in April to the next, so each span covers two calendar years.
    Spans that begin after today, or lie more than `oldest_years` back, are left out.
    """
    offset = list(AnimalYear).index(animal)
    current = today.year if (today.month, today.day) >= _NEW_YEAR else today.year - 1
    latest = current - (current - _RAT_YEAR - offset) % _CYCLE_YEARS
    starts = range(latest, today.year - oldest_years - 1, -_CYCLE_YEARS)
    return tuple(AgeEstimate(start, min(start + 1, today.year), AgeBasis.ANIMAL_YEAR) for start in starts)


def estimate_from_animal(animal: AnimalYear, today: date, *, about_age_years: int) -> AgeEstimate:
    """Return the span of the animal's years that lies nearest to an age somebody appears to have."""
    appears_born = today.year - about_age_years
    spans = birth_years_of_animal(animal, today, oldest_years=about_age_years + _CYCLE_YEARS)
    return min(spans, key=lambda span: abs((span.low + span.high) / 2 - appears_born))
