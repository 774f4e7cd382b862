"""Supervision answers within the clock: acknowledges, changes the urgency, closes with a reason."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.concerns.concern_page import ConcernPage, concern_page
from app.concerns.receipts import receipt
from app.concerns.triage import (
    ChangeUrgency,
    CloseConcern,
    Outcome,
    acknowledge,
    change_urgency,
    close_concern,
)
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused, WillNotOpen
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.unit_of_work import UnitOfWork
from models.audit_event import AuditEvent
from models.concern import Concern
from tests.support.concerns import assigned_case, new_concern, post
from tests.support.organisation import Organisation
from tests.support.tampering import flip, put

WHY = "The team saw the girl again tonight."
FIRST = 1
"""The version of a concern nobody has touched."""

STEPS: dict[str, Callable[[UnitOfWork, UUID], object]] = {
    "acknowledge": acknowledge,
    "change urgency": lambda work, id_: change_urgency(work, id_, ChangeUrgency(Urgency.NOW, WHY, FIRST)),
    "close": lambda work, id_: close_concern(work, id_, CloseConcern(WHY, FIRST)),
}

MAY_NOT = {
    "field": NotVisible,
    "field2": NotVisible,
    "technician": NotVisible,
    "auditor": NotVisible,
    "othersupervisor": NotVisible,
    "caseworker": Refused,
    "othercaseworker": Refused,
    "counsellor": Refused,
}


def read(organisation: Organisation, concern_id: UUID, by: str = "supervisor") -> ConcernPage:
    """Return the page a reader sees."""
    with organisation.reading(by) as work:
        return concern_page(work, concern_id)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", ["supervisor", "supervisor2", "director", "director2"])
def test_supervision_takes_every_step(organisation: Organisation, name: str, step: str) -> None:
    posted = post(organisation)

    with organisation.writing(name) as work:
        STEPS[step](work, posted.id)

    page = read(organisation, posted.id, name)
    assert page.version == FIRST + 1
    assert not page.is_changed


@pytest.mark.parametrize("name", MAY_NOT)
def test_nobody_else_takes_any(organisation: Organisation, name: str) -> None:
    posted = post(organisation)

    for step in STEPS.values():
        with organisation.writing(name) as work, pytest.raises(MAY_NOT[name]):
            step(work, posted.id)

    assert read(organisation, posted.id).version == FIRST


def test_acknowledging_stops_the_clock_and_the_poster_hears_of_it(organisation: Organisation) -> None:
    posted = post(organisation, new=new_concern(Urgency.NOW))
    organisation.clock.move(timedelta(minutes=4))

    with organisation.writing("supervisor") as work:
        assert acknowledge(work, posted.id) is Outcome.DONE

    page = read(organisation, posted.id)
    assert page.delivery.clock is None
    assert page.acknowledged_by is not None
    assert page.acknowledged_by.id == organisation.ids["supervisor"]
    with organisation.reading("field") as work:
        seen = receipt(work, posted.id).delivery
    assert (seen.state, seen.must_call) == (ConcernState.ACKNOWLEDGED, False)


def test_a_second_answer_changes_nothing(organisation: Organisation) -> None:
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        acknowledge(work, posted.id)

    with organisation.writing("supervisor2") as work:
        assert acknowledge(work, posted.id) is Outcome.WAS_DONE

    page = read(organisation, posted.id)
    assert page.acknowledged_by is not None
    assert page.acknowledged_by.id == organisation.ids["supervisor"]


def test_an_answer_is_taken_from_an_old_page_and_for_a_damaged_concern(organisation: Organisation) -> None:
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        change_urgency(work, posted.id, ChangeUrgency(Urgency.NOW, WHY, FIRST))
    put(organisation, Concern, posted.id, observation=b"not what was written")

    with organisation.writing("supervisor2") as work:
        assert acknowledge(work, posted.id) is Outcome.DONE


@pytest.mark.parametrize(
    ("urgency", "within"),
    [
        (Urgency.NOW, timedelta(minutes=15)),
        (Urgency.MEDIUM, timedelta(hours=72)),
        (Urgency.LOW, timedelta(days=7)),
    ],
)
def test_another_urgency_counts_anew_from_posting(
    organisation: Organisation, urgency: Urgency, within: timedelta
) -> None:
    posted_at = organisation.clock.now()
    posted = post(organisation)
    organisation.clock.move(timedelta(hours=1))

    with organisation.writing("supervisor") as work:
        change_urgency(work, posted.id, ChangeUrgency(urgency, f"  {WHY}  ", FIRST))

    page = read(organisation, posted.id)
    assert page.delivery.clock is not None
    assert page.delivery.clock.at == posted_at + within
    assert page.delivery.clock.is_late == (urgency is Urgency.NOW)
    assert page.handling is not None
    (change,) = page.handling.urgency_changes
    assert (change.before, change.after, change.reason) == (Urgency.HIGH, urgency, WHY)
    assert change.by == organisation.ids["supervisor"]


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (lambda w, i: change_urgency(w, i, ChangeUrgency(Urgency.HIGH, WHY, FIRST)), "same-urgency"),
        (lambda w, i: change_urgency(w, i, ChangeUrgency(Urgency.LOW, " \u200b", FIRST)), "reason-missing"),
        (lambda w, i: close_concern(w, i, CloseConcern("\n", FIRST)), "reason-missing"),
    ],
    ids=["the same urgency", "no reason to change", "no reason to close"],
)
def test_a_step_without_sense_is_refused(
    organisation: Organisation, step: Callable[[UnitOfWork, UUID], None], reason: str
) -> None:
    posted = post(organisation)

    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match=reason):
        step(work, posted.id)


@pytest.mark.parametrize("step", ["change urgency", "close"])
def test_a_stale_page_overwrites_nothing(organisation: Organisation, step: str) -> None:
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        change_urgency(work, posted.id, ChangeUrgency(Urgency.LOW, WHY, FIRST))

    with organisation.writing("supervisor2") as work, pytest.raises(Conflict):
        STEPS[step](work, posted.id)

    assert read(organisation, posted.id).delivery.urgency is Urgency.LOW


def test_closing_keeps_the_reason_for_readers_and_shows_the_poster_that_it_is_closed(
    organisation: Organisation,
) -> None:
    posted = post(organisation)

    with organisation.writing("supervisor") as work:
        close_concern(work, posted.id, CloseConcern(WHY, FIRST))

    page = read(organisation, posted.id)
    assert page.handling is not None
    assert page.handling.closing_reasons == (WHY,)
    assert not page.is_open
    with organisation.reading("field") as work:
        seen = receipt(work, posted.id)
    assert seen.delivery.state is ConcernState.CLOSED
    assert WHY not in repr(seen)


def test_a_closed_concern_is_not_handled_any_more(organisation: Organisation) -> None:
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        close_concern(work, posted.id, CloseConcern(WHY, FIRST))

    with organisation.writing("supervisor") as work:
        with pytest.raises(NotAllowedNow, match="concern-closed"):
            change_urgency(work, posted.id, ChangeUrgency(Urgency.NOW, WHY, FIRST + 1))
        with pytest.raises(NotAllowedNow, match="concern-closed"):
            close_concern(work, posted.id, CloseConcern(WHY, FIRST + 1))


def test_reasons_are_not_written_over_a_record_that_was_damaged(organisation: Organisation) -> None:
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        change_urgency(work, posted.id, ChangeUrgency(Urgency.LOW, WHY, FIRST))
    flip(organisation, Concern, "handling", posted.id)

    with organisation.writing("supervisor") as work, pytest.raises(WillNotOpen):
        close_concern(work, posted.id, CloseConcern(WHY, 2))
    assert read(organisation, posted.id).handling is None


def test_the_assigned_read_what_they_may_not_triage(organisation: Organisation) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation, new=new_concern(child_id=opened.child_id))

    with organisation.writing("caseworker") as work, pytest.raises(Refused):
        acknowledge(work, posted.id)


def test_the_trail_names_each_step_without_its_words(organisation: Organisation) -> None:
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        acknowledge(work, posted.id)
        change_urgency(work, posted.id, ChangeUrgency(Urgency.LOW, WHY, 2))
        close_concern(work, posted.id, CloseConcern(WHY, 3))

    with organisation.server.store.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("concern."))).all()
    assert [event.action for event in events] == [
        "concern.posted",
        "concern.acknowledged",
        "concern.urgency_changed",
        "concern.closed",
    ]
    assert not [event for event in events if WHY in event.body]
