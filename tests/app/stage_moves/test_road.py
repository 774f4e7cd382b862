"""The road as it is drawn: what is done, where the child is, what lies ahead, what was not needed."""

from datetime import timedelta
from uuid import uuid4

from app.cases.closure import CRITERIA
from app.cases.stages import CaseStatus
from app.foundation.vocabulary.closure_reasons import ClosureReason
from app.stage_moves.moving import MoveInput, ask
from app.stage_moves.road import RoadStep, road_of
from tests.support.cases import decide_it, fulfil_everything, move_along, new_case, today
from tests.support.organisation import Organisation


def states(road: tuple[RoadStep, ...]) -> list[str]:
    """Return the state of each of the three steps."""
    return [step.state.value for step in road]


def test_the_road_of_a_case_that_goes_all_the_way(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    fulfil_everything(organisation, case_id)
    began = today(organisation)
    drawn = []
    for stage in ("prevention", "rescue", "restoration"):
        with organisation.reading("caseworker") as work:
            drawn.append(states(road_of(work, case_id)))
        move_along(organisation, case_id, stage)
    with organisation.reading("caseworker") as work:
        road = road_of(work, case_id)

    assert drawn == [["ahead"] * 3, ["now", "ahead", "ahead"], ["done", "now", "ahead"]]
    assert states(road) == ["done", "done", "now"]
    assert road[0].from_on == began
    assert road[0].until_on == began + timedelta(days=1)
    assert road[2].days == 1


def test_a_stage_that_was_not_needed_is_told_apart_from_one_that_is_done(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    fulfil_everything(organisation, case_id)
    move_along(organisation, case_id, "prevention", "restoration")

    with organisation.reading("supervisor") as work:
        assert states(road_of(work, case_id)) == ["done", "skipped", "now"]


def test_back_to_safety_puts_restoration_ahead_again(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    fulfil_everything(organisation, case_id)
    move_along(organisation, case_id, "prevention", "rescue", "restoration", "rescue")

    with organisation.reading("supervisor") as work:
        assert states(road_of(work, case_id)) == ["done", "now", "ahead"]


def test_the_road_of_a_closed_case_lies_behind(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    move_along(organisation, case_id, "prevention")
    reason = ClosureReason.NO_LONGER_AT_RISK
    new = MoveInput(uuid4(), CaseStatus.CLOSED, "well", reason, CRITERIA[reason])
    with organisation.writing("caseworker") as work:
        ask(work, case_id, new)
    decide_it(organisation, case_id, new.id)

    with organisation.reading("supervisor") as work:
        assert states(road_of(work, case_id)) == ["done", "skipped", "skipped"]
