"""A safety plan written by mistake puts no end to the one before it."""

from datetime import timedelta
from uuid import UUID, uuid4

from app.mistakes.marking import MarkInput, mark_mistaken, take_back_mark
from app.safety_plans.plans import current_plan
from tests.support.cases import new_case, put_plan_in_force
from tests.support.organisation import Organisation


def in_force(organisation: Organisation, case_id: UUID) -> UUID | None:
    with organisation.reading("caseworker") as work:
        current = current_plan(work, case_id)
    return current.id if current else None


def test_the_plan_before_is_in_force_again_until_the_mark_is_taken_back(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    plans = []
    for _ in range(3):
        organisation.clock.move(timedelta(minutes=1))
        plans.append(put_plan_in_force(organisation, case_id))
    first, second, third = plans

    def act(how: object, plan_id: UUID) -> None:
        with organisation.writing("caseworker") as work:
            how(work, "safety_plan", plan_id, MarkInput(uuid4(), "It was for another child."))  # type: ignore[operator]

    act(mark_mistaken, third)
    assert in_force(organisation, case_id) == second
    act(mark_mistaken, second)
    assert in_force(organisation, case_id) == first
    act(take_back_mark, third)
    assert in_force(organisation, case_id) == third
    act(take_back_mark, second)
    assert in_force(organisation, case_id) == third
    act(mark_mistaken, third)
    assert in_force(organisation, case_id) == second
