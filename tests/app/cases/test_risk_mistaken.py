"""A risk that was set by mistake is taken back; where a clock would stop for it, a second person decides."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.case_records.loading import readable_case
from app.cases.case_page import case_page
from app.cases.news import risen_lately
from app.cases.risk import risk_page, set_risk
from app.cases.risk_mistaken import RISK, risk_history
from app.chronology.story import story_of
from app.foundation.errors import NotVisible, Refused
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.second_reasons import SecondReason
from app.mistakes.marking import MarkInput, SecondDecision, decide_mark, mark_mistaken, take_back_mark
from models.case import RiskChange
from models.mistake import MistakeMark
from tests.app.cases.test_risk import change, next_contact_of
from tests.support.cases import READERS_OF_ELSE, new_case, today
from tests.support.organisation import Organisation
from tests.support.tampering import put

WHY = "It was meant for another child's case."


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case of medium risk."""
    return new_case(organisation)


def newest(organisation: Organisation, case_id: UUID) -> UUID:
    """Return the change of risk that was made last."""
    with organisation.reading("supervisor") as work:
        return risk_history(work, case_id).risks[0].id


def mark(organisation: Organisation, risk_id: UUID, by: str = "caseworker") -> tuple[UUID, MarkOutcome]:
    """Mark a risk as set by mistake; return the mark and what came of it."""
    mark_id = uuid4()
    with organisation.writing(by) as work:
        return mark_id, mark_mistaken(work, RISK, risk_id, MarkInput(mark_id, WHY))


def agree(organisation: Organisation, mark_id: UUID, by: str = "supervisor2") -> None:
    """Agree as a second person."""
    with organisation.writing(by) as work:
        version = work.session.get_one(MistakeMark, mark_id).version
        decide_mark(work, mark_id, SecondDecision(MarkOutcome.AGREED, "", version))


def risk_of(organisation: Organisation, case_id: UUID) -> Risk | None:
    """Return the risk of a case."""
    with organisation.reading("supervisor") as work:
        return case_page(work, case_id).risk


def test_a_high_risk_on_the_wrong_case_is_taken_back_once_a_second_person_agrees(
    organisation: Organisation, case_id: UUID
) -> None:
    before = next_contact_of(organisation, case_id)
    organisation.clock.move(timedelta(hours=1))
    change(organisation, case_id, Risk.HIGH)
    mark_id, outcome = mark(organisation, newest(organisation, case_id))

    assert outcome is MarkOutcome.WAITING
    assert risk_of(organisation, case_id) is Risk.HIGH, "until somebody else agrees, its clock goes on"
    agree(organisation, mark_id)
    assert risk_of(organisation, case_id) is Risk.MEDIUM
    assert next_contact_of(organisation, case_id) == before
    with organisation.reading("supervisor") as work:
        assert risk_history(work, case_id).risks[0].marks.is_marked
        assert risk_page(work, case_id).reason != "", "the form shows who set the risk that counts"
        assert risen_lately(work, since=work.now - timedelta(days=7), at_most=5) == []
        story = story_of(work, case_page(work, case_id).child_id, how=None, page=1)
        assert "Risk set to high" not in [each.title for each in story.entries]


def test_the_first_risk_taken_back_leaves_it_not_set_and_nothing_due(
    organisation: Organisation, case_id: UUID
) -> None:
    mark_id, outcome = mark(organisation, newest(organisation, case_id))
    assert outcome is MarkOutcome.WAITING
    agree(organisation, mark_id)

    assert risk_of(organisation, case_id) is None
    assert next_contact_of(organisation, case_id) is None


def test_a_low_risk_set_by_mistake_goes_at_once_and_the_child_is_met_as_before(
    organisation: Organisation, case_id: UUID
) -> None:
    change(organisation, case_id, Risk.HIGH)
    organisation.clock.move(timedelta(hours=1))
    change(organisation, case_id, Risk.LOW)
    assert next_contact_of(organisation, case_id) == today(organisation) + timedelta(days=30)

    _, outcome = mark(organisation, newest(organisation, case_id))

    assert outcome is MarkOutcome.AGREED
    assert risk_of(organisation, case_id) is Risk.HIGH
    assert next_contact_of(organisation, case_id) == today(organisation)


def test_that_it_counts_after_all_asks_a_second_person_where_a_clock_would_stop(
    organisation: Organisation, case_id: UUID
) -> None:
    change(organisation, case_id, Risk.HIGH)
    organisation.clock.move(timedelta(hours=1))
    change(organisation, case_id, Risk.LOW)
    risk_id = newest(organisation, case_id)
    mark(organisation, risk_id)

    back_id = uuid4()
    with organisation.writing("caseworker") as work:
        outcome = take_back_mark(work, RISK, risk_id, MarkInput(back_id, "She is safe, her aunt says."))
    assert outcome is MarkOutcome.WAITING
    assert risk_of(organisation, case_id) is Risk.HIGH
    agree(organisation, back_id)
    assert risk_of(organisation, case_id) is Risk.LOW


def test_an_older_one_that_no_longer_holds_goes_at_once_and_moves_nothing(
    organisation: Organisation, case_id: UUID
) -> None:
    change(organisation, case_id, Risk.LOW)
    older = newest(organisation, case_id)
    organisation.clock.move(timedelta(hours=1))
    change(organisation, case_id, Risk.HIGH)
    due = next_contact_of(organisation, case_id)

    _, outcome = mark(organisation, older)

    assert outcome is MarkOutcome.AGREED
    assert (risk_of(organisation, case_id), next_contact_of(organisation, case_id)) == (Risk.HIGH, due)


def test_what_stops_and_why_a_second_person_is_asked_is_told(
    organisation: Organisation, case_id: UUID
) -> None:
    change(organisation, case_id, Risk.HIGH)
    mark(organisation, newest(organisation, case_id))

    with organisation.reading("supervisor2") as work:
        (waiting,) = (each.marks.waiting for each in risk_history(work, case_id).risks if each.marks.waiting)
    assert waiting.needs_second is SecondReason.STOPS_CLOCK
    assert waiting.words == WHY


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_nobody_else_marks_it(organisation: Organisation, case_id: UUID, name: str) -> None:
    risk_id = newest(organisation, case_id)
    with pytest.raises((NotVisible, Refused)):
        mark(organisation, risk_id, name)


def test_a_mark_that_somebody_wrote_into_the_row_takes_no_risk_away(
    organisation: Organisation, case_id: UUID
) -> None:
    change(organisation, case_id, Risk.HIGH)
    put(organisation, RiskChange, newest(organisation, case_id), mistake_id=uuid4())

    with organisation.reading("supervisor") as work:
        assert readable_case(work, case_id).risk == Risk.HIGH
        assert risk_page(work, case_id).is_changed
        assert risk_history(work, case_id).risks[0].is_changed


def test_after_the_mistake_the_risk_is_set_as_if_it_had_never_been(
    organisation: Organisation, case_id: UUID
) -> None:
    change(organisation, case_id, Risk.HIGH)
    mark_id, _ = mark(organisation, newest(organisation, case_id))
    agree(organisation, mark_id)
    organisation.clock.move(timedelta(minutes=1))

    with organisation.writing("caseworker") as work:
        version = risk_page(work, case_id).version
        set_risk(work, case_id, risk=Risk.HIGH, reason="Now he stands at her school.", version=version)
    assert risk_of(organisation, case_id) is Risk.HIGH
    assert next_contact_of(organisation, case_id) == today(organisation)
