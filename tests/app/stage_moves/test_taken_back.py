"""A stage that was approved by mistake is taken back by two people: the case stands where it stood, all of it told."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chronology.story import story_of
from app.foundation.case_statuses import WAYS, CaseStatus, takes_back, way_back, ways_on
from app.foundation.errors import NotAllowedNow
from app.keyring.stated_facts import StatedMove, standing
from app.stage_moves.moving import MoveInput, ask
from app.stage_moves.pages import moves_page
from models.case import Case
from tests.support.cases import decide_it, new_case, status
from tests.support.organisation import Organisation
from tests.support.pages import read, send


def move_to(organisation: Organisation, case_id: UUID, to: CaseStatus, words: str = "as agreed") -> None:
    """Ask for a move and have it approved."""
    move = MoveInput(uuid4(), to, words)
    with organisation.writing("caseworker") as work:
        ask(work, case_id, move)
    decide_it(organisation, case_id, move.id)
    organisation.clock.move(timedelta(hours=1))


def test_prevention_that_began_in_the_wrong_case_is_taken_back_and_can_begin_again(
    organisation: Organisation,
) -> None:
    case_id = new_case(organisation)
    opened_at = organisation.clock.now()
    organisation.clock.move(timedelta(days=1))
    move_to(organisation, case_id, CaseStatus.PREVENTION)

    move_to(organisation, case_id, CaseStatus.OPENED, "it was the other boy's case")

    assert status(organisation, case_id) == "opened"
    with organisation.reading("supervisor") as work:
        case, page = work.session.get_one(Case, case_id), moves_page(work, case_id)
        told = [str(each.title) for each in story_of(work, case.child_id).entries]
    assert case.stage_since <= opened_at
    assert page.back_to is None
    assert "A move was taken back: it was approved by mistake" in told
    assert "Prevention began" in told
    move_to(organisation, case_id, CaseStatus.PREVENTION)
    assert status(organisation, case_id) == "prevention"


def test_nobody_takes_back_a_move_that_was_not_made(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match="no-such-move"):
        ask(work, case_id, MoveInput(uuid4(), CaseStatus.OPENED, "no"))
    move_to(organisation, case_id, CaseStatus.PREVENTION)
    move_to(organisation, case_id, CaseStatus.OPENED)

    # Taking the taking back back would be a way around what a stage requires.
    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match="no-such-move"):
        ask(work, case_id, MoveInput(uuid4(), CaseStatus.RESCUE, "no"))


def stated(here: CaseStatus, to: CaseStatus) -> StatedMove:
    """Return an approved move."""
    nobody = UUID(int=0)
    return StatedMove(uuid4(), nobody, nobody, here, to, nobody, nobody, datetime(2026, 11, 2, tzinfo=UTC))


@given(st.lists(st.sampled_from(CaseStatus), max_size=12))
def test_whatever_is_asked_for_a_case_only_goes_along_the_road_or_back_where_it_stood(
    wanted: list[CaseStatus],
) -> None:
    made: list[StatedMove] = []
    for to in wanted:
        here, counting = made[-1].to if made else CaseStatus.OPENED, standing(made)
        back_to = way_back(counting[-1].from_status, counting[-1].to) if counting else None
        if to in ways_on(here, back_to=back_to):
            made.append(stated(here, to))
    counting = standing(made)
    assert (counting[-1].to if counting else CaseStatus.OPENED) is (
        made[-1].to if made else CaseStatus.OPENED
    )
    assert all(each.to in WAYS[each.from_status] for each in counting)
    assert all(one.to is then.from_status for one, then in pairwise(counting))


def test_no_move_is_both_an_ordinary_one_and_a_taking_back() -> None:
    for here, there in product(CaseStatus, CaseStatus):
        assert takes_back(here, there) is (there not in WAYS[here])
        assert way_back(there, here) in (None, there)


def test_it_is_asked_for_and_decided_in_a_browser(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    client, address = organisation.client("caseworker"), f"/cases/{case_id}/moves"
    assert "The last move was a mistake" not in client.get(f"{address}/").text
    move_to(organisation, case_id, CaseStatus.PREVENTION)
    client = organisation.client("caseworker")
    shown = read(client.get(f"{address}/"))
    (way,) = [str(each["href"]) for each in shown.select("main a") if "was a mistake" in each.get_text()]

    asked = send(client, way, {"reason": "it was the other boy's case"})

    assert asked.status_code == 303
    said = read(client.get(asked.location)).text
    assert "it was the other boy's case" in said
    assert "Waits for a decision: Back to Opened" in said
    supervisor = organisation.client("supervisor")
    (deciding,) = read(supervisor.get(f"{address}/")).select("main a[href$='/decide']")
    asks = read(supervisor.get(str(deciding["href"]))).text
    assert "Decide: Back to Opened" in asks
    assert "This takes the last move back" in asks
    assert send(supervisor, str(deciding["href"]), {"verdict": "approve"}).status_code == 303
    assert status(organisation, case_id) == "opened"
