"""Ages as people know them become years of birth that do not go stale."""

from datetime import date

import pytest

from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.animal_years import AnimalYear
from app.name_matching.ages import (
    AgeEstimate,
    birth_years_of_animal,
    estimate_from_age,
    estimate_from_animal,
    estimate_from_birth_date,
)

TODAY = date(2026, 11, 2)


def spans(animal: AnimalYear, today: date = TODAY, *, oldest_years: int = 30) -> list[tuple[int, int]]:
    return [(span.low, span.high) for span in birth_years_of_animal(animal, today, oldest_years=oldest_years)]


def test_a_dragon_is_born_in_one_of_two_calendar_years_of_each_cycle() -> None:
    assert spans(AnimalYear.DRAGON) == [(2024, 2025), (2012, 2013), (2000, 2001)]


def test_the_year_of_the_horse_begins_only_at_khmer_new_year_2026() -> None:
    assert spans(AnimalYear.HORSE, date(2026, 4, 12))[0] == (2014, 2015)
    assert spans(AnimalYear.HORSE, date(2026, 4, 13))[0] == (2026, 2026)


def test_a_child_born_before_new_year_still_has_the_old_animal() -> None:
    assert spans(AnimalYear.SNAKE, date(2026, 3, 1))[0] == (2025, 2026)


def test_each_animal_has_its_own_years() -> None:
    firsts = {spans(animal, oldest_years=12)[0][0] for animal in AnimalYear}
    assert len(firsts) == 12


def test_the_animal_year_nearest_to_the_apparent_age_is_taken() -> None:
    assert estimate_from_animal(AnimalYear.DRAGON, TODAY, about_age_years=12) == AgeEstimate(
        2012, 2013, AgeBasis.ANIMAL_YEAR
    )
    assert estimate_from_animal(AnimalYear.DRAGON, TODAY, about_age_years=1).low == 2024
    assert estimate_from_animal(AnimalYear.RAT, TODAY, about_age_years=0).low == 2020


@pytest.mark.parametrize(
    ("age", "within", "expected"), [(9, 0, (2016, 2017)), (9, 2, (2014, 2019)), (1, 3, (2021, 2026))]
)
def test_an_age_give_or_take_becomes_a_range_of_birth_years(
    age: int, within: int, expected: tuple[int, int]
) -> None:
    estimate = estimate_from_age(age, within_years=within, basis=AgeBasis.APPEARANCE, seen_on=TODAY)
    assert (estimate.low, estimate.high) == expected


def test_the_age_grows_while_the_estimate_stays() -> None:
    estimate = estimate_from_age(9, within_years=0, basis=AgeBasis.SAID_BY_CHILD, seen_on=TODAY)
    assert estimate.age_on(TODAY) == (8, 10)
    assert estimate.age_on(date(2028, 11, 2)) == (10, 12)


def test_a_document_leaves_one_year() -> None:
    assert estimate_from_birth_date(date(2014, 2, 3)) == AgeEstimate(2014, 2014, AgeBasis.DOCUMENT)


def test_two_estimates_overlap_or_lie_years_apart() -> None:
    younger, older = (
        AgeEstimate(2014, 2016, AgeBasis.APPEARANCE),
        AgeEstimate(2010, 2012, AgeBasis.APPEARANCE),
    )
    assert younger.overlaps(AgeEstimate(2016, 2018, AgeBasis.APPEARANCE))
    assert not younger.overlaps(older)
    assert younger.years_apart(older) == older.years_apart(younger) == 2


def test_impossible_ages_are_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        estimate_from_age(-1, within_years=0, basis=AgeBasis.APPEARANCE, seen_on=TODAY)
    with pytest.raises(ValueError, match="after the last"):
        AgeEstimate(2016, 2014, AgeBasis.APPEARANCE)
