"""A move meets what its stage and reason ask for, when it is asked for and again when it is approved."""

from uuid import UUID, uuid4

import pytest

from app.cases.closure import CRITERIA, Criterion
from app.cases.stages import CaseStatus
from app.foundation.errors import NotAllowedNow, NotVisible, WillNotOpen
from app.foundation.vocabulary.closure_reasons import ClosureReason
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.restoration.goals import GoalState, end_goal, goals_of
from app.safety_plans.plans import plan_page
from app.stage_moves.moving import Decision, MoveInput, Verdict, ask, decide
from models.case import Case
from models.placement import Placement
from models.safety_plan import SafetyPlan
from models.stage_move import StageMove
from tests.support.cases import (
    ask_move,
    assess_and_set_a_goal,
    decide_it,
    fulfil_everything,
    link_concern,
    move_along,
    new_case,
    put_plan_in_force,
    record_home,
    status,
)
from tests.support.opened_cases import rewrite
from tests.support.organisation import Organisation
from tests.support.tampering import flip, put


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case with a risk, so that prevention may begin."""
    return new_case(organisation)


def close_move(reason: ClosureReason, **more: object) -> MoveInput:
    """Return a request to close with everything confirmed."""
    typed = {"closure": reason, "confirmed": CRITERIA[reason], "search": "asked at both markets"} | more
    return MoveInput(uuid4(), CaseStatus.CLOSED, "the work is done", **typed)  # type: ignore[arg-type]  # a test's own words


@pytest.mark.parametrize("to", ["rescue", "restoration", "opened"])
def test_a_case_that_was_just_opened_goes_to_prevention_first(
    organisation: Organisation, case_id: UUID, to: str
) -> None:
    fulfil_everything(organisation, case_id)

    with pytest.raises(NotAllowedNow, match="no-such-move"):
        ask_move(organisation, case_id, to)


def test_prevention_asks_for_a_risk(organisation: Organisation, case_id: UUID) -> None:
    rewrite(organisation, case_id, risk=None)

    with pytest.raises(NotAllowedNow, match="needs-risk-set"):
        ask_move(organisation, case_id, "prevention")


def test_rescue_asks_for_a_concern_and_a_safety_plan(organisation: Organisation, case_id: UUID) -> None:
    move_along(organisation, case_id, "prevention")

    def refused() -> tuple[str, ...]:
        with pytest.raises(NotAllowedNow) as refusal:
            ask_move(organisation, case_id, "rescue")
        return refusal.value.reasons

    assert refused() == ("needs-concern-linked", "needs-safety-plan")
    link_concern(organisation, case_id)
    assert refused() == ("needs-safety-plan",)
    put_plan_in_force(organisation, case_id)
    move_along(organisation, case_id, "rescue")
    assert status(organisation, case_id) == "rescue"


def test_restoration_asks_for_a_safe_home_an_assessment_and_a_goal(
    organisation: Organisation, case_id: UUID
) -> None:
    move_along(organisation, case_id, "prevention")

    def refused() -> tuple[str, ...]:
        with pytest.raises(NotAllowedNow) as refusal:
            ask_move(organisation, case_id, "restoration")
        return refusal.value.reasons

    assert refused() == ("needs-safe-home", "needs-assessment", "needs-goal")
    record_home(organisation, case_id, HomeSafety.NOT_KNOWN)
    assert "needs-safe-home" in refused()
    record_home(organisation, case_id, HomeSafety.NOT_SAFE)
    assert "needs-safe-home" in refused()
    record_home(organisation, case_id)
    assert refused() == ("needs-assessment", "needs-goal")
    assess_and_set_a_goal(organisation, case_id)
    move_along(organisation, case_id, "restoration")
    assert status(organisation, case_id) == "restoration"


def test_the_whole_road_and_back_to_safety_when_harm_begins_again(
    organisation: Organisation, case_id: UUID
) -> None:
    fulfil_everything(organisation, case_id)
    for stage in ("prevention", "rescue", "restoration", "rescue", "restoration"):
        move_along(organisation, case_id, stage)
        assert status(organisation, case_id) == stage


def spoil_home(organisation: Organisation, case_id: UUID) -> None:
    record_home(organisation, case_id, HomeSafety.NOT_SAFE)


def tamper_home(organisation: Organisation, case_id: UUID) -> None:
    with organisation.server.store.reading() as session:
        home_id = session.query(Placement.id).filter_by(case_id=case_id).scalar()
    flip(organisation, Placement, "home", home_id)


def drop_goal(organisation: Organisation, case_id: UUID) -> None:
    with organisation.writing("caseworker") as work:
        (goal,) = goals_of(work, [case_id])[case_id].views
        end_goal(work, case_id, goal.id, version=goal.version, state=GoalState.DROPPED, why="another one")


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [(spoil_home, "needs-safe-home"), (tamper_home, "needs-safe-home"), (drop_goal, "needs-goal")],
)
def test_what_was_there_when_it_was_asked_must_be_there_when_it_is_approved(
    organisation: Organisation, case_id: UUID, meanwhile: object, reason: str
) -> None:
    fulfil_everything(organisation, case_id)
    move_along(organisation, case_id, "prevention")
    move_id = ask_move(organisation, case_id, "restoration")
    meanwhile(organisation, case_id)  # type: ignore[operator]  # one of the three above

    with pytest.raises(NotAllowedNow, match=reason):
        decide_it(organisation, case_id, move_id)
    assert status(organisation, case_id) == "prevention"
    decide_it(organisation, case_id, move_id, Verdict.REFUSE, words="look again")


def test_a_plan_nobody_can_open_lets_nobody_through(organisation: Organisation, case_id: UUID) -> None:
    move_along(organisation, case_id, "prevention")
    link_concern(organisation, case_id)
    plan_id = put_plan_in_force(organisation, case_id)
    flip(organisation, SafetyPlan, "plan", plan_id)

    with pytest.raises(NotAllowedNow, match="needs-safety-plan"):
        ask_move(organisation, case_id, "rescue")


def test_a_request_that_was_changed_outside_is_not_approved(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    flip(organisation, StageMove, "reason", move_id)

    with pytest.raises(WillNotOpen), organisation.writing("supervisor2") as work:
        decide(work, case_id, move_id, Decision(Verdict.APPROVE, "agreed", 1))
    assert status(organisation, case_id) == "opened"


def test_a_case_whose_columns_were_moved_behind_our_back_stands_where_it_was_stated(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    put(organisation, Case, case_id, stage="restoration", stage_since=organisation.clock.now())
    assert status(organisation, case_id) == "opened"

    decide_it(organisation, case_id, move_id)
    assert status(organisation, case_id) == "prevention"


def test_a_move_of_one_case_is_not_decided_through_another(organisation: Organisation, case_id: UUID) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    other = new_case(organisation)

    with pytest.raises(NotVisible), organisation.writing("supervisor") as work:
        decide(work, other, move_id, Decision(Verdict.APPROVE, "", 1))


@pytest.mark.parametrize("reason", [one for one in ClosureReason if one is not ClosureReason.DUPLICATE])
def test_closing_asks_for_everything_its_reason_asks_for(
    organisation: Organisation, case_id: UUID, reason: ClosureReason
) -> None:
    for left_out in CRITERIA[reason]:
        confirmed = tuple(one for one in Criterion if one is not left_out)
        incomplete = close_move(reason, confirmed=confirmed)
        criteria_missing = pytest.raises(NotAllowedNow, match="needs-closure-criteria")
        with criteria_missing, organisation.writing("caseworker") as work:
            ask(work, case_id, incomplete)
    new = close_move(reason)
    with organisation.writing("caseworker") as work:
        ask(work, case_id, new)
    decide_it(organisation, case_id, new.id)

    with organisation.reading("supervisor") as work:
        row = work.session.get_one(Case, case_id)
        assert row.closed_at == organisation.clock.now()
        assert row.next_contact_on is None
    assert status(organisation, case_id) == "closed"


def test_closing_without_a_reason_is_refused(organisation: Organisation, case_id: UUID) -> None:
    new = MoveInput(uuid4(), CaseStatus.CLOSED, "done", confirmed=tuple(Criterion))
    with (
        pytest.raises(NotAllowedNow, match="needs-closure-reason"),
        organisation.writing("caseworker") as work,
    ):
        ask(work, case_id, new)


def test_a_child_who_is_missing_is_not_closed_without_the_search(
    organisation: Organisation, case_id: UUID
) -> None:
    new = close_move(ClosureReason.MOVED_OR_NOT_FOUND, search=" ")
    with pytest.raises(NotAllowedNow, match="search-missing"), organisation.writing("caseworker") as work:
        ask(work, case_id, new)


def test_a_familys_wish_is_looked_into_before_it_is_approved(
    organisation: Organisation, case_id: UUID
) -> None:
    new = close_move(ClosureReason.FAMILY_REQUEST)
    with organisation.writing("caseworker") as work:
        ask(work, case_id, new)

    with pytest.raises(NotAllowedNow, match="review-missing"):
        decide_it(organisation, case_id, new.id, words="")
    decide_it(organisation, case_id, new.id, words="she told me alone that she wants the same")
    assert status(organisation, case_id) == "closed"


def test_closing_ends_the_plan_and_there_is_no_way_on(organisation: Organisation, case_id: UUID) -> None:
    put_plan_in_force(organisation, case_id)
    new = close_move(ClosureReason.BECAME_ADULT)
    with organisation.writing("caseworker") as work:
        ask(work, case_id, new)
    decide_it(organisation, case_id, new.id)

    with organisation.reading("supervisor") as work:
        assert plan_page(work, case_id).current is None
    for to in ("prevention", "rescue", "restoration"):
        with pytest.raises(NotAllowedNow, match="no-such-move"):
            ask_move(organisation, case_id, to)
