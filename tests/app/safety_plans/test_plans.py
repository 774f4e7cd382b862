"""Safety plans: actions and a day to look again, one in force, those before kept, none lapses in silence."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.foundation.errors import Conflict, NotAllowedNow, NotVisible
from app.foundation.local_time import local_day
from app.safety_plans.documents import PersonToCall, PlanAction, PlanWords
from app.safety_plans.offers import DUE, chronology_entries
from app.safety_plans.plans import PlanInput, PlanPage, plan_page, plans_in_force, write_plan
from models.case import Case
from models.safety_plan import SafetyPlan
from tests.support.cases import READERS_OF_ELSE, WRITERS, new_case, put_plan_in_force, today
from tests.support.organisation import Organisation
from tests.support.tampering import flip, put, recorded

WORDS = PlanWords(
    actions=(
        PlanAction("Her aunt", "fetches her from school"),
        PlanAction("Maly", "calls", date(2026, 11, 5)),
    ),
    warning_signs="The motorbike in front of the house",
    people=(PersonToCall("The aunt", "through the neighbour"),),
    why="He came back",
)
FORTNIGHT = timedelta(days=14)


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def new_plan(organisation: Organisation, words: PlanWords = WORDS, replaces: UUID | None = None) -> PlanInput:
    """Return a plan as it is typed."""
    return PlanInput(uuid4(), words, today(organisation) + FORTNIGHT, replaces)


def written(organisation: Organisation, case_id: UUID, new: PlanInput, by: str = "caseworker") -> UUID:
    """Put a plan in force in somebody's name."""
    with organisation.writing(by) as work:
        write_plan(work, case_id, new)
    return new.id


def page_of(organisation: Organisation, case_id: UUID, by: str = "supervisor") -> PlanPage:
    """Return the plans as somebody reads them."""
    with organisation.reading(by) as work:
        return plan_page(work, case_id)


