"""A child in danger: everything is asked for once, decided once by somebody else, and made as a whole or not at all."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.moves import MoveState, MoveView, moves_of, waiting_moves
from app.cases.risk import risk_page, set_risk
from app.cases.stages import (
    CaseStatus,
    Move,
)
from app.concerns.concern_page import concern_page
from app.concerns.observing import Observed
from app.foundation.errors import AlreadyDone, ChangedOutside, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.risks import Risk
from app.safety_plans.documents import PlanAction, PlanWords
from app.safety_plans.plans import current_plan
from app.stage_moves.due import IN_DANGER, moves_to_decide
from app.stage_moves.in_danger import DangerInput, ask_in_danger
from app.stage_moves.moving import Decision, MoveInput, Verdict, ask, decide, withdraw
from app.stage_moves.pages import moves_page
from models.case import Case
from models.stage_move import StageMove
from tests.support.cases import (
    READERS_OF_ELSE,
    WRITERS,
    ask_move,
    decide_it,
    fulfil_everything,
    link_concern,
    new_case,
    put_plan_in_force,
    status,
)
from tests.support.opened_cases import put_at
from tests.support.organisation import Organisation
from tests.support.tampering import put, recorded

STEPS = (Move(CaseStatus.OPENED, CaseStatus.PREVENTION), Move(CaseStatus.PREVENTION, CaseStatus.RESCUE))


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case of medium risk, newly opened, with nothing written in it."""
    return new_case(organisation)


def everything(organisation: Organisation, *, suspicion: bool = True, plan: bool = True) -> DangerInput:
    """Return a request with all that a new case lacks."""
    now = organisation.clock.now()
    seen = Observed(EvidenceBasis.SEEN, "a man waits for her every evening", as_typed(now))
    return DangerInput(
        uuid4(),
        "he said he comes back tonight",
        suspicion=seen if suspicion else None,
        plan=PlanWords((PlanAction("her aunt", "keeps her inside"),)) if plan else None,
        review_on=local_day(now) + timedelta(days=1) if plan else None,
    )


def ask_now(
    organisation: Organisation, case_id: UUID, by: str = "caseworker", new: DangerInput | None = None
) -> UUID:
    """Ask for everything at once and return the id that the form had."""
    new = new or everything(organisation)
    with organisation.writing(by) as work:
        ask_in_danger(work, case_id, new)
    return new.id


def waiting(organisation: Organisation, case_id: UUID) -> tuple[MoveView, ...]:
    """Return the request that waits, as a supervisor sees it."""
    with organisation.reading("supervisor2") as work:
        return waiting_moves(work, case_id)


def risk_becomes(organisation: Organisation, case_id: UUID, risk: Risk, by: str = "supervisor") -> None:
    """Set the risk in somebody's name."""
    with organisation.writing(by) as work:
        version = risk_page(work, case_id).version
        set_risk(work, case_id, risk=risk, reason="seen again today", version=version)


# The table alone.


@pytest.mark.parametrize("asker", WRITERS)
def test_whoever_writes_in_the_case_asks_once_and_writes_what_is_missing(
    organisation: Organisation, case_id: UUID, asker: str
) -> None:
    move_id = ask_now(organisation, case_id, asker)

    first, last = waiting(organisation, case_id)
    assert (first.from_status, first.to) == (CaseStatus.OPENED, CaseStatus.PREVENTION)
    assert (last.from_status, last.to) == (CaseStatus.PREVENTION, CaseStatus.RESCUE)
    assert last.id == move_id
    assert {first.reason and first.reason.words, last.reason and last.reason.words} == {
        "he said he comes back tonight"
    }
    with organisation.reading("supervisor2") as work:
        case, plan = work.session.get_one(Case, case_id), current_plan(work, case_id)
        assert case.risk == Risk.HIGH
        assert case.next_contact_on == local_day(work.now), "a high risk is due by tonight"
        assert plan is not None
        assert all(check.is_met for check in moves_page(work, case_id).pending_checks)
    assert status(organisation, case_id) == "opened"
    assert len(recorded(organisation, "stage_move.asked")) == 2


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_nobody_else_asks_or_learns_of_it(organisation: Organisation, case_id: UUID, name: str) -> None:
    with pytest.raises(NotVisible):
        ask_now(organisation, case_id, name)
    move_id = ask_now(organisation, case_id)
    with pytest.raises(NotVisible), organisation.writing(name) as work:
        decide(work, case_id, move_id, Decision(Verdict.APPROVE, "", 1))


def test_what_is_missing_is_named_and_nothing_of_it_is_kept(
    organisation: Organisation, case_id: UUID
) -> None:
    with pytest.raises(NotAllowedNow) as refused:
        ask_now(organisation, case_id, new=everything(organisation, suspicion=False, plan=False))

    assert refused.value.reasons == ("needs-concern-linked", "needs-safety-plan")
    with organisation.reading("supervisor") as work:
        assert work.session.get_one(Case, case_id).risk == Risk.MEDIUM
    assert waiting(organisation, case_id) == ()


