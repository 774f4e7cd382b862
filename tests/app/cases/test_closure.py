"""What closing asks for, by reason."""

import pytest

from app.cases.closure import CRITERIA, LABELS, Criterion, fulfils
from app.foundation.vocabulary.closure_reasons import ClosureReason


def test_every_reason_has_its_criteria_and_every_criterion_has_words() -> None:
    assert set(CRITERIA) == set(ClosureReason)
    assert set(LABELS) == set(Criterion)
    assert {one for criteria in CRITERIA.values() for one in criteria} == set(Criterion)


@pytest.mark.parametrize("reason", ClosureReason)
def test_all_of_a_reasons_criteria_must_be_confirmed(reason: ClosureReason) -> None:
    assert fulfils(reason, CRITERIA[reason])
    for left_out in CRITERIA[reason]:
        assert not fulfils(reason, set(Criterion) - {left_out})


def test_without_a_reason_nothing_is_fulfilled() -> None:
    assert not fulfils(None, set(Criterion))


def test_a_child_is_not_given_up_as_not_found_without_a_search() -> None:
    assert Criterion.SEARCHED in CRITERIA[ClosureReason.MOVED_OR_NOT_FOUND]


def test_a_family_that_asks_to_end_the_work_does_not_speak_for_the_child() -> None:
    assert Criterion.HEARD_ALONE in CRITERIA[ClosureReason.FAMILY_REQUEST]
