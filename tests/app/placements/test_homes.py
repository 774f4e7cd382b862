"""Placements: where a child lives, whether safe, since when, on which paper; in a folder of their own."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.local_time import local_day
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.placements.documents import Home
from app.placements.homes import (
    PlacementInput,
    PlacementPage,
    change_placement,
    current_placements,
    placement_page,
    record_placement,
)
from app.placements.offers import DUE, chronology_entries
from models.case import Case
from models.placement import Placement
from tests.support.cases import READERS_OF_ELSE, WRITERS, new_case, record_home, today
from tests.support.organisation import Organisation
from tests.support.pages import filled, read
from tests.support.tampering import flip, put, recorded

HOME = Home(
    PlacementKind.KINSHIP,
    HomeSafety.SAFE,
    how_known="Maly visited twice",
    carer="Grandmother",
    address="behind the market",
    decided_by="District social affairs",
    document="Order 12/2026",
)
DAY = timedelta(days=1)


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case to which `caseworker` is assigned."""
    return new_case(organisation)


def recorded_home(
    organisation: Organisation, case_id: UUID, draft: PlacementInput | None = None, by: str = "caseworker"
) -> UUID:
    """Record a placement in somebody's name."""
    placement_id = uuid4()
    with organisation.writing(by) as work:
        record_placement(work, case_id, placement_id, draft or PlacementInput(HOME, local_day(work.now)))
    return placement_id


def test_a_paper_for_many_years_does_not_put_the_next_look_off_for_more_than_one(
    organisation: Organisation, case_id: UUID
) -> None:
    home = replace(HOME, document_ends_on=today(organisation) + 15 * 365 * DAY)
    recorded_home(organisation, case_id, PlacementInput(home, today(organisation)))

    review_on = page_of(organisation, case_id).now[0].review_on
    assert review_on == today(organisation) + 366 * DAY


def page_of(organisation: Organisation, case_id: UUID, by: str = "supervisor") -> PlacementPage:
    """Return the placements as somebody reads them."""
    with organisation.reading(by) as work:
        return placement_page(work, case_id)


@pytest.mark.parametrize("name", WRITERS)
def test_those_who_write_in_the_case_record_where_the_child_lives(
    organisation: Organisation, case_id: UUID, name: str
) -> None:
    recorded_home(organisation, case_id, by=name)

    (home,) = page_of(organisation, case_id).now
    assert home.home == HOME
    assert home.is_safe
    assert name.title() in home.written_by


@pytest.mark.parametrize("name", READERS_OF_ELSE)
def test_nobody_else_learns_of_a_placement(organisation: Organisation, case_id: UUID, name: str) -> None:
    placement_id = recorded_home(organisation, case_id)

    with pytest.raises(NotVisible):
        page_of(organisation, case_id, name)
    with pytest.raises(NotVisible):
        recorded_home(organisation, case_id, by=name)
    with pytest.raises(NotVisible), organisation.writing(name) as work:
        draft = PlacementInput(HOME, local_day(work.now))
        change_placement(work, case_id, placement_id, draft, version=1)


def test_the_home_before_ends_on_the_day_the_new_one_begins(
    organisation: Organisation, case_id: UUID
) -> None:
    first = recorded_home(organisation, case_id)
    organisation.clock.move(5 * DAY)
    second = recorded_home(organisation, case_id)

    page = page_of(organisation, case_id)
    assert [one.id for one in page.now] == [second]
    assert [(one.id, one.until_on) for one in page.earlier] == [(first, today(organisation))]


def test_a_home_of_the_past_ends_nothing(organisation: Organisation, case_id: UUID) -> None:
    now = recorded_home(organisation, case_id)
    day = today(organisation)
    recorded_home(organisation, case_id, PlacementInput(HOME, day - 30 * DAY, day - 10 * DAY))

    page = page_of(organisation, case_id)
    assert [one.id for one in page.now] == [now]
    assert len(page.earlier) == 1


