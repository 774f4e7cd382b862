"""The stage table, alone: no path skips a requirement, whatever the facts."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.stages import (
    LABELS,
    REQUIREMENT_LABELS,
    CaseFacts,
    CaseStatus,
    Move,
    Requirement,
    UnknownMove,
    case_status_from,
    missing,
    move,
    required,
    ways_on,
)
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.stages import Stage

MOVES = [Move(here, there) for here in CaseStatus for there in ways_on(here)]

counts = st.integers(min_value=0, max_value=3)
facts_of_cases = st.builds(
    CaseFacts,
    status=st.sampled_from(CaseStatus),
    risk=st.none() | st.sampled_from(Risk),
    concerns=counts,
    plan_actions=counts,
    plan_review_on=st.none() | st.dates(),
    safe_homes=counts,
    assessments=counts,
    goals=counts,
    has_closure_reason=st.booleans(),
    fulfils_closure=st.booleans(),
)

COMPLETE = {
    "risk": Risk.HIGH,
    "concerns": 1,
    "plan_actions": 1,
    "plan_review_on": date(2026, 12, 1),
    "safe_homes": 1,
    "assessments": 1,
    "goals": 1,
    "has_closure_reason": True,
    "fulfils_closure": True,
}
WITHOUT: dict[Requirement, dict[str, object]] = {
    Requirement.RISK_SET: {"risk": None},
    Requirement.CONCERN_LINKED: {"concerns": 0},
    Requirement.SAFETY_PLAN: {"plan_actions": 0},
    Requirement.SAFE_HOME: {"safe_homes": 0},
    Requirement.ASSESSMENT: {"assessments": 0},
    Requirement.GOAL: {"goals": 0},
    Requirement.CLOSURE_REASON: {"has_closure_reason": False},
    Requirement.CLOSURE_CRITERIA: {"fulfils_closure": False},
}


def facts_with(status: CaseStatus, **changed: object) -> CaseFacts:
    return CaseFacts(status=status, **(COMPLETE | changed))  # type: ignore[arg-type]  # each value has its type


@given(facts_of_cases, st.sampled_from(CaseStatus))
def test_every_pair_of_states_is_decided_or_refused(facts: CaseFacts, there: CaseStatus) -> None:
    asked = Move(facts.status, there)

    if asked.takes_back:
        assert missing(facts, asked) == required(asked) == ()
        with pytest.raises(UnknownMove):
            move(facts.status, there)
    else:
        assert there in ways_on(facts.status)
        assert set(missing(facts, asked)) <= set(required(asked))


@given(facts_of_cases, st.sampled_from(MOVES))
def test_nobody_enters_restoration_without_a_safe_home_an_assessment_and_a_goal(
    facts: CaseFacts, asked: Move
) -> None:
    if asked.to is not CaseStatus.RESTORATION or facts.status is not asked.from_status:
        return
    if not missing(facts, asked):
        assert facts.safe_homes > 0
        assert facts.assessments > 0
        assert facts.goals > 0


@given(facts_of_cases, st.sampled_from(MOVES))
def test_nobody_enters_rescue_without_a_concern_and_a_plan_that_is_looked_at_again(
    facts: CaseFacts, asked: Move
) -> None:
    if asked.to is not CaseStatus.RESCUE or facts.status is not asked.from_status:
        return
    if not missing(facts, asked):
        assert facts.concerns > 0
        assert facts.plan_actions > 0
        assert facts.plan_review_on is not None


@given(facts_of_cases, st.sampled_from(MOVES))
def test_a_case_that_stands_elsewhere_is_not_moved(facts: CaseFacts, asked: Move) -> None:
    if facts.status is not asked.from_status:
        with pytest.raises(UnknownMove):
            missing(facts, asked)


@given(st.lists(st.tuples(facts_of_cases, st.sampled_from(CaseStatus)), max_size=12))
def test_every_walk_to_restoration_passes_a_safe_home_and_a_risk(
    steps: list[tuple[CaseFacts, CaseStatus]],
) -> None:
    status, seen_risk = CaseStatus.OPENED, False
    for facts, there in steps:
        here = CaseFacts(**(vars(facts) | {"status": status}))
        if there not in ways_on(status) or missing(here, Move(status, there)):
            continue
        seen_risk = seen_risk or here.risk is not None
        status = there
        if status is CaseStatus.RESTORATION:
            assert here.safe_homes > 0
            assert seen_risk


@pytest.mark.parametrize("asked", MOVES, ids=lambda asked: f"{asked.from_status}-{asked.to}")
def test_with_everything_there_nothing_is_missing(asked: Move) -> None:
    assert missing(facts_with(asked.from_status), asked) == ()


@pytest.mark.parametrize(
    ("asked", "requirement"),
    [(asked, one) for asked in MOVES for one in required(asked) if one in WITHOUT],
    ids=lambda value: str(value) if isinstance(value, Requirement) else f"{value.from_status}-{value.to}",
)
def test_each_requirement_is_named_when_it_alone_is_not_met(asked: Move, requirement: Requirement) -> None:
    facts = facts_with(asked.from_status, **WITHOUT[requirement])

    assert missing(facts, asked) == (requirement,)


def test_a_plan_without_a_review_date_is_no_plan() -> None:
    facts = facts_with(CaseStatus.PREVENTION, plan_review_on=None)

    assert missing(facts, move("prevention", "rescue")) == (Requirement.SAFETY_PLAN,)


def test_the_table_says_what_the_product_says() -> None:
    table = {here.value: [there.value for there in ways_on(here)] for here in CaseStatus}

    assert table == {
        "opened": ["prevention", "closed"],
        "prevention": ["rescue", "restoration", "closed"],
        "rescue": ["restoration", "closed"],
        "restoration": ["rescue", "closed"],
        "closed": [],
    }


def test_going_straight_from_prevention_to_restoration_asks_nothing_of_rescue() -> None:
    facts = facts_with(CaseStatus.PREVENTION, concerns=0, plan_actions=0, plan_review_on=None)

    assert missing(facts, move("prevention", "restoration")) == ()


@pytest.mark.parametrize(
    ("here", "there"),
    [(a.value, b.value) for a, b in product(CaseStatus, CaseStatus) if b not in ways_on(a)],
)
def test_a_move_that_is_not_in_the_table_is_refused(here: str, there: str) -> None:
    with pytest.raises(UnknownMove):
        move(here, there)


@pytest.mark.parametrize("text", ["", "RESCUE", "rescue ", "reopened", "prevention\u200b"])
def test_a_state_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(UnknownMove):
        case_status_from(text)
    with pytest.raises(UnknownMove):
        move(text, "prevention")
    with pytest.raises(UnknownMove):
        move("opened", text)


def test_every_stage_has_a_standing_and_every_state_and_requirement_has_words() -> None:
    assert {stage.value for stage in Stage} | {"opened"} == {status.value for status in CaseStatus}
    assert set(LABELS) == set(CaseStatus)
    assert set(REQUIREMENT_LABELS) == set(Requirement)
