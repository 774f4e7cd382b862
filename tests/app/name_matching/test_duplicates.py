"""A duplicate warning says how strongly and why, and leaves the decision to people."""

from uuid import UUID

import pytest

from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.sexes import Sex
from app.name_matching.ages import AgeEstimate
from app.name_matching.duplicates import (
    LEVEL_LABELS,
    REASON_LABELS,
    Level,
    Likeness,
    Reason,
    likely_same,
    name_score,
)

NEW, KNOWN, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)


def child(
    subject: UUID, *forms: str, sex: Sex = Sex.NOT_KNOWN, born: tuple[int, int] | None = None
) -> Likeness:
    age = AgeEstimate(*born, AgeBasis.APPEARANCE) if born else None
    return Likeness(subject, forms, sex, age)


def test_the_same_name_in_another_spelling_at_the_same_age_is_a_strong_warning() -> None:
    new = child(NEW, "Sok Sophea", sex=Sex.FEMALE, born=(2014, 2016))
    known = child(KNOWN, "Sophia Sok", "សោភា", sex=Sex.FEMALE, born=(2015, 2015))
    (warning,) = likely_same(new, [known])
    assert warning.level is Level.STRONG
    assert warning.reasons == (Reason.SAME_NAME, Reason.AGES_OVERLAP, Reason.SAME_SEX)


def test_the_same_name_in_the_other_script_is_found() -> None:
    (warning,) = likely_same(
        child(NEW, "Sok Dara", born=(2014, 2014)), [child(KNOWN, "សុខ ដារា", born=(2014, 2015))]
    )
    assert warning.level is Level.STRONG


def test_a_name_alone_is_only_a_possible_match() -> None:
    (warning,) = likely_same(child(NEW, "Dara"), [child(KNOWN, "Dara")])
    assert (warning.level, warning.reasons) == (Level.POSSIBLE, (Reason.SAME_NAME,))


def test_a_sex_recorded_differently_lowers_the_warning_but_never_hides_it() -> None:
    new = child(NEW, "Dara", sex=Sex.MALE, born=(2014, 2014))
    (warning,) = likely_same(new, [child(KNOWN, "Dara", sex=Sex.FEMALE, born=(2014, 2014))])
    assert warning.level is Level.POSSIBLE
    assert Reason.DIFFERENT_SEX in warning.reasons


@pytest.mark.parametrize(
    ("born", "reason"),
    [((2016, 2016), Reason.AGES_NEAR), ((2018, 2018), Reason.AGES_APART), ((2024, 2024), None)],
)
def test_the_further_apart_the_ages_the_weaker_the_warning(
    born: tuple[int, int], reason: Reason | None
) -> None:
    warnings = likely_same(child(NEW, "Dara", born=(2014, 2014)), [child(KNOWN, "Dara", born=born)])
    assert [reason in warning.reasons for warning in warnings] == ([True] if reason else [])


def test_different_people_raise_no_warning() -> None:
    others = [child(KNOWN, "Sopheap"), child(OTHER, "Bopha Chan")]
    assert likely_same(child(NEW, "Vuthy"), others) == []


def test_nobody_is_a_duplicate_of_themselves() -> None:
    assert likely_same(child(NEW, "Dara"), [child(NEW, "Dara")]) == []


def test_strong_warnings_come_first() -> None:
    new = child(NEW, "Dara", born=(2014, 2014))
    warnings = likely_same(new, [child(OTHER, "Dara"), child(KNOWN, "Dara", born=(2014, 2014))])
    assert [warning.subject for warning in warnings] == [KNOWN, OTHER]


def test_a_name_of_kin_terms_only_is_still_compared() -> None:
    assert name_score(("Ming",), ("Ming",)) == 100
    assert name_score(("",), ("Dara",)) == 0


def test_every_level_and_reason_has_words() -> None:
    assert set(LEVEL_LABELS) == set(Level)
    assert set(REASON_LABELS) == set(Reason)
