"""Moves: asked by one person, decided by another, never without what the table requires."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.cases.moves import MoveState, MoveView, moves_of
from app.cases.stages import CaseStatus
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.roles import Role
from app.staff.members import account, mark_of
from app.staff.role_change import RoleInput, change_role
from app.stage_moves.due import moves_to_decide
from app.stage_moves.moving import Decision, MoveInput, Verdict, ask, decide, withdraw
from tests.support.cases import (
    READERS_OF_ELSE,
    WRITERS,
    ask_move,
    decide_it,
    new_case,
    status,
)
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.tampering import recorded


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case with a risk, so that prevention may begin."""
    return new_case(organisation)


def seen(organisation: Organisation, case_id: UUID, move_id: UUID, by: str = "supervisor2") -> MoveView:
    """Return a move as somebody reads it."""
    with organisation.reading(by) as work:
        return next(move for move in moves_of(work, case_id).views if move.id == move_id)


@pytest.mark.parametrize("asker", WRITERS)
def test_those_who_write_in_the_case_ask_and_the_case_stays_where_it_is(
    organisation: Organisation, case_id: UUID, asker: str
) -> None:
    move_id = ask_move(organisation, case_id, "prevention", by=asker)

    move = seen(organisation, case_id, move_id)
    assert move.state is MoveState.ASKED
    assert move.reason is not None
    assert move.reason.words == "it is time"
    assert status(organisation, case_id) == "opened"
    (event,) = recorded(organisation, "stage_move.asked")
    assert '"prevention"' in event.body
    assert "it is time" not in event.body


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_nobody_else_asks_decides_or_learns_of_a_move(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    with pytest.raises(NotVisible):
        ask_move(organisation, case_id, "prevention", by=name)
    move_id = ask_move(organisation, case_id, "prevention")
    with pytest.raises(NotVisible), organisation.writing(name) as work:
        decide(work, case_id, move_id, Decision(Verdict.APPROVE, "", 1))
    with pytest.raises(NotVisible), organisation.writing(name) as work:
        withdraw(work, case_id, move_id)


@pytest.mark.parametrize(
    ("asker", "decider"),
    [
        ("caseworker", "supervisor"),
        ("caseworker", "director"),
        ("supervisor", "supervisor2"),
        ("supervisor", "director"),
        ("director", "director2"),
        ("director", "supervisor"),
    ],
)
def test_another_person_with_the_right_approves(
    organisation: Organisation, case_id: UUID, asker: str, decider: str
) -> None:
    move_id = ask_move(organisation, case_id, "prevention", by=asker)
    decide_it(organisation, case_id, move_id, by=decider)

    assert status(organisation, case_id) == "prevention"
    move = seen(organisation, case_id, move_id)
    assert move.state is MoveState.APPROVED
    assert move.decision is not None
    assert move.decision.words == "agreed"
    (event,) = recorded(organisation, "stage_move.approved")
    assert event.actor_id == organisation.ids[decider]


@pytest.mark.parametrize("name", ["supervisor", "director"])
@pytest.mark.parametrize("verdict", Verdict)
def test_nobody_decides_what_they_asked_for(
    organisation: Organisation, case_id: UUID, name: str, verdict: Verdict
) -> None:
    move_id = ask_move(organisation, case_id, "prevention", by=name)

    with pytest.raises(Refused):
        decide_it(organisation, case_id, move_id, verdict, by=name)
    assert not seen(organisation, case_id, move_id, name).may_decide
    assert status(organisation, case_id) == "opened"


def test_a_caseworker_does_not_decide_a_colleagues_request(organisation: Organisation) -> None:
    case_id = new_case(organisation, "caseworker", "othercaseworker")
    move_id = ask_move(organisation, case_id, "prevention")

    with pytest.raises(Refused):
        decide_it(organisation, case_id, move_id, by="othercaseworker")


def become(organisation: Organisation, name: str, role: Role) -> None:
    """Let a director give somebody another role."""
    with organisation.writing("director2") as work:
        version = mark_of(work, account(work, organisation.ids[name]))
        change_role(work, organisation.ids[name], RoleInput(role, RIVERSIDE), version=version)
    organisation.tokens.pop(name, None)


def test_a_caseworker_who_became_a_supervisor_does_not_decide_what_they_asked_before(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    become(organisation, "caseworker", Role.SUPERVISOR)

    with pytest.raises(Refused):
        decide_it(organisation, case_id, move_id, by="caseworker")
    decide_it(organisation, case_id, move_id, by="supervisor")
    assert status(organisation, case_id) == "prevention"


def test_a_supervisor_who_became_a_caseworker_meanwhile_decides_nothing(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    become(organisation, "supervisor2", Role.CASEWORKER)

    with pytest.raises((Refused, NotVisible)), organisation.writing("supervisor2") as work:
        decide(work, case_id, move_id, Decision(Verdict.APPROVE, "", 1))
    assert status(organisation, case_id) == "opened"


def test_a_refusal_needs_its_reason_and_leaves_the_case_where_it_is(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    with pytest.raises(NotAllowedNow, match="reason-missing"):
        decide_it(organisation, case_id, move_id, Verdict.REFUSE, words=" \u200b ")

    decide_it(organisation, case_id, move_id, Verdict.REFUSE, words="first visit the family")

    move = seen(organisation, case_id, move_id, "caseworker")
    assert move.state is MoveState.REFUSED
    assert move.decision is not None
    assert move.decision.words == "first visit the family"
    assert status(organisation, case_id) == "opened"
    ask_move(organisation, case_id, "prevention")


def test_only_the_asker_takes_a_request_back(organisation: Organisation, case_id: UUID) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    with pytest.raises(Refused), organisation.writing("supervisor") as work:
        withdraw(work, case_id, move_id)

    with organisation.writing("caseworker") as work:
        withdraw(work, case_id, move_id)

    assert seen(organisation, case_id, move_id).state is MoveState.WITHDRAWN
    with pytest.raises(AlreadyDone), organisation.writing("caseworker") as work:
        withdraw(work, case_id, move_id)
    with pytest.raises(Conflict):
        decide_it(organisation, case_id, move_id)
    assert len(recorded(organisation, "stage_move.withdrawn")) == 1


def test_what_was_decided_is_not_taken_back(organisation: Organisation, case_id: UUID) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    decide_it(organisation, case_id, move_id)

    with pytest.raises(Conflict), organisation.writing("caseworker") as work:
        withdraw(work, case_id, move_id)


def test_two_who_decide_at_once_decide_once(organisation: Organisation, case_id: UUID) -> None:
    move_id = ask_move(organisation, case_id, "prevention")
    decide_it(organisation, case_id, move_id, by="supervisor")

    with pytest.raises(AlreadyDone):
        decide_it(organisation, case_id, move_id, by="supervisor")
    with pytest.raises(Conflict):
        decide_it(organisation, case_id, move_id, Verdict.REFUSE, by="supervisor2", words="no")
    assert len(recorded(organisation, "stage_move.approved")) == 1


def test_a_case_has_one_waiting_request_and_the_same_form_sent_twice_makes_one(
    organisation: Organisation, case_id: UUID
) -> None:
    move_id = ask_move(organisation, case_id, "prevention")

    with pytest.raises(NotAllowedNow, match="move-pending"):
        ask_move(organisation, case_id, "prevention", by="supervisor")
    new = MoveInput(move_id, CaseStatus.PREVENTION, "it is time")
    with pytest.raises(AlreadyDone), organisation.writing("caseworker") as work:
        ask(work, case_id, new)
    with pytest.raises(Refused), organisation.writing("supervisor") as work:
        ask(work, case_id, new)


def test_what_waits_is_told_to_everyone_who_may_decide_it_and_to_nobody_else(
    organisation: Organisation, case_id: UUID
) -> None:
    ask_move(organisation, case_id, "prevention", by="supervisor")
    organisation.clock.move(timedelta(days=2))

    told = {}
    for name in ("supervisor", "supervisor2", "director", "caseworker", "othersupervisor", "auditor"):
        with organisation.reading(name) as work:
            told[name] = [item.code for item in moves_to_decide(work)]
    assert told == {
        "supervisor": [],
        "supervisor2": ["RV-K-0001"],
        "director": ["RV-K-0001"],
        "caseworker": [],
        "othersupervisor": [],
        "auditor": [],
    }
