"""Whose consent counts at which age: the base's bands, and the younger band whenever the age is not sure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bases.pack import load_pack
from app.children.documents import Age
from app.consent.bands import bases_at, counts, youngest_on
from app.foundation.vocabulary.consent_bases import OVERRIDES, ConsentBasis

PACK = load_pack("cambodia")
DAY = date(2026, 11, 1)
ages = st.integers(0, 25) | st.none()


@given(ages)
def test_an_unknown_age_never_asks_less_than_the_youngest(years: int | None) -> None:
    assert bases_at(PACK, None) == bases_at(PACK, 0)
    assert set(bases_at(PACK, years)).isdisjoint(OVERRIDES)


@given(st.integers(0, 25), st.integers(0, 5))
def test_a_range_of_ages_is_judged_by_its_youngest_year(low: int, width: int) -> None:
    age = Age(low, low + width, DAY)

    assert bases_at(PACK, youngest_on(age, DAY)) == bases_at(PACK, low)


@pytest.mark.parametrize(
    ("years", "basis", "fits"),
    [
        (4, ConsentBasis.CAREGIVER, True),
        (9, ConsentBasis.CAREGIVER, False),
        (9, ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT, True),
        (9, ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT, True),
        (9, ConsentBasis.CHILD, False),
        (13, ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT, False),
        (13, ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT, True),
        (16, ConsentBasis.CHILD, True),
        (16, ConsentBasis.CAREGIVER, False),
        (19, ConsentBasis.ADULT, True),
        (19, ConsentBasis.CAREGIVER, False),
        (None, ConsentBasis.CAREGIVER, True),
        (None, ConsentBasis.CHILD, False),
    ],
)
def test_the_band_says_whose_consent_counts(years: int | None, basis: ConsentBasis, fits: bool) -> None:
    assert counts(PACK, basis, years_then=years, years_now=years) is fits


def test_what_others_agreed_to_ends_when_the_person_comes_of_age_and_their_own_word_does_not() -> None:
    assert not counts(PACK, ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT, years_then=14, years_now=18)
    assert counts(PACK, ConsentBasis.CHILD, years_then=17, years_now=18)


def test_an_age_is_carried_back_to_the_day_a_consent_was_given() -> None:
    age = Age(16, 17, DAY)

    assert youngest_on(age, date(2026, 10, 20)) == 16
    assert youngest_on(age, date(2024, 10, 20)) == 14
    assert youngest_on(Age(16, 16, DAY, born_on=date(2010, 5, 1)), date(2024, 6, 1)) == 14
    assert youngest_on(None, DAY) is None