def test_what_is_there_already_is_not_asked_for_again(organisation: Organisation, case_id: UUID) -> None:
    link_concern(organisation, case_id)
    put_plan_in_force(organisation, case_id)
    ask_now(organisation, case_id, new=everything(organisation, suspicion=False, plan=False))

    assert len(waiting(organisation, case_id)) == 2


def test_a_plan_that_a_colleague_wrote_meanwhile_is_not_replaced(
    organisation: Organisation, case_id: UUID
) -> None:
    put_plan_in_force(organisation, case_id, what="sleeps at the centre")

    with pytest.raises(NotAllowedNow, match="plan-there-already"):
        ask_now(organisation, case_id)


def test_an_empty_reason_and_a_plan_without_a_day_are_refused(
    organisation: Organisation, case_id: UUID
) -> None:
    new = everything(organisation)
    with pytest.raises(NotAllowedNow, match="reason-missing"):
        ask_now(organisation, case_id, new=replace(new, words=" \u200b "))
    with pytest.raises(NotAllowedNow, match="review-not-ahead"):
        ask_now(organisation, case_id, new=replace(new, review_on=None))
    with pytest.raises(NotAllowedNow, match="review-not-ahead"):
        ask_now(organisation, case_id, new=replace(new, review_on=date(2020, 1, 1)))


def test_sent_twice_it_is_one_request_and_another_one_waits_its_turn(
    organisation: Organisation, case_id: UUID
) -> None:
    new = everything(organisation)
    ask_now(organisation, case_id, new=new)

    with pytest.raises(AlreadyDone):
        ask_now(organisation, case_id, new=new)
    with pytest.raises(NotAllowedNow, match="move-pending"):
        ask_now(organisation, case_id, "supervisor")
    with pytest.raises(NotAllowedNow, match="move-pending"):
        ask_move(organisation, case_id, "prevention", by="supervisor")


@pytest.mark.parametrize(("stands_at", "moves"), [("prevention", 1), ("restoration", 1)])
def test_from_a_later_stage_the_same_form_asks_for_the_one_move_that_is_left(
    organisation: Organisation, case_id: UUID, stands_at: str, moves: int
) -> None:
    put_at(organisation, case_id, *(["prevention", "restoration"][: 1 + (stands_at == "restoration")]))
    move_id = ask_now(organisation, case_id)

    assert len(waiting(organisation, case_id)) == moves
    decide_it(organisation, case_id, move_id)
    assert status(organisation, case_id) == "rescue"


@pytest.mark.parametrize("stands_at", [("prevention", "rescue"), ("closed",)])
def test_where_nothing_leads_there_it_is_not_asked(
    organisation: Organisation, case_id: UUID, stands_at: tuple[str, ...]
) -> None:
    put_at(organisation, case_id, *stands_at)
    with pytest.raises(NotAllowedNow, match="no-such-move"):
        ask_now(organisation, case_id)


# Deciding.


@pytest.mark.parametrize(("asker", "decider"), [("caseworker", "supervisor"), ("supervisor", "director")])
def test_one_decision_makes_both_moves_in_their_order_each_told(
    organisation: Organisation, case_id: UUID, asker: str, decider: str
) -> None:
    move_id = ask_now(organisation, case_id, asker)
    decide_it(organisation, case_id, move_id, by=decider)

    assert status(organisation, case_id) == "rescue"
    events = recorded(organisation, "stage_move.approved")
    assert ['"prevention"' in event.body for event in events] == [True, True]
    assert '"opened"' in events[0].body
    assert '"rescue"' in events[1].body
    with organisation.reading("supervisor") as work:
        moves = moves_of(work, case_id).views
        assert {move.state for move in moves} == {MoveState.APPROVED}
        assert {move.decision and move.decision.words for move in moves} == {"agreed"}


def test_the_first_of_both_named_decides_both_as_well(organisation: Organisation, case_id: UUID) -> None:
    ask_now(organisation, case_id)
    first, _ = waiting(organisation, case_id)
    decide_it(organisation, case_id, first.id)

    assert status(organisation, case_id) == "rescue"


