"""The risk of a case: set with a reason, counted from, and never overwritten in silence."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.cases.case_page import case_page
from app.cases.risk import risk_page, set_risk
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.risks import Risk
from models.case import RiskChange
from tests.support.cases import READERS_OF_ELSE, WRITERS, new_case, today
from tests.support.opened_cases import put_at
from tests.support.organisation import Organisation
from tests.support.tampering import flip, recorded

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


@pytest.mark.parametrize(("risk", "days"), [(Risk.HIGH, 7), (Risk.LOW, 30), (Risk.NONE, None)])
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
