"""Whatever is given, changed or taken away of an age, in any order: what is told of it follows from what stands."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.children.ages import AgeInput, age_from, age_on, completed_years, typed_age
from app.children.documents import Age, ChildProfile, SaidYears
from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.animal_years import AnimalYear
from app.keyring.documents import from_bytes, to_bytes

TODAY = date(2026, 11, 2)
SAID = AgeInput(8, 10, AgeBasis.SAID_BY_CAREGIVER)
BORN = date(2017, 3, 9)

edits = st.lists(
    st.one_of(
        st.tuples(st.just("years"), st.one_of(st.none(), st.tuples(st.integers(4, 16), st.integers(4, 16)))),
        st.tuples(st.just("basis"), st.sampled_from(AgeBasis)),
        st.tuples(st.just("animal"), st.one_of(st.none(), st.sampled_from(AnimalYear))),
        st.tuples(st.just("born_on"), st.one_of(st.none(), st.dates(date(2008, 1, 1), date(2023, 1, 1)))),
        st.tuples(st.just("days"), st.integers(1, 500)),
    ),
    max_size=14,
)


@dataclass
class Given:
    """What stands, as somebody who watched every edit would tell it."""

    years: tuple[int, int] | None = None
    given_on: date = TODAY


@settings(max_examples=300)
@given(edits)
def test_nothing_told_of_an_age_outlives_what_it_came_from(steps: list[tuple[str, Any]]) -> None:
    age: Age | None = None
    stands, day = Given(), TODAY
    for what, said in steps:
        if what == "days":
            day += timedelta(days=said)
            continue
        changes = (
            {what: said} if what != "years" else dict(zip(("low", "high"), said or (None, None), strict=True))
        )
        shown = typed_age(age, day)
        typed = replace(shown, **changes)
        try:
            age = age_from(typed, day, kept=age)
        except NotAllowedNow:
            continue
        if (typed.low, typed.high) != (shown.low, shown.high):
            stands = Given((min(said), max(said)) if said else None, day)
        _holds(age, stands, day)


def _holds(age: Age | None, stands: Given, day: date) -> None:
    now = age_on(age, day)
    if age is None or now is None:
        assert stands.years is None
        return
    assert from_bytes(ChildProfile, to_bytes(ChildProfile(age=age))).age == age
    assert (age.basis is AgeBasis.ANIMAL_YEAR) == (age.animal is not None and age.born_on is None)
    if age.born_on is not None:
        assert (now.low, now.high, now.basis) == (*[completed_years(age.born_on, day)] * 2, AgeBasis.DOCUMENT)
        return
    assert stands.years is not None
    passed = completed_years(stands.given_on, day)
    low, high = (years + passed for years in stands.years)
    if age.animal is None:
        assert (now.low, now.high) == (low, high)
    else:
        assert low <= now.low <= now.high <= high + 1


def test_a_date_of_birth_taken_away_leaves_what_was_said_before_it() -> None:
    said = age_from(SAID, TODAY)
    later = TODAY + timedelta(days=300)
    born = age_from(replace(typed_age(said, later), born_on=BORN), later, kept=said)
    after = age_from(replace(typed_age(born, later), born_on=None), later, kept=born)

    assert born is not None
    assert (born.low, born.basis) == (10, AgeBasis.DOCUMENT)
    assert born.said == SaidYears(8, 10, TODAY, SAID.basis)
    assert after == said


def test_a_date_of_birth_alone_taken_away_leaves_nothing() -> None:
    born = age_from(AgeInput(born_on=BORN, basis=AgeBasis.DOCUMENT), TODAY)

    assert typed_age(born, TODAY) == AgeInput(born_on=BORN)
    assert age_from(AgeInput(), TODAY, kept=born) is None


def test_a_date_of_birth_is_corrected_without_touching_the_years() -> None:
    born = age_from(AgeInput(born_on=BORN), TODAY)
    corrected = age_from(replace(typed_age(born, TODAY), born_on=date(2011, 3, 9)), TODAY, kept=born)

    assert corrected is not None
    assert (corrected.low, corrected.high) == (15, 15)


def test_how_it_is_known_is_corrected_without_making_the_child_younger() -> None:
    said = age_from(SAID, TODAY)
    next_autumn = date(2027, 11, 1)
    corrected = age_from(
        replace(typed_age(said, next_autumn), basis=AgeBasis.APPEARANCE), next_autumn, kept=said
    )

    assert corrected == Age(8, 10, TODAY, AgeBasis.APPEARANCE)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (AgeInput(basis=AgeBasis.APPEARANCE), "basis-needs-age"),
        (AgeInput(8, 9, AgeBasis.ANIMAL_YEAR), "animal-missing"),
        (AgeInput(basis=AgeBasis.SAID_BY_CHILD, born_on=BORN), "birth-needs-document"),
        (AgeInput(animal=AnimalYear.GOAT, born_on=BORN), "birth-not-animal"),
        (AgeInput(13, 13, born_on=BORN), "birth-not-age"),
    ],
)
def test_what_contradicts_itself_is_asked_about(typed: AgeInput, reason: str) -> None:
    with pytest.raises(NotAllowedNow) as raised:
        age_from(typed, TODAY)

    assert raised.value.reasons == (reason,)


def test_an_age_stored_before_keeps_its_years_when_its_animal_is_taken_away() -> None:
    stored = Age(10, 11, TODAY, AgeBasis.ANIMAL_YEAR, AnimalYear.GOAT)
    after = age_from(replace(typed_age(stored, TODAY), animal=None), TODAY, kept=stored)

    assert after == Age(10, 11, TODAY, AgeBasis.NOT_KNOWN)