def test_a_home_that_began_before_the_one_recorded_now_needs_its_end(
    organisation: Organisation, case_id: UUID
) -> None:
    recorded_home(organisation, case_id)

    with pytest.raises(NotAllowedNow, match="before-the-home-before"):
        recorded_home(organisation, case_id, PlacementInput(HOME, today(organisation) - 3 * DAY))
    (now,) = page_of(organisation, case_id).now
    assert now.until_on is None


@pytest.mark.parametrize(
    ("from_days", "until_days", "reason"), [(1, None, "from-ahead"), (-5, -6, "until-before-from")]
)
def test_days_that_cannot_be_are_refused(
    organisation: Organisation, case_id: UUID, from_days: int, until_days: int | None, reason: str
) -> None:
    day = today(organisation)
    until_on = None if until_days is None else day + timedelta(days=until_days)
    with pytest.raises(NotAllowedNow, match=reason):
        recorded_home(organisation, case_id, PlacementInput(HOME, day + timedelta(days=from_days), until_on))


def test_a_placement_is_corrected_and_ended(organisation: Organisation, case_id: UUID) -> None:
    placement_id = recorded_home(organisation, case_id)
    organisation.clock.move(3 * DAY)
    began = today(organisation) - 3 * DAY

    with organisation.writing("supervisor") as work:
        draft = PlacementInput(replace(HOME, safety=HomeSafety.NOT_SAFE), began, today(organisation))
        change_placement(work, case_id, placement_id, draft, version=1)

    page = page_of(organisation, case_id)
    assert page.now == ()
    assert page.earlier[0].home is not None
    assert page.earlier[0].home.safety is HomeSafety.NOT_SAFE
    assert "not_safe" not in recorded(organisation, "placement.changed")[0].body


def test_a_paper_that_ends_is_looked_at_before_it_ends(organisation: Organisation, case_id: UUID) -> None:
    day = today(organisation)
    home = replace(HOME, document_ends_on=day + 20 * DAY)
    recorded_home(organisation, case_id, PlacementInput(home, day, review_on=day + 90 * DAY))

    def due(name: str) -> list[date]:
        with organisation.reading(name) as work:
            return [item.due_on for item in DUE.of_person(work, until=local_day(work.now) + 7 * DAY)]

    assert due("caseworker") == []
    organisation.clock.move(14 * DAY)
    assert due("caseworker") == [day + 20 * DAY]
    assert due("supervisor") == []
    organisation.clock.move(7 * DAY)
    assert due("supervisor") == [day + 20 * DAY]
    with organisation.reading("supervisor") as work:
        (home_now,) = current_placements(work, case_id).views
        assert home_now.paper_days_late == 1
        assert [item.kind for item in DUE.of_case(work, case_id)] == ["placement"]


def test_a_placement_that_was_changed_outside_does_not_open_and_counts_as_no_safe_home(
    organisation: Organisation, case_id: UUID
) -> None:
    placement_id = recorded_home(organisation, case_id)
    flip(organisation, Placement, "home", placement_id)

    page = page_of(organisation, case_id)
    assert page.now == page.earlier == ()
    assert [one.id for one in page.changed] == [placement_id]
    with organisation.reading("supervisor") as work:
        assert current_placements(work, case_id).views == ()


def test_a_home_that_was_changed_outside_does_not_keep_the_next_from_being_recorded(
    organisation: Organisation, case_id: UUID
) -> None:
    spoilt = recorded_home(organisation, case_id)
    organisation.clock.move(5 * DAY)
    put(organisation, Placement, spoilt, from_on=today(organisation) + 30 * DAY)
    whole = recorded_home(organisation, case_id)

    assert [one.id for one in page_of(organisation, case_id).now] == [whole]
    with organisation.reading("caseworker") as work:
        assert work.session.get_one(Placement, spoilt).until_on is None


