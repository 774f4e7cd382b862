"""The route and the notes of a shift are put right, and what stood there stays readable."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.foundation.errors import Conflict, NotAllowedNow
from app.outreach.documents import RoutePlan, ShiftNotes
from app.outreach.past_shifts import NotesInput, correct_notes
from app.outreach.routes import RouteUse, set_route_use
from app.outreach.shifts import Check, check
from models.shift import Shift
from tests.support.organisation import Organisation
from tests.support.outreach import ended, route_of, shift_of
from tests.support.pages import filled, read, send


def words_of(organisation: Organisation, shift_id: UUID) -> str:
    """Return the words of a shift's page, on one line."""
    return " ".join(
        read(organisation.client("field").get(f"/outreach/shifts/{shift_id}")).get_text(" ").split()
    )


def test_route_and_notes_are_corrected_and_what_stood_there_is_shown(organisation: Organisation) -> None:
    right = route_of(organisation, plan=RoutePlan("Station", ("12",), ()))
    shift_id = shift_of(organisation, route_id=route_of(organisation), words="Stay in pairs.")
    ended(organisation, shift_id, words="Quiet.")
    client, address = organisation.client("field"), f"/outreach/shifts/{shift_id}/notes"

    answer = send(client, address, {"route": str(right), "ending": "Rain, and few came."})

    assert answer.status_code == 303
    with organisation.reading("field") as work:
        row = work.session.get_one(Shift, shift_id)
        assert row.route_id == right
    page = words_of(organisation, shift_id)
    assert "Station" in page
    assert "Rain, and few came." in page
    before = page.partition("Its route and notes before")[2]
    assert "changed by Field Person" in before
    assert "Riverfront Stay in pairs. How the night went Quiet." in before
    assert page.count("Stay in pairs.") == 2
    assert send(client, address).status_code == 303
    assert words_of(organisation, shift_id).count("changed by") == 1


def test_a_route_out_of_use_stays_and_is_not_taken_anew(organisation: Organisation) -> None:
    own, other = route_of(organisation), route_of(organisation, plan=RoutePlan("Old", ("12",), ()))
    shift_id = shift_of(organisation, route_id=own)
    with organisation.writing("supervisor") as work:
        set_route_use(work, own, RouteUse.RETIRED)
        set_route_use(work, other, RouteUse.RETIRED)
    client, address = organisation.client("field"), f"/outreach/shifts/{shift_id}/notes"

    assert filled(read(client.get(address)))["route"] == [str(own)]
    assert send(client, address, {"opening": "Keep to the light."}).status_code == 303
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="route-retired"):
        version = work.session.get_one(Shift, shift_id).version
        correct_notes(work, shift_id, NotesInput(other), version=version)


def test_only_while_it_may_be_written_and_as_it_stands(organisation: Organisation) -> None:
    shift_id = shift_of(organisation, words="Stay in pairs.")
    with organisation.writing("field") as work, pytest.raises(Conflict):
        correct_notes(work, shift_id, NotesInput(opening="Other."), version=7)
    ended(organisation, shift_id)
    organisation.clock.move(timedelta(hours=25))
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow, match="shift-over"):
        version = work.session.get_one(Shift, shift_id).version
        correct_notes(work, shift_id, NotesInput(opening="Other."), version=version)
    with organisation.writing("supervisor") as work:
        correct_notes(work, shift_id, NotesInput(opening="Other."), version=version)
    with organisation.reading("supervisor") as work:
        assert ShiftNotes(opening="Other.").opening in words_of(organisation, shift_id)


def test_who_came_back_on_another_day_is_shown_with_that_day(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    with organisation.writing("field") as work:
        check(work, shift_id, organisation.ids["field"], Check.IN)
    ended(organisation, shift_id)
    organisation.clock.move(timedelta(days=1))
    client, address = organisation.client("field"), f"/outreach/shifts/{shift_id}"
    page = read(client.get(address))
    data = {
        "csrf_token": filled(page, action="/check")["csrf_token"],
        "staff": str(organisation.ids["field"]),
    }
    assert client.post(f"{address}/check", data=data | {"kind": "out"}).status_code == 303

    assert "back at 3 Nov 2026, 09:0" in words_of(organisation, shift_id)
    folded = read(client.get(address)).select("main details button")
    assert any(button.get_text().startswith("Undo: not back · ") for button in folded)
    answer = client.post(f"{address}/check", data=data | {"kind": "not_out"})
    assert "Taken back: they are not checked out." in read(client.get(answer.location)).get_text()
