"""A missing safety plan is red wherever its case is seen, by tonight, and no row can hide that it is missing."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.cases.risk import risk_page, set_risk
from app.foundation.vocabulary.risks import Risk
from app.safety_plans.missing import WRITE, plans_missing, plans_to_write
from app.today.page import today_page
from models.case import Case
from models.safety_plan import SafetyPlan
from tests.support.cases import READERS_OF_ELSE, new_case, put_plan_in_force, today
from tests.support.opened_cases import put_at
from tests.support.organisation import Organisation
from tests.support.tampering import put

CONCERNED = ("caseworker", "supervisor", "supervisor2", "director")


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case of high risk without a safety plan."""
    case_id = new_case(organisation)
    risk_becomes(organisation, case_id, Risk.HIGH)
    return case_id


def risk_becomes(organisation: Organisation, case_id: UUID, risk: Risk) -> None:
    """Set the risk."""
    with organisation.writing("caseworker") as work:
        version = risk_page(work, case_id).version
        set_risk(work, case_id, risk=risk, reason="he waits outside", version=version)


def missing(organisation: Organisation, name: str = "supervisor") -> list[tuple[UUID, int]]:
    """Return the cases without a plan, and since how many days each should have one."""
    with organisation.reading(name) as work:
        return [
            (item.record_id, (today(organisation) - item.due_on).days)
            for item in plans_to_write(work)
            if item.is_grave and not item.is_changed
        ]


def test_it_is_due_the_day_the_risk_became_high_for_worker_and_supervisor(
    organisation: Organisation, case_id: UUID
) -> None:
    for name in CONCERNED:
        assert missing(organisation, name) == [(case_id, 0)]
    for name in READERS_OF_ELSE:
        assert missing(organisation, name) == []
    organisation.clock.move(timedelta(days=2))
    for name in CONCERNED:
        with organisation.reading(name) as work:
            late = today_page(work).late
        assert WRITE in [item.title for item in late]
    assert missing(organisation) == [(case_id, 2)]


def test_a_plan_in_force_answers_it_and_so_does_a_lower_risk(
    organisation: Organisation, case_id: UUID
) -> None:
    risk_becomes(organisation, case_id, Risk.MEDIUM)
    assert missing(organisation) == []
    risk_becomes(organisation, case_id, Risk.HIGH)
    assert missing(organisation) == [(case_id, 0)]
    put_plan_in_force(organisation, case_id)
    assert missing(organisation) == []


def test_on_the_way_to_safety_a_plan_is_wanted_at_any_risk(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    assert missing(organisation) == []
    put_at(organisation, case_id, "prevention", "rescue")
    assert missing(organisation) == [(case_id, 0)]


def test_a_closed_case_wants_none(organisation: Organisation, case_id: UUID) -> None:
    put_at(organisation, case_id, "closed")

    assert missing(organisation) == []
    with organisation.reading("supervisor") as work:
        assert plans_missing(work, [case_id]) == {}


def test_the_list_of_cases_says_which_have_none(organisation: Organisation, case_id: UUID) -> None:
    other = new_case(organisation)
    with organisation.reading("supervisor") as work:
        assert plans_missing(work, [case_id, other]) == {case_id: today(organisation)}
    with organisation.reading("othersupervisor") as work:
        assert plans_missing(work, [case_id, other]) == {}


def test_a_plan_that_nobody_wrote_there_answers_nothing(organisation: Organisation, case_id: UUID) -> None:
    elsewhere = put_plan_in_force(organisation, new_case(organisation))
    put(organisation, SafetyPlan, elsewhere, case_id=case_id)

    assert missing(organisation) == [(case_id, 0)]


def test_a_case_that_was_changed_outside_is_told_and_no_code_is_believed(
    organisation: Organisation, case_id: UUID
) -> None:
    put(organisation, Case, case_id, code="RV-K-9999")

    with organisation.reading("supervisor") as work:
        (item,) = plans_to_write(work)
    assert item.is_changed
    assert item.code == ""
