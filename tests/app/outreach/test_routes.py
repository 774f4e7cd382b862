"""Routes: written by supervisors of the base, read by who goes out there, sealed like everything in words."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible, Refused, WillNotOpen
from app.outreach.documents import RoutePlan
from app.outreach.routes import (
    RouteUse,
    change_route,
    find_areas,
    make_route,
    pack_of,
    read_route,
    readable_route,
    route_before,
    route_list,
    routes_in_use,
    set_route_use,
)
from models.outreach_route import OutreachRoute
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.outreach import PLAN, route_of
from tests.support.pages import read
from tests.support.tampering import flip


def test_a_supervisor_writes_a_route_and_who_goes_out_reads_it(organisation: Organisation) -> None:
    route_id = route_of(organisation)

    for name in ("field", "field2", "caseworker", "supervisor2", "director"):
        with organisation.reading(name) as work:
            route = read_route(work, route_id)
            assert route.plan is not None
            assert (route.plan.name, route.plan.points) == (PLAN.name, PLAN.points)
            assert [area.code for area in route.areas] == ["12"]


@pytest.mark.parametrize("name", ["otherfield", "othersupervisor"])
def test_another_base_does_not_see_it(organisation: Organisation, name: str) -> None:
    route_id = route_of(organisation)

    with organisation.reading(name) as work:
        assert route_list(work).routes == ()
        with pytest.raises(NotVisible):
            read_route(work, route_id)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("field", Refused),
        ("caseworker", Refused),
        ("director", Refused),
        ("counsellor", NotVisible),
        ("technician", NotVisible),
        ("auditor", NotVisible),
    ],
)
def test_nobody_else_writes_one(organisation: Organisation, name: str, error: type[Exception]) -> None:
    with organisation.writing(name) as work, pytest.raises(error):
        make_route(work, uuid4(), PLAN)


def test_a_supervisor_of_another_base_changes_nothing_here(organisation: Organisation) -> None:
    route_id = route_of(organisation)

    with organisation.writing("othersupervisor") as work, pytest.raises(NotVisible):
        change_route(work, route_id, PLAN, version=1)


def test_the_same_form_sent_twice_makes_one_route(organisation: Organisation) -> None:
    route_id = route_of(organisation)

    with organisation.writing("supervisor") as work, pytest.raises(AlreadyDone):
        make_route(work, route_id, PLAN)


def test_an_id_of_another_bases_route_answers_as_if_there_were_none(organisation: Organisation) -> None:
    route_id = route_of(organisation)

    with organisation.writing("othersupervisor") as work, pytest.raises(NotVisible):
        make_route(work, route_id, PLAN)


def test_words_are_stored_clean_and_points_once(organisation: Organisation) -> None:
    typed = RoutePlan(
        "  River\u200bfront \u202e ", ("12", "12"), ("  the   steps", "", "the steps", "<b>gate</b>")
    )
    route_id = route_of(organisation, plan=typed)

    with organisation.reading("field") as work:
        plan = read_route(work, route_id).plan
    assert plan is not None
    assert (plan.name, plan.areas, plan.points) == ("Riverfront", ("12",), ("the steps", "<b>gate</b>"))


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (RoutePlan(""), "route-name-missing"),
        (RoutePlan("\u200b \u202e"), "route-name-missing"),
        (RoutePlan("North", ("999999",)), "unknown-area"),
    ],
)
def test_what_makes_no_sense_is_refused(organisation: Organisation, plan: RoutePlan, reason: str) -> None:
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow) as refusal:
        make_route(work, uuid4(), plan)
    assert refusal.value.reasons == (reason,)


def test_a_stale_change_overwrites_nothing(organisation: Organisation) -> None:
    route_id = route_of(organisation)
    with organisation.writing("supervisor") as work:
        change_route(work, route_id, RoutePlan("Theirs"), version=1)

    with organisation.writing("supervisor2") as work, pytest.raises(Conflict):
        change_route(work, route_id, RoutePlan("Mine"), version=1)
    with organisation.reading("supervisor2") as work:
        route = readable_route(work, route_id)
    assert route.plan is not None
    assert route.plan.name == "Theirs"
    assert route.changed_by is not None
    assert route.changed_by.id == organisation.ids["supervisor"]


def test_a_route_out_of_use_is_offered_to_no_new_shift(organisation: Organisation) -> None:
    route_id = route_of(organisation)
    with organisation.writing("supervisor") as work:
        set_route_use(work, route_id, RouteUse.RETIRED)

    with organisation.reading("field") as work:
        assert routes_in_use(work, RIVERSIDE) == []
        assert [route.is_retired for route in route_list(work).routes] == [True]
    with organisation.writing("supervisor") as work, pytest.raises(AlreadyDone):
        set_route_use(work, route_id, RouteUse.RETIRED)
    with organisation.writing("supervisor") as work:
        set_route_use(work, route_id, RouteUse.IN_USE)
    with organisation.reading("field") as work:
        assert [route.id for route in routes_in_use(work, RIVERSIDE)] == [route_id]


def test_a_route_that_was_changed_outside_is_named_and_the_others_stand(organisation: Organisation) -> None:
    broken, whole = route_of(organisation), route_of(organisation, plan=RoutePlan("Whole"))
    flip(organisation, OutreachRoute, "plan", broken)

    with organisation.reading("field") as work:
        read = {route.id: route.plan for route in route_list(work).routes}
        refused = [event for event in work.pending if event.action == "seal.refused"]
    assert read[broken] is None
    assert read[whole] is not None
    assert len(refused) == 1
    with organisation.writing("supervisor") as work, pytest.raises(WillNotOpen):
        readable_route(work, broken)


@pytest.mark.parametrize(
    ("query", "first"),
    [("12", "12"), ("១២", "12"), ("Phnom Penh", "12"), ("ភ្នំពេញ", "12"), ("phnom  penh", "12")],
)
def test_an_area_is_found_by_code_or_name_in_either_script(
    organisation: Organisation, query: str, first: str
) -> None:
    with organisation.reading("supervisor") as work:
        found = find_areas(pack_of(work, RIVERSIDE), query)
    assert found[0].code == first


def test_nothing_is_found_for_nothing(organisation: Organisation) -> None:
    with organisation.reading("supervisor") as work:
        pack = pack_of(work, RIVERSIDE)
    assert find_areas(pack, "  \u200b ") == []
    assert find_areas(pack, "no such place at all") == []


def test_what_a_route_said_before_stays_readable(organisation: Organisation) -> None:
    route_id = route_of(organisation)
    organisation.clock.move(timedelta(minutes=5))
    with organisation.writing("supervisor") as work:
        version = read_route(work, route_id).version
        change_route(work, route_id, RoutePlan("By the park", (), ("the fountain",)), version=version)

    with organisation.reading("field") as work:
        (before,) = route_before(work, route_id).before
    assert before.said.document is not None
    assert (before.said.document.name, before.said.document.points) == (PLAN.name, PLAN.points)
    assert [area.code for area in before.areas] == ["12"]
    assert before.said.replaced_by == "Supervisor Person"
    page = read(organisation.client("field").get(f"/outreach/routes/{route_id}/before")).get_text(" ")
    assert "steps by the ferry" in page
    assert "the fountain" in page


def test_another_base_reads_nothing_of_what_it_said(organisation: Organisation) -> None:
    route_id = route_of(organisation)

    assert organisation.client("otherfield").get(f"/outreach/routes/{route_id}/before").status_code == 404
