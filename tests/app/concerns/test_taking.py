"""After *I have it*: who has it, the next step and its clock, handing it to a colleague and giving it back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.concerns.adding import add_to_concern
from app.concerns.concern_status import ConcernStatus, concern_status_of
from app.concerns.inbox import InboxFilter, inbox
from app.concerns.linking import link_to_case
from app.concerns.receipts import receipt
from app.concerns.taking import HandOver, StepInput, choose_step, hand_over, who_may_take
from app.concerns.today import due_steps
from app.concerns.triage import CloseConcern, Outcome, acknowledge, close_concern
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.next_steps import NextStep, StepWithin
from app.foundation.vocabulary.urgencies import Urgency
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from tests.app.concerns.test_adding import addition
from tests.support.concerns import assigned_case, new_concern, post
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.tampering import put

SOON = timedelta(days=1)
WITHIN = {
    Urgency.NOW: timedelta(minutes=15),
    Urgency.HIGH: timedelta(hours=4),
    Urgency.MEDIUM: timedelta(hours=24),
    Urgency.LOW: timedelta(hours=72),
}


def taken(
    organisation: Organisation, urgency: Urgency = Urgency.HIGH, by: str = "supervisor", **options: object
) -> UUID:
    """Raise a concern as the field worker and take it."""
    posted = post(organisation, new=new_concern(urgency, **options))
    with organisation.writing(by) as work:
        assert acknowledge(work, posted.id) is Outcome.DONE
    return posted.id


def status(organisation: Organisation, concern_id: UUID, by: str = "supervisor") -> ConcernStatus:
    """Return its status as it is read now."""
    with organisation.reading(by) as work:
        return concern_status_of(work, work.session.get_one(Concern, concern_id))


def due(organisation: Organisation, concern_id: UUID) -> datetime:
    """Return when its next step is due."""
    clock = status(organisation, concern_id).step_clock(organisation.clock.now())
    assert clock is not None
    return clock.at


def step(organisation: Organisation, concern_id: UUID, by: str = "supervisor", **changes: object) -> None:
    """Choose the next step."""
    version = status(organisation, concern_id).version
    fields = {"step": NextStep.SEE_CHILD, "within": StepWithin.HOUR, "version": version} | changes
    with organisation.writing(by) as work:
        choose_step(work, concern_id, StepInput(**fields))  # type: ignore[arg-type]  # a test's own fields


def hand(organisation: Organisation, concern_id: UUID, to: str | None, by: str = "supervisor") -> None:
    """Hand it to a colleague, or give it back."""
    version = status(organisation, concern_id).version
    with organisation.writing(by) as work:
        hand_over(work, concern_id, HandOver(organisation.ids[to] if to else None, version))


def rows_of_today(organisation: Organisation, by: str) -> list[tuple[str, str]]:
    """Return the next steps that somebody's Today names."""
    with organisation.reading(by) as work:
        until = (work.now + SOON).date()
        return [(item.title, item.code) for item in due_steps(work, until=until)]


@pytest.mark.parametrize("urgency", Urgency)
def test_whoever_takes_it_has_it_and_calls_within_the_time_of_its_urgency(
    organisation: Organisation, urgency: Urgency
) -> None:
    concern_id = taken(organisation, urgency)

    told = status(organisation, concern_id)
    assert told.held_by == organisation.ids["supervisor"]
    assert told.follow.step is NextStep.CALL
    assert due(organisation, concern_id) == organisation.clock.now() + WITHIN[urgency]
    assert not told.is_changed


def test_the_step_and_its_time_can_be_changed_afterwards(organisation: Organisation) -> None:
    concern_id = taken(organisation)
    organisation.clock.move(timedelta(minutes=5))

    step(organisation, concern_id, words="With the social worker of the commune")

    assert status(organisation, concern_id).follow.step is NextStep.SEE_CHILD
    assert due(organisation, concern_id) == organisation.clock.now() + timedelta(hours=1)
    assert status(organisation, concern_id).held_by == organisation.ids["supervisor"]