@pytest.mark.parametrize("name", WRITERS)
def test_those_who_write_in_the_case_put_a_plan_in_force(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    written(organisation, case_id, new_plan(organisation), name)

    current = page_of(organisation, case_id).current
    assert current is not None
    assert current.words == WORDS
    assert name.title() in current.written_by
    assert len(recorded(organisation, "safety_plan.written")) == 1


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_nobody_else_learns_of_a_plan(organisation: Organisation, case_id: UUID, name: str) -> None:
    put_plan_in_force(organisation, case_id)

    with pytest.raises(NotVisible):
        page_of(organisation, case_id, name)
    with pytest.raises(NotVisible):
        written(organisation, case_id, new_plan(organisation), name)


def test_a_new_plan_takes_the_place_of_the_one_before_which_stays_readable(
    organisation: Organisation, case_id: UUID
) -> None:
    first = put_plan_in_force(organisation, case_id, what="the first")
    organisation.clock.move(timedelta(days=1))
    second = put_plan_in_force(organisation, case_id, what="the second")

    page = page_of(organisation, case_id)
    assert page.current is not None
    assert page.current.id == second
    assert [plan.id for plan in page.earlier] == [first]
    assert page.earlier[0].words is not None
    assert page.earlier[0].words.actions[0].what == "the first"


def test_a_plan_written_over_one_that_was_replaced_meanwhile_is_not_put_in_force(
    organisation: Organisation, case_id: UUID
) -> None:
    first = put_plan_in_force(organisation, case_id)
    theirs = put_plan_in_force(organisation, case_id, by="supervisor")

    with pytest.raises(Conflict):
        written(organisation, case_id, new_plan(organisation, replaces=first))
    with pytest.raises(Conflict):
        written(organisation, case_id, new_plan(organisation, replaces=None))
    current = page_of(organisation, case_id).current
    assert current is not None
    assert current.id == theirs


@pytest.mark.parametrize(
    "actions",
    [(), (PlanAction("", ""),), (PlanAction("Her aunt", " "),), (PlanAction("\u200b", "fetches her"),)],
)
def test_a_plan_without_somebody_doing_something_is_none(
    organisation: Organisation, case_id: UUID, actions: tuple[PlanAction, ...]
) -> None:
    with pytest.raises(NotAllowedNow, match="plan-without-action"):
        written(organisation, case_id, new_plan(organisation, replace(WORDS, actions=actions)))


@pytest.mark.parametrize(
    ("days", "reason"), [(0, "review-not-ahead"), (-1, "review-not-ahead"), (93, "too-far-ahead")]
)
def test_a_plan_is_looked_at_again_between_tomorrow_and_three_months(
    organisation: Organisation, case_id: UUID, days: int, reason: str
) -> None:
    review_on = today(organisation) + timedelta(days=days)
    with pytest.raises(NotAllowedNow, match=reason):
        written(organisation, case_id, replace(new_plan(organisation), review_on=review_on))


@pytest.mark.parametrize("days", [1, 92])
def test_both_ends_of_that_span_are_allowed(organisation: Organisation, case_id: UUID, days: int) -> None:
    review_on = today(organisation) + timedelta(days=days)
    written(organisation, case_id, replace(new_plan(organisation), review_on=review_on))

    current = page_of(organisation, case_id).current
    assert current is not None
    assert current.review_on == review_on


def test_empty_lines_are_left_out_and_text_is_cleaned(organisation: Organisation, case_id: UUID) -> None:
    words = PlanWords(
        actions=(PlanAction(" Her\u200b aunt ", "fetches  her"), PlanAction("", "")),
        people=(PersonToCall("", ""), PersonToCall("The \u202eaunt", "")),
    )
    written(organisation, case_id, new_plan(organisation, words))

    current = page_of(organisation, case_id).current
    assert current is not None
    assert current.words is not None
    assert current.words.actions == (PlanAction("Her aunt", "fetches her"),)
    assert current.words.people == (PersonToCall("The aunt", ""),)


def test_a_plan_that_is_overdue_is_late_everywhere_until_it_is_looked_at(
    organisation: Organisation, case_id: UUID
) -> None:
    def due(name: str) -> list[tuple[str, date]]:
        with organisation.reading(name) as work:
            found = DUE.of_person(work, until=local_day(work.now) + timedelta(days=7))
            return [(item.kind, item.due_on) for item in found]

    review_on = today(organisation) + FORTNIGHT
    put_plan_in_force(organisation, case_id)
    organisation.clock.move(timedelta(days=8))
    assert due("caseworker") == [("safety-plan", review_on)]
    assert due("supervisor") == []

    organisation.clock.move(timedelta(days=60))
    assert due("caseworker") == due("supervisor") == due("director") == [("safety-plan", review_on)]
    assert due("othersupervisor") == due("othercaseworker") == due("field") == []
    current = page_of(organisation, case_id).current
    assert current is not None
    assert current.days_late == 54

    put_plan_in_force(organisation, case_id)
    assert due("supervisor") == []
    with organisation.reading("caseworker") as work:
        assert [item.due_on for item in DUE.of_case(work, case_id)] == [today(organisation) + FORTNIGHT]


def test_a_plan_that_was_changed_outside_does_not_open_and_the_others_do(
    organisation: Organisation, case_id: UUID
) -> None:
    spoilt = put_plan_in_force(organisation, case_id)
    organisation.clock.move(timedelta(days=1))
    put_plan_in_force(organisation, case_id)
    flip(organisation, SafetyPlan, "plan", spoilt)

    page = page_of(organisation, case_id)
    assert page.current is not None
    assert page.current.words is not None
    assert page.earlier == ()
    assert [one.id for one in page.changed] == [spoilt]


def test_a_plan_in_force_that_was_changed_outside_is_none_and_the_next_takes_its_place(
    organisation: Organisation, case_id: UUID
) -> None:
    spoilt = put_plan_in_force(organisation, case_id)
    put(organisation, SafetyPlan, spoilt, review_on=today(organisation) + timedelta(days=80))

    with organisation.reading("supervisor") as work:
        plans = plans_in_force(work, case_id)
    assert (plans.current, len(plans.changed)) == (None, 1)
    put_plan_in_force(organisation, case_id)
    page = page_of(organisation, case_id)
    assert page.current is not None
    assert [one.id for one in page.changed] == [spoilt]


def test_the_chronology_tells_every_plan_to_those_who_read_the_case(
    organisation: Organisation, case_id: UUID
) -> None:
    put_plan_in_force(organisation, case_id, what="walks with her")
    with organisation.reading("supervisor") as work:
        child_id = work.session.get_one(Case, case_id).child_id
        assert [entry.text for entry in chronology_entries(work, child_id)] == ["walks with her"]
    for name in READERS_OF_ELSE:
        with organisation.reading(name) as work:
            assert chronology_entries(work, child_id) == []
