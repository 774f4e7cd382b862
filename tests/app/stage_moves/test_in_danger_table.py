"""The step that a child in danger may take, as the pure table says it, for every case there can be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.stages import (
    CaseFacts,
    CaseStatus,
    Move,
    Requirement,
    UnknownMove,
    missing,
    missing_in_one_step,
    required_in_one_step,
    steps_to_safety,
)
from app.foundation.vocabulary.risks import Risk
from tests.app.cases.test_stages import facts_of_cases

STEPS = (Move(CaseStatus.OPENED, CaseStatus.PREVENTION), Move(CaseStatus.PREVENTION, CaseStatus.RESCUE))


@given(facts_of_cases)
def test_the_one_step_may_be_taken_exactly_if_each_of_its_moves_may_and_the_risk_is_high(
    facts: CaseFacts,
) -> None:
    steps = steps_to_safety(facts.status)
    if not steps:
        assert facts.status in {CaseStatus.RESCUE, CaseStatus.CLOSED}
        return
    status, each_may = facts.status, True
    for step in steps:
        each_may &= not missing(replace(facts, status=status), step)
        status = step.to

    lacking = missing_in_one_step(facts, steps)

    assert (not lacking) == (each_may and facts.risk is Risk.HIGH)
    assert set(lacking) <= set(required_in_one_step(steps))
    assert len(set(lacking)) == len(lacking)


@given(facts_of_cases, st.sampled_from(CaseStatus))
def test_the_steps_lead_along_the_road_to_safety_and_nowhere_else(facts: CaseFacts, here: CaseStatus) -> None:
    steps = steps_to_safety(here)
    assert [step.from_status for step in steps] == [*([here] if steps else []), *(one.to for one in steps)][
        : len(steps)
    ]
    assert not steps or steps[-1].to is CaseStatus.RESCUE
    assert not any(step.takes_back for step in steps)
    if steps and facts.status is not here:
        with pytest.raises(UnknownMove):
            missing_in_one_step(facts, steps)


def test_a_new_case_needs_what_both_moves_need_and_the_danger_itself() -> None:
    assert steps_to_safety(CaseStatus.OPENED) == STEPS
    assert required_in_one_step(STEPS) == (
        Requirement.CASE_OPEN,
        Requirement.RISK_HIGH,
        Requirement.CONCERN_LINKED,
        Requirement.SAFETY_PLAN,
    )


# Asking.
