"""Leaving for a home visit and coming back: who is not back is looked for, as after a shift."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day
from app.foundation.roles import Flag
from app.home_visits.going import check_visitor, move_return
from app.home_visits.mistaken import VISIT
from app.home_visits.today import OUT, OVERDUE, RED, TO_MAKE, TO_VISIT_AGAIN, due_visits, waiting_visits
from app.mistakes.marking import MarkInput, mark_mistaken
from app.outreach.night_times import time_of
from app.outreach.shifts import Check
from models.home_visit import HomeVisit
from tests.support.home_visits import family_of, found, in_vain, is_back, left, visit_as, visit_to
from tests.support.opened_cases import child_of
from tests.support.organisation import Organisation
from tests.support.tampering import behind


@pytest.fixture
def family_id(organisation: Organisation) -> UUID:
    return family_of(organisation, child_of(organisation))


@pytest.fixture
def visit_id(organisation: Organisation, family_id: UUID) -> UUID:
    return visit_to(organisation, family_id)


def waiting(organisation: Organisation, name: str) -> list[str]:
    with organisation.reading(name) as work:
        return [item.title for item in waiting_visits(work)]


def due(organisation: Organisation, name: str) -> list[str]:
    with organisation.reading(name) as work:
        return [item.title for item in due_visits(work, until=local_day(work.now))]


def test_they_are_out_from_when_they_leave(organisation: Organisation, visit_id: UUID) -> None:
    left(organisation, visit_id)
    assert waiting(organisation, "field") == [OUT]
    assert waiting(organisation, "caseworker") == [OUT]
    assert waiting(organisation, "supervisor") == []
    with pytest.raises(AlreadyDone):
        left(organisation, visit_id)


def test_whoever_does_not_go_leaves_for_nobody(organisation: Organisation, visit_id: UUID) -> None:
    with pytest.raises(Refused):
        left(organisation, visit_id, by="othercaseworker")
    with pytest.raises(NotVisible):
        left(organisation, visit_id, by="field2")


@pytest.mark.parametrize(
    ("name", "rings"),
    [
        ("field", True),
        ("caseworker", True),
        ("supervisor", True),
        ("supervisor2", True),
        ("director", True),
        ("othercaseworker", False),
        ("field2", False),
        ("othersupervisor", False),
    ],
)
def test_who_is_told_that_they_are_not_back(
    organisation: Organisation, visit_id: UUID, name: str, rings: bool
) -> None:
    left(organisation, visit_id)
    organisation.clock.move(timedelta(hours=3))
    assert (OVERDUE in waiting(organisation, name)) is rings


def test_the_last_one_back_ends_it_and_a_wrong_press_is_taken_back(
    organisation: Organisation, visit_id: UUID
) -> None:
    left(organisation, visit_id)
    is_back(organisation, visit_id, "field")
    with pytest.raises(AlreadyDone):
        is_back(organisation, visit_id, "field")
    organisation.clock.move(timedelta(hours=3))
    assert OVERDUE in waiting(organisation, "supervisor")
    is_back(organisation, visit_id, "caseworker", by="supervisor")
    assert waiting(organisation, "supervisor") == []
    assert not visit_as(organisation, visit_id).view.is_out
    with organisation.writing("field") as work:
        check_visitor(work, visit_id, organisation.ids["caseworker"], Check.IN)
    assert OVERDUE in waiting(organisation, "supervisor")


def test_nobody_else_says_that_they_are_back(organisation: Organisation, visit_id: UUID) -> None:
    with pytest.raises(NotAllowedNow, match="visit-not-begun"):
        is_back(organisation, visit_id, "field")
    left(organisation, visit_id)
    with pytest.raises(Refused):
        is_back(organisation, visit_id, "field", by="othercaseworker")
    with pytest.raises(NotVisible):
        is_back(organisation, visit_id, "field2")


def test_they_may_come_back_later(organisation: Organisation, visit_id: UUID) -> None:
    left(organisation, visit_id)
    with organisation.writing("caseworker") as work:
        move_return(work, visit_id, time_of(work.now + timedelta(hours=5)))
    organisation.clock.move(timedelta(hours=3))
    assert waiting(organisation, "supervisor") == []
    organisation.clock.move(timedelta(hours=3))
    assert waiting(organisation, "supervisor") == [OVERDUE]


def test_a_time_that_the_database_moved_rings_at_once(organisation: Organisation, visit_id: UUID) -> None:
    left(organisation, visit_id)
    later = organisation.clock.now() + timedelta(days=3)
    with behind(organisation) as session:
        session.execute(update(HomeVisit).where(HomeVisit.id == visit_id).values(due_back_at=later))
    assert OVERDUE in waiting(organisation, "supervisor")
    is_back(organisation, visit_id, "field", by="supervisor")
    is_back(organisation, visit_id, "caseworker", by="supervisor")
    assert waiting(organisation, "supervisor") == []


def test_nobody_is_forgotten_by_a_mark(organisation: Organisation, visit_id: UUID) -> None:
    left(organisation, visit_id)
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="visitors-out"):
        mark_mistaken(work, VISIT, visit_id, MarkInput(uuid4(), "another day"))


def test_a_planned_visit_is_due_for_whoever_goes_and_late_for_those_who_lead(
    organisation: Organisation, visit_id: UUID
) -> None:
    assert due(organisation, "field") == [TO_MAKE]
    assert due(organisation, "othercaseworker") == due(organisation, "supervisor") == []
    organisation.clock.move(timedelta(days=1))
    assert due(organisation, "supervisor") == [TO_MAKE]
    assert due(organisation, "othersupervisor") == []
    in_vain(organisation, visit_id)
    assert due(organisation, "field") == []


def test_a_family_is_to_be_visited_again_until_somebody_plans_it(
    organisation: Organisation, family_id: UUID, visit_id: UUID
) -> None:
    found(organisation, visit_id, "aaaac")
    organisation.clock.move(timedelta(days=8))
    assert due(organisation, "caseworker") == due(organisation, "supervisor") == [TO_VISIT_AGAIN]
    # A field worker reads no families and plans nothing there.
    assert due(organisation, "field") == []
    visit_to(organisation, family_id)
    assert TO_VISIT_AGAIN not in due(organisation, "caseworker")


def test_what_is_red_stands_on_today_until_it_is_answered(organisation: Organisation, visit_id: UUID) -> None:
    found(organisation, visit_id, "aaaac")
    for name in ("field", "caseworker", "supervisor"):
        assert waiting(organisation, name) == [RED]
    assert waiting(organisation, "othercaseworker") == waiting(organisation, "field2") == []


def test_who_is_on_call_in_the_office_hears_it_too(organisation: Organisation, visit_id: UUID) -> None:
    left(organisation, visit_id)
    organisation.clock.move(timedelta(hours=3))
    with organisation.reading("othercaseworker") as work:
        work.person = replace(work.person, flags=frozenset({Flag.ON_CALL}))
        assert [item.title for item in waiting_visits(work)] == [OVERDUE]