def test_a_changed_placement_stands_in_red_where_many_are_listed_and_says_nothing(
    organisation: Organisation, case_id: UUID
) -> None:
    placement_id = recorded_home(organisation, case_id)
    put(organisation, Placement, placement_id, review_on=today(organisation) - 40 * DAY)

    with organisation.reading("supervisor") as work:
        (due,) = DUE.of_person(work, until=today(organisation))
        (told,) = chronology_entries(work, work.session.get_one(Case, case_id).child_id)
    assert (due.is_changed, due.due_on, due.assignee_id) == (True, today(organisation), None)
    assert (told.is_changed, told.text, told.by) == (True, "", "")


def test_the_chronology_tells_where_the_child_lived(organisation: Organisation, case_id: UUID) -> None:
    record_home(organisation, case_id)
    with organisation.reading("caseworker") as work:
        child_id = work.session.get_one(Case, case_id).child_id
        (entry,) = chronology_entries(work, child_id)
    assert entry.title == "Lives with relatives"
    assert local_day(entry.at) == today(organisation)
    for name in READERS_OF_ELSE:
        with organisation.reading(name) as work:
            assert chronology_entries(work, child_id) == []


def past_home(day: date, *, first: int, last: int, **known: Any) -> PlacementInput:
    """Return a home that was lived in from so many days ago until so many."""
    return PlacementInput(replace(HOME, **known), day - first * DAY, until_on=day - last * DAY)


def test_two_homes_in_the_past_at_one_time_are_asked_about(organisation: Organisation, case_id: UUID) -> None:
    day = today(organisation)
    recorded_home(organisation, case_id, past_home(day, first=100, last=50))

    for first, last in ((70, 30), (120, 90), (80, 60), (120, 10)):
        with pytest.raises(NotAllowedNow, match="two-homes"):
            recorded_home(organisation, case_id, past_home(day, first=first, last=last))
    recorded_home(organisation, case_id, past_home(day, first=50, last=40))
    recorded_home(organisation, case_id, past_home(day, first=120, last=100))


def test_two_homes_at_one_time_are_kept_once_somebody_says_so(
    organisation: Organisation, case_id: UUID
) -> None:
    day = today(organisation)
    first_id = recorded_home(organisation, case_id, past_home(day, first=100, last=50))
    both = past_home(day, first=70, last=30, is_beside_others=True)
    second_id = recorded_home(organisation, case_id, both)

    with organisation.reading("caseworker") as work:
        ends = {one.id: one.until_on for one in placement_page(work, case_id).earlier}
    assert ends == {first_id: day - 50 * DAY, second_id: day - 30 * DAY}, "neither ends the other"
    with organisation.writing("caseworker") as work, pytest.raises(NotAllowedNow, match="two-homes"):
        change_placement(work, case_id, second_id, past_home(day, first=70, last=30), version=1)


def test_the_form_asks_at_its_box_and_takes_the_tick(organisation: Organisation, case_id: UUID) -> None:
    day = today(organisation)
    recorded_home(organisation, case_id, past_home(day, first=100, last=50))
    client, address = organisation.client("caseworker"), f"/cases/{case_id}/placements/new"
    form = filled(read(client.get(address))) | {
        "kind": "kinship",
        "safety": "safe",
        "from_on": (day - 70 * DAY).isoformat(),
        "until_on": (day - 30 * DAY).isoformat(),
    }

    page = read(client.post(address, data=form), status=422)
    box = page.find(id="is_beside_others")
    assert box is not None
    assert box["aria-invalid"] == "true"
    assert "lived in another home on those days" in page.get_text(" ")
    assert client.post(address, data=form | {"is_beside_others": "y"}).status_code == 303
    with organisation.reading("caseworker") as work:
        beside = [one.home.is_beside_others for one in placement_page(work, case_id).earlier if one.home]
    assert beside == [True, False]