STEPS: dict[str, Callable[[UnitOfWork, UUID], object]] = {
    "next step": lambda work, id_: choose_step(work, id_, StepInput(NextStep.GO, StepWithin.HOUR, 2)),
    "give back": lambda work, id_: hand_over(work, id_, HandOver(None, 2)),
}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("field", NotVisible),
        ("auditor", NotVisible),
        ("technician", NotVisible),
        ("othersupervisor", NotVisible),
        ("caseworker", Refused),
        ("counsellor", Refused),
    ],
)
def test_nobody_else_says_what_comes_next(
    organisation: Organisation, name: str, who: str, error: type[Exception]
) -> None:
    concern_id = taken(organisation)
    before = status(organisation, concern_id)

    with organisation.writing(who) as work, pytest.raises(error):
        STEPS[name](work, concern_id)

    assert status(organisation, concern_id) == before


@pytest.mark.parametrize("name", STEPS)
def test_somebody_else_who_was_quicker_is_not_overwritten(organisation: Organisation, name: str) -> None:
    concern_id = taken(organisation)
    step(organisation, concern_id, by="supervisor2")

    with organisation.writing("supervisor") as work, pytest.raises(Conflict):
        STEPS[name](work, concern_id)


def test_what_nobody_has_is_taken_first(organisation: Organisation) -> None:
    posted = post(organisation)

    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow) as refusal:
        hand_over(work, posted.id, HandOver(None, 1))

    assert refusal.value.reasons == ("concern-not-taken",)


def test_of_two_who_press_at_once_the_first_has_it(organisation: Organisation) -> None:
    concern_id = taken(organisation)

    with organisation.writing("supervisor2") as work:
        assert acknowledge(work, concern_id) is Outcome.WAS_DONE

    assert status(organisation, concern_id).held_by == organisation.ids["supervisor"]


class TestHandedOver:
    def test_a_colleague_has_it_and_the_time_that_was_left(self, organisation: Organisation) -> None:
        concern_id = taken(organisation, Urgency.NOW)
        before = due(organisation, concern_id)
        organisation.clock.move(timedelta(minutes=10))

        hand(organisation, concern_id, "supervisor2")

        assert status(organisation, concern_id).held_by == organisation.ids["supervisor2"]
        assert due(organisation, concern_id) == before
        with organisation.reading("field") as work:
            taken_by = receipt(work, concern_id).delivery.taken_by
        assert taken_by is not None
        assert taken_by.id == organisation.ids["supervisor2"]

    def test_given_back_it_waits_as_it_did_and_nobody_has_it(self, organisation: Organisation) -> None:
        concern_id = taken(organisation, Urgency.NOW)
        posted_due = status(organisation, concern_id).due_at
        organisation.clock.move(timedelta(minutes=10))

        hand(organisation, concern_id, None)

        told = status(organisation, concern_id)
        assert (told.state_now, told.due_at, told.held_by) == (ConcernState.WAITING, posted_due, None)
        assert told.acknowledged_by is None
        with organisation.reading("field") as work:
            assert receipt(work, concern_id).delivery.must_call

    def test_taken_again_the_step_goes_on_with_the_time_that_was_left(
        self, organisation: Organisation
    ) -> None:
        concern_id = taken(organisation, Urgency.NOW)
        before = due(organisation, concern_id)
        organisation.clock.move(timedelta(minutes=10))
        hand(organisation, concern_id, None)

        with organisation.writing("supervisor2") as work:
            acknowledge(work, concern_id)

        assert due(organisation, concern_id) == before

    @pytest.mark.parametrize("to", ["field", "caseworker", "othersupervisor", "technician"])
    def test_it_goes_to_nobody_who_receives_no_concerns_of_the_base(
        self, organisation: Organisation, to: str
    ) -> None:
        concern_id = taken(organisation)

        with pytest.raises(NotAllowedNow) as refusal:
            hand(organisation, concern_id, to)

        assert refusal.value.reasons == ("choose-colleague",)
        with organisation.reading("supervisor") as work:
            assert organisation.ids[to] not in {each.id for each in who_may_take(work, RIVERSIDE)}


