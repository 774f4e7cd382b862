"""Ages stay what people said, and grow by whole years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.children.ages import AgeInput, age_from, age_on, birth_years, completed_years, typed_age
from app.children.documents import Age, SaidYears
from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.animal_years import AnimalYear

TODAY = date(2026, 11, 2)
ABOUT_NINE = Age(8, 10, TODAY, AgeBasis.APPEARANCE)


def reasons_for(typed: AgeInput) -> tuple[str, ...]:
    with pytest.raises(NotAllowedNow) as refusal:
        age_from(typed, TODAY)
    return refusal.value.reasons


def test_a_range_of_years_is_kept_with_the_day_it_was_said() -> None:
    assert age_from(AgeInput(8, 10, AgeBasis.APPEARANCE), TODAY) == ABOUT_NINE


def test_one_number_is_enough_and_the_order_of_two_does_not_matter() -> None:
    assert age_from(AgeInput(high=9), TODAY) == Age(9, 9, TODAY)
    assert age_from(AgeInput(10, 8), TODAY) == Age(8, 10, TODAY)


def test_nothing_typed_is_no_age() -> None:
    assert age_from(AgeInput(), TODAY) is None
    assert age_on(None, TODAY) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 2), (8, 10)),
        (date(2027, 11, 1), (8, 10)),
        (date(2027, 11, 2), (9, 11)),
        (date(2036, 11, 2), (18, 20)),
    ],
)
def test_an_age_grows_by_whole_years_after_it_was_said(day: date, expected: tuple[int, int]) -> None:
    now = age_on(ABOUT_NINE, day)

    assert now is not None
    assert (now.low, now.high) == expected


def test_a_date_of_birth_from_a_document_is_exact_on_every_day() -> None:
    age = age_from(AgeInput(born_on=date(2016, 11, 3)), TODAY)
    birthday = age_on(age, date(2026, 11, 3))

    assert age is not None
    assert (age.low, age.basis) == (9, AgeBasis.DOCUMENT)
    assert birthday is not None
    assert (birthday.low, birthday.is_exact) == (10, True)


def test_a_date_of_birth_that_does_not_fit_the_years_is_questioned() -> None:
    assert reasons_for(AgeInput(5, 6, born_on=date(2010, 1, 1))) == ("birth-not-age",)
    assert reasons_for(AgeInput(born_on=date(2026, 11, 3))) == ("born-later",)


def test_an_animal_year_narrows_the_years_typed_beside_it() -> None:
    # Years of the goat began in April 2015 and April 2003.
    assert age_from(AgeInput(7, 13, animal=AnimalYear.GOAT), TODAY) == Age(
        10, 11, TODAY, AgeBasis.ANIMAL_YEAR, AnimalYear.GOAT, said=SaidYears(7, 13, TODAY)
    )
    assert age_from(AgeInput(22, 24, animal=AnimalYear.GOAT), TODAY) == Age(
        22, 23, TODAY, AgeBasis.ANIMAL_YEAR, AnimalYear.GOAT, said=SaidYears(22, 24, TODAY)
    )


def test_an_animal_alone_or_beside_other_years_is_questioned() -> None:
    assert reasons_for(AgeInput(animal=AnimalYear.GOAT)) == ("animal-needs-age",)
    assert reasons_for(AgeInput(5, 6, animal=AnimalYear.GOAT)) == ("animal-not-age",)


def test_an_age_that_nobody_touched_in_the_form_is_not_made_younger() -> None:
    two_years_on = date(2028, 12, 1)
    shown = typed_age(ABOUT_NINE, two_years_on)

    assert (shown.low, shown.high) == (10, 12)
    assert age_from(shown, two_years_on, kept=ABOUT_NINE) is ABOUT_NINE
    assert age_from(AgeInput(10, 11, AgeBasis.APPEARANCE), two_years_on, kept=ABOUT_NINE) == Age(
        10, 11, two_years_on, AgeBasis.APPEARANCE
    )


def test_an_age_is_never_the_wrong_way_round_or_below_zero() -> None:
    with pytest.raises(ValueError, match="lower to a higher"):
        Age(5, 4, TODAY)
    with pytest.raises(ValueError, match="below zero"):
        Age(-1, 4, TODAY)


@given(
    st.dates(date(1990, 1, 1), TODAY),
    st.integers(0, 30),
    st.dates(TODAY, date(2040, 1, 1)),
    st.integers(0, 4),
)
def test_the_true_age_stays_within_a_right_estimate(born: date, later: int, day: date, slack: int) -> None:
    years = completed_years(born, TODAY)
    estimate = Age(max(years - slack, 0), years + slack, TODAY)
    now, truth = age_on(estimate, day), completed_years(born, day)
    span = birth_years(estimate)

    assert now is not None
    assert span is not None
    assert now.low <= truth <= now.high + 1
    assert span.low <= born.year <= span.high
    assert later >= 0
