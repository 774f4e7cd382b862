"""The risk of a case: set with a reason, counted from, and never overwritten in silence."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.cases.case_page import case_page
from app.cases.news import RISK_BECAME_HIGH, risen_lately
from app.cases.notes import NoteInput, add_note
from app.cases.risk import risk_page, set_risk
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.moments import as_typed
from app.foundation.vocabulary.risks import Risk
from app.mistakes.marking import MarkInput, mark_mistaken
from models.case import RiskChange
from tests.support.cases import READERS_OF_ELSE, WRITERS, new_case, today
from tests.support.opened_cases import put_at
from tests.support.organisation import Organisation
from tests.support.tampering import flip, put, recorded

REASON = "The man waited outside her school today."


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case of medium risk."""
    return new_case(organisation)


def change(
    organisation: Organisation, case_id: UUID, risk: Risk, by: str = "caseworker", version: int = 0
) -> None:
    """Set the risk in somebody's name, on top of what they see."""
    with organisation.writing(by) as work:
        seen = version or risk_page(work, case_id).version
        set_risk(work, case_id, risk=risk, reason=REASON, version=seen)


@pytest.mark.parametrize("name", WRITERS)
def test_those_who_write_in_the_case_set_its_risk(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    change(organisation, case_id, Risk.HIGH, name)

    with organisation.reading("supervisor") as work:
        page = risk_page(work, case_id)
    assert page.risk is Risk.HIGH
    assert page.reason == REASON
    assert name.title() in page.set_by


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_nobody_else_learns_of_the_case(organisation: Organisation, case_id: UUID, name: str) -> None:
    with pytest.raises(NotVisible):
        change(organisation, case_id, Risk.HIGH, name, version=1)


@pytest.mark.parametrize(("risk", "days"), [(Risk.HIGH, 0), (Risk.LOW, 30), (Risk.NONE, None)])
def test_the_next_contact_counts_from_the_day_the_risk_is_set(
    organisation: Organisation, case_id: UUID, risk: Risk, days: int | None
) -> None:
    organisation.clock.move(timedelta(days=3))
    change(organisation, case_id, risk)

    with organisation.reading("supervisor") as work:
        due = case_page(work, case_id).next_contact_on
    assert due == (None if days is None else today(organisation) + timedelta(days=days))


def test_the_trail_names_both_levels_and_no_words(organisation: Organisation, case_id: UUID) -> None:
    change(organisation, case_id, Risk.HIGH)

    event = recorded(organisation, "case.risk_set")[-1]
    assert '"medium"' in event.body
    assert '"high"' in event.body
    assert "school" not in event.body


def test_somebody_who_saw_an_older_version_overwrites_nothing(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.reading("supervisor") as work:
        seen = risk_page(work, case_id).version
    change(organisation, case_id, Risk.HIGH)

    with pytest.raises(Conflict):
        change(organisation, case_id, Risk.LOW, "supervisor", version=seen)
    with organisation.reading("supervisor") as work:
        assert risk_page(work, case_id).risk is Risk.HIGH


def test_the_same_risk_again_is_no_change(organisation: Organisation, case_id: UUID) -> None:
    with pytest.raises(NotAllowedNow, match="risk-same"):
        change(organisation, case_id, Risk.MEDIUM)


def test_a_closed_case_keeps_its_risk(organisation: Organisation, case_id: UUID) -> None:
    put_at(organisation, case_id, "closed")

    with pytest.raises(NotAllowedNow, match="case-closed"):
        change(organisation, case_id, Risk.HIGH)


def test_a_reason_that_was_changed_outside_does_not_open_and_the_rest_stands(
    organisation: Organisation, case_id: UUID
) -> None:
    change(organisation, case_id, Risk.HIGH)
    with organisation.server.store.reading() as session:
        newest = session.query(RiskChange).order_by(RiskChange.changed_at.desc()).first()
        assert newest is not None
        newest_id = newest.id
    flip(organisation, RiskChange, "reason", newest_id)

    with organisation.reading("caseworker") as work:
        page = risk_page(work, case_id)
    assert page.risk is Risk.HIGH
    assert page.reason == ""
    assert len(recorded(organisation, "seal.refused")) == 1


def test_a_counsellor_on_the_case_does_not_set_its_risk(organisation: Organisation) -> None:
    case_id = new_case(organisation, "caseworker", "counsellor")

    with pytest.raises((NotVisible, Refused)):
        change(organisation, case_id, Risk.HIGH, "counsellor", version=1)


def met(organisation: Organisation, case_id: UUID, *, days_ago: int = 0) -> UUID:
    """Write down that the child was met."""
    note_id = uuid4()
    with organisation.writing("caseworker") as work:
        happened = as_typed(work.now - timedelta(days=days_ago))
        add_note(work, case_id, note_id, NoteInput("at her aunt's", happened, None, met_child=True))
    return note_id


def next_contact_of(organisation: Organisation, case_id: UUID) -> date | None:
    """Return the day by which the child must be met."""
    with organisation.reading("supervisor") as work:
        return case_page(work, case_id).next_contact_on


def test_a_high_risk_is_due_by_tonight_until_the_child_is_met_and_weekly_from_then_on(
    organisation: Organisation, case_id: UUID
) -> None:
    met(organisation, case_id)
    organisation.clock.move(timedelta(days=2))
    change(organisation, case_id, Risk.HIGH)
    tonight = today(organisation)
    assert next_contact_of(organisation, case_id) == tonight

    organisation.clock.move(timedelta(days=1))
    met(organisation, case_id, days_ago=2)
    assert next_contact_of(organisation, case_id) == tonight, "a meeting before the danger puts nothing off"
    met(organisation, case_id)
    assert next_contact_of(organisation, case_id) == today(organisation) + timedelta(days=7)


def test_whoever_met_the_child_today_and_therefore_set_it_need_not_go_again_tonight(
    organisation: Organisation, case_id: UUID
) -> None:
    met(organisation, case_id)
    change(organisation, case_id, Risk.HIGH)

    assert next_contact_of(organisation, case_id) == today(organisation) + timedelta(days=7)


def test_a_meeting_that_was_written_by_mistake_puts_off_nothing_tonight(
    organisation: Organisation, case_id: UUID
) -> None:
    change(organisation, case_id, Risk.HIGH)
    note_id = met(organisation, case_id)
    with organisation.writing("caseworker") as work:
        mark_mistaken(work, "case_note", note_id, MarkInput(uuid4(), "It was her sister."))

    assert next_contact_of(organisation, case_id) == today(organisation)


def test_everybody_concerned_reads_at_once_that_a_risk_became_high(
    organisation: Organisation, case_id: UUID
) -> None:
    change(organisation, case_id, Risk.HIGH)

    def told(name: str) -> list[str]:
        with organisation.reading(name) as work:
            since = work.now - timedelta(days=7)
            return [each.title for each in risen_lately(work, since=since, at_most=5)]

    for name in ("supervisor", "supervisor2", "director"):
        assert told(name) == [RISK_BECAME_HIGH]
    assert told("caseworker") == [], "what one did oneself is no news"
    for name in READERS_OF_ELSE:
        assert told(name) == []
    change(organisation, case_id, Risk.LOW)
    assert told("supervisor") == []


def test_a_change_that_nobody_wrote_is_no_news(organisation: Organisation, case_id: UUID) -> None:
    change(organisation, case_id, Risk.HIGH)
    with organisation.server.store.reading() as session:
        (newest,) = session.query(RiskChange).where(RiskChange.to_risk == "high").all()
    put(organisation, RiskChange, newest.id, changed_by=organisation.ids["field"])

    with organisation.reading("supervisor") as work:
        assert risen_lately(work, since=work.now - timedelta(days=7), at_most=5) == []