class TestItsClock:
    def test_it_stands_on_the_today_of_who_has_it_and_late_on_that_of_the_others(
        self, organisation: Organisation
    ) -> None:
        taken(organisation, Urgency.NOW)
        assert rows_of_today(organisation, "supervisor") == [("Next step", "RV-C-0001")]
        assert rows_of_today(organisation, "supervisor2") == []

        organisation.clock.move(timedelta(minutes=15, seconds=1))

        late = [("Next step is late", "RV-C-0001 · Supervisor Person")]
        assert rows_of_today(organisation, "supervisor2") == late
        assert rows_of_today(organisation, "director") == late
        assert rows_of_today(organisation, "supervisor") == [("Next step", "RV-C-0001")]
        for nobodys in ("field", "caseworker", "othersupervisor"):
            assert rows_of_today(organisation, nobodys) == []
        with organisation.reading("supervisor2") as work:
            seen = inbox(work, InboxFilter(is_overdue=True))
        assert seen.steps_late == 1
        assert [line.reference for line in seen.list.lines] == ["RV-C-0001"]

    def test_what_its_poster_adds_does_not_make_it_longer(self, organisation: Organisation) -> None:
        concern_id = taken(organisation, Urgency.NOW)
        before = due(organisation, concern_id)
        organisation.clock.move(timedelta(minutes=5))
        with organisation.writing("field") as work:
            add_to_concern(work, concern_id, addition())
        assert status(organisation, concern_id).waits

        with organisation.writing("supervisor2") as work:
            acknowledge(work, concern_id)

        assert due(organisation, concern_id) == before

    def test_it_ends_when_it_is_closed(self, organisation: Organisation) -> None:
        concern_id = taken(organisation)
        version = status(organisation, concern_id).version
        with organisation.writing("supervisor") as work:
            close_concern(work, concern_id, CloseConcern("The child is safe.", version))

        told = status(organisation, concern_id)
        assert (told.held_by, told.step_clock(organisation.clock.now())) == (None, None)

    def test_it_ends_in_a_case_only_when_somebody_says_that_it_goes_on_there(
        self, organisation: Organisation
    ) -> None:
        case = assigned_case(organisation)
        concern_id = taken(organisation)
        with pytest.raises(NotAllowedNow) as refusal:
            step(organisation, concern_id, step=NextStep.IN_CASE)
        assert refusal.value.reasons == ("concern-in-no-case",)
        with organisation.writing("supervisor") as work:
            link_to_case(work, concern_id, case.case_id, case.child_id)
        assert due(organisation, concern_id) > organisation.clock.now()

        step(organisation, concern_id, step=NextStep.IN_CASE)

        told = status(organisation, concern_id)
        assert (told.follow.step, told.step_clock(organisation.clock.now())) == (NextStep.IN_CASE, None)
        assert told.held_by == organisation.ids["supervisor"]

    def test_it_is_taken_through_a_case_as_by_a_press(self, organisation: Organisation) -> None:
        case = assigned_case(organisation)
        posted = post(organisation)
        with organisation.writing("supervisor") as work:
            link_to_case(work, posted.id, case.case_id, case.child_id)

        assert status(organisation, posted.id).held_by == organisation.ids["supervisor"]
        assert due(organisation, posted.id) == organisation.clock.now() + WITHIN[Urgency.HIGH]


@pytest.mark.parametrize("column", ["held_by", "step_due_at", "news_at"])
def test_a_cell_that_was_changed_is_told_and_not_believed(organisation: Organisation, column: str) -> None:
    concern_id = taken(organisation)
    lie = {
        "held_by": organisation.ids["supervisor2"],
        "step_due_at": organisation.clock.now() + timedelta(days=30),
        "news_at": None,
    }[column]
    put(organisation, Concern, concern_id, **{column: lie})

    told = status(organisation, concern_id)

    assert told.is_changed
    assert told.waits
    assert told.held_by == organisation.ids["supervisor"]
    assert told.step_due_at == organisation.clock.now() + WITHIN[Urgency.HIGH]