def test_the_suspicion_goes_into_the_case_with_the_approval(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_now(organisation, case_id)
    (last,) = (one for one in waiting(organisation, case_id) if one.id == move_id)
    assert last.reason is not None
    concern_id = last.reason.concern_id
    assert concern_id is not None
    with organisation.reading("caseworker") as work, pytest.raises(NotVisible):
        concern_page(work, concern_id)

    decide_it(organisation, case_id, move_id)

    with organisation.reading("caseworker") as work:
        assert concern_page(work, concern_id).case_id == case_id


@pytest.mark.parametrize("name", ["supervisor", "director"])
@pytest.mark.parametrize("verdict", Verdict)
def test_nobody_decides_what_they_asked_for(
    organisation: Organisation, case_id: UUID, name: str, verdict: Verdict
) -> None:
    move_id = ask_now(organisation, case_id, name)

    with pytest.raises(Refused):
        decide_it(organisation, case_id, move_id, verdict, by=name)
    assert status(organisation, case_id) == "opened"


def test_both_are_refused_together_and_both_are_taken_back_together(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_now(organisation, case_id)
    with pytest.raises(NotAllowedNow, match="reason-missing"):
        decide_it(organisation, case_id, move_id, Verdict.REFUSE, words="")
    decide_it(organisation, case_id, move_id, Verdict.REFUSE, words="first the aunt")
    assert waiting(organisation, case_id) == ()
    assert status(organisation, case_id) == "opened"

    again = ask_now(organisation, case_id, new=everything(organisation, plan=False))
    with pytest.raises(Refused), organisation.writing("supervisor") as work:
        withdraw(work, case_id, again)
    with organisation.writing("caseworker") as work:
        withdraw(work, case_id, again)
    with organisation.reading("supervisor") as work:
        states = [move.state for move in moves_of(work, case_id).views]
    assert sorted(states) == ["refused", "refused", "withdrawn", "withdrawn"]


def test_of_two_who_decide_at_once_one_decides(organisation: Organisation, case_id: UUID) -> None:
    move_id = ask_now(organisation, case_id)
    first, _ = waiting(organisation, case_id)
    decide_it(organisation, case_id, move_id, by="supervisor")

    with pytest.raises(AlreadyDone):
        decide_it(organisation, case_id, first.id, by="supervisor")
    with pytest.raises(Conflict):
        decide_it(organisation, case_id, move_id, Verdict.REFUSE, by="supervisor2", words="no")
    assert len(recorded(organisation, "stage_move.approved")) == 2


def test_a_risk_that_was_lowered_meanwhile_stops_the_approval_and_nothing_moves(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_now(organisation, case_id)
    risk_becomes(organisation, case_id, Risk.LOW)

    with pytest.raises(NotAllowedNow, match="needs-risk-high"):
        decide_it(organisation, case_id, move_id)
    assert status(organisation, case_id) == "opened"
    assert len(waiting(organisation, case_id)) == 2

    risk_becomes(organisation, case_id, Risk.HIGH)
    decide_it(organisation, case_id, move_id)
    assert status(organisation, case_id) == "rescue"


@pytest.mark.parametrize("stands_at", ["closed", "prevention"])
def test_a_case_that_moved_meanwhile_is_not_moved_again(
    organisation: Organisation, case_id: UUID, stands_at: str
) -> None:
    move_id = ask_now(organisation, case_id)
    put_at(organisation, case_id, stands_at)

    with pytest.raises(NotAllowedNow, match="case-moved"):
        decide_it(organisation, case_id, move_id)
    decide_it(organisation, case_id, move_id, Verdict.REFUSE, words="it moved meanwhile")
    assert status(organisation, case_id) == stands_at
    assert waiting(organisation, case_id) == ()


def test_of_two_one_of_which_was_changed_outside_neither_is_made(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_now(organisation, case_id)
    first, _ = waiting(organisation, case_id)
    put(organisation, StageMove, first.id, to_stage="closed")

    with pytest.raises(ChangedOutside):
        decide_it(organisation, case_id, move_id)
    assert status(organisation, case_id) == "opened"


def test_a_request_is_one_line_for_whoever_decides_and_stands_before_others(
    organisation: Organisation, case_id: UUID
) -> None:
    ask_move(organisation, new_case(organisation), "prevention")
    organisation.clock.move(timedelta(hours=1))
    move_id = ask_now(organisation, case_id)

    with organisation.reading("supervisor") as work:
        items = moves_to_decide(work)
    assert [item.title == IN_DANGER for item in items] == [True, False]
    assert (items[0].record_id, items[0].step_id) == (case_id, move_id)


def test_what_was_approved_is_taken_back_one_move_after_the_other(
    organisation: Organisation, case_id: UUID
) -> None:
    decide_it(organisation, case_id, ask_now(organisation, case_id))
    organisation.clock.move(timedelta(hours=1))
    for back_to in (CaseStatus.PREVENTION, CaseStatus.OPENED):
        back = MoveInput(uuid4(), back_to, "it was her sister")
        with organisation.writing("caseworker") as work:
            ask(work, case_id, back)
        decide_it(organisation, case_id, back.id)
        organisation.clock.move(timedelta(hours=1))
        assert status(organisation, case_id) == back_to
    fulfil_everything_again(organisation, case_id)


def fulfil_everything_again(organisation: Organisation, case_id: UUID) -> None:
    """The road is open again from there."""
    fulfil_everything(organisation, case_id)
    decide_it(organisation, case_id, ask_move(organisation, case_id, "prevention"))
    assert status(organisation, case_id) == "prevention"
