"""What a case's own page shows, to whom, and what stands when a part of it does not open."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from app.cases.assigning import assign, assign_page, end_assignment
from app.cases.case_page import case_page
from app.cases.due import due_items, due_of_case, unassigned_cases
from app.cases.listing import CaseFilter, case_list
from app.cases.summaries import cases_of_children
from app.foundation.errors import NotVisible
from app.foundation.local_time import local_day
from app.keyring.known_assignments import Ending
from app.keyring.policy import Duty
from app.unit_of_work import UnitOfWork
from models.case import Case
from tests.support.cases import READERS_OF_ELSE, new_case, today
from tests.support.opened_cases import put_at, rewrite
from tests.support.organisation import Organisation
from tests.support.tampering import flip, recorded


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


@pytest.mark.parametrize("name", ["caseworker", "supervisor", "supervisor2", "director", "director2"])
def test_readers_of_the_case_file_see_it_with_the_childs_name(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    with organisation.reading(name) as work:
        page = case_page(work, case_id)

    assert page.code == "RV-K-0001"
    assert page.child_code == "RV-0001"
    assert page.child_name is not None
    assert page.child_name.latin == "Sok Sophea"
    assert page.base == "Riverside"
    assert page.rights.writes
    assert page.rights.assigns == (name != "caseworker")


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_for_everyone_else_there_is_no_such_case(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    with pytest.raises(NotVisible), organisation.reading(name) as work:
        case_page(work, case_id)


def test_a_summary_that_was_changed_outside_leaves_the_rest_standing(
    organisation: Organisation, case_id: UUID
) -> None:
    flip(organisation, Case, "summary", case_id)

    with organisation.reading("caseworker") as work:
        page = case_page(work, case_id)
    assert page.is_changed
    assert (page.summary, page.code, page.risk) == (None, "", None)
    assert page.child_name is not None
    assert recorded(organisation, "seal.refused")


def test_opening_the_page_is_recorded_with_case_and_child(organisation: Organisation, case_id: UUID) -> None:
    with organisation.reading("caseworker") as work:
        child_id = case_page(work, case_id).child_id

    event = recorded(organisation, "opened")[-1]
    assert event.actor_id == organisation.ids["caseworker"]
    assert str(case_id) in event.body
    assert str(child_id) in event.body


def test_other_rooms_learn_of_a_childs_cases_only_what_is_theirs_to_read(
    organisation: Organisation, case_id: UUID
) -> None:
    with organisation.reading("supervisor") as work:
        child_id = case_page(work, case_id).child_id
        assert cases_of_children(work, [child_id])[child_id][0].id == case_id
    for name in READERS_OF_ELSE:
        with organisation.reading(name) as work:
            assert not cases_of_children(work, [child_id])


def test_the_next_contact_is_due_to_the_assigned_and_late_to_their_supervisors(
    organisation: Organisation, case_id: UUID
) -> None:
    def kinds(work: UnitOfWork) -> list[str]:
        return [item.kind for item in due_items(work, until=local_day(work.now) + timedelta(days=7))]

    rewrite(organisation, case_id, next_contact_on=today(organisation) + timedelta(days=7))
    with organisation.reading("caseworker") as work:
        assert kinds(work) == ["contact"]
        assert [item.kind for item in due_of_case(work, case_id)] == ["contact"]
    with organisation.reading("supervisor") as work:
        assert kinds(work) == []
    organisation.clock.move(timedelta(days=8))
    with organisation.reading("supervisor") as work:
        assert kinds(work) == ["contact"]
    with organisation.reading("othersupervisor") as work:
        assert kinds(work) == []


def test_a_case_nobody_works_on_waits_for_those_who_may_assign(organisation: Organisation) -> None:
    new_case(organisation, "counsellor")

    seen = {}
    for name in ("supervisor", "director", "caseworker", "othersupervisor"):
        with organisation.reading(name) as work:
            seen[name] = [item.code for item in unassigned_cases(work)]
    assert seen == {
        "supervisor": ["RV-K-0001"],
        "director": ["RV-K-0001"],
        "caseworker": [],
        "othersupervisor": [],
    }


def test_nobody_is_assigned_counts_from_when_the_last_one_left(organisation: Organisation) -> None:
    case_id = new_case(organisation, "counsellor")
    opened = organisation.clock.now()
    organisation.clock.move(timedelta(days=3))
    with organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["caseworker"])
        mistaken = assign_page(work, case_id).assigned[-1].assignment_id
        end_assignment(work, case_id, mistaken, ending=Ending.BEGUN_BY_MISTAKE)

    def since() -> list[date]:
        with organisation.reading("supervisor") as work:
            told = [item.due_on for item in unassigned_cases(work)]
            (line,) = case_list(work, CaseFilter(), page=1).lines
            assert [line.nobody_since, case_page(work, case_id).nobody_since] == [next(iter(told), None)] * 2
        return told

    assert since() == [local_day(opened)]

    with organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["caseworker"])
    assert since() == []
    organisation.clock.move(timedelta(days=9))
    left = organisation.clock.now()
    with organisation.writing("supervisor") as work:
        theirs = next(one for one in assign_page(work, case_id).assigned if one.duty is Duty.CASEWORKER)
        end_assignment(work, case_id, theirs.assignment_id)
    organisation.clock.move(timedelta(days=4))
    assert since() == [local_day(left)]


def test_a_closed_case_is_due_for_nothing(organisation: Organisation, case_id: UUID) -> None:
    put_at(organisation, case_id, "closed")
    organisation.clock.move(timedelta(days=60))

    with organisation.reading("supervisor") as work:
        assert due_items(work, until=local_day(work.now)) == []
        assert due_of_case(work, case_id) == []
        assert unassigned_cases(work) == []
