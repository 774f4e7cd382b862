"""The pages of night outreach as a browser without scripts sees them: shifts, safety checks, routes."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.outreach.documents import RoutePlan
from app.outreach.encounter_page import encounter_page
from app.outreach.safety import my_open_shifts
from app.unit_of_work import Locks
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, route_of, shift_of, typed
from tests.support.pages import filled, read, send

CANARY = "canary-nightjar"


def words(page: BeautifulSoup) -> str:
    """Return the words of the page's main part, on one line."""
    main = page.find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def open_shift_of(organisation: Organisation, name: str) -> UUID:
    """Return the shift somebody is out on."""
    with organisation.reading(name) as work:
        (shift,) = my_open_shifts(work)
        return shift.id


def night(organisation: Organisation) -> dict[str, str]:
    """Make one night with a canary in everything sealed, and return the address of each page."""
    route_id = route_of(organisation, plan=RoutePlan(CANARY, ("12",), (CANARY,)))
    shift_id = shift_of(organisation, team=("field2",), route_id=route_id, words=CANARY)
    encounter_id = met_on(organisation, shift_id, typed(organisation, place=CANARY, words=CANARY))
    with organisation.reading("supervisor") as work:
        row_id = encounter_page(work, encounter_id, locale="en").met.children[0].row_id
    shift, met = f"/outreach/shifts/{shift_id}", f"/outreach/encounters/{encounter_id}"
    return {
        "list": "/outreach/",
        "new shift": "/outreach/shifts/new",
        "shift": shift,
        "team": f"{shift}/team",
        "return": f"{shift}/return",
        "end": f"{shift}/end",
        "write": f"{shift}/encounters/new",
        "met": met,
        "correct": f"{met}/correct",
        "link": f"{met}/children/{row_id}/link",
        "routes": "/outreach/routes",
        "new route": "/outreach/routes/new",
        "route": f"/outreach/routes/{route_id}",
    }


TABLE = {
    # role:             list new-shift shift team return end write met correct link routes new-route route
    "field": (200, 200, 200, 200, 200, 200, 200, 200, 200, 403, 200, 403, 403),
    "field2": (200, 200, 200, 200, 200, 200, 200, 200, 403, 403, 200, 403, 403),
    "caseworker": (200, 403, 200, 403, 403, 403, 403, 200, 403, 200, 200, 403, 403),
    "supervisor": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "director": (200, 403, 200, 403, 403, 403, 403, 200, 403, 403, 200, 403, 403),
    "otherfield": (200, 200, 404, 404, 404, 404, 404, 404, 404, 403, 200, 403, 403),
    "othersupervisor": (200, 200, 404, 404, 404, 404, 404, 404, 404, 404, 200, 200, 404),
    "counsellor": (404,) * 13,
    "technician": (404,) * 13,
    "auditor": (404,) * 13,
}
"""What each page answers each role: seen, seen but not theirs to do, or not there."""


@pytest.mark.parametrize("name", TABLE)
def test_each_page_is_there_for_whom_it_should(organisation: Organisation, name: str) -> None:
    pages = night(organisation)
    client = organisation.client(name)

    answered = {page: client.get(address) for page, address in pages.items()}
    assert {page: response.status_code for page, response in answered.items()} == dict(
        zip(pages, TABLE[name], strict=True)
    )
    for response in answered.values():
        read(response, status=response.status_code)


READS_WORDS = ("field", "field2", "caseworker", "supervisor", "director")


@pytest.mark.parametrize("name", TABLE)
def test_with_keys_alone_no_word_is_shown_that_the_matrix_does_not_allow(
    organisation: Organisation, name: str
) -> None:
    pages = night(organisation)
    unlocked = organisation.with_locks(Locks.KEYS_ONLY)
    client = unlocked.client(name)

    shown = {page for page, address in pages.items() if CANARY in client.get(address).text}
    if name in READS_WORDS:
        assert {"shift", "met", "list", "routes"} <= shown
    elif name == "counsellor":
        # Counsellors are in the street circle, which holds the key of routes; lock 1 keeps the pages from them.
        assert shown <= {
            "list",
            "new shift",
            "shift",
            "team",
            "return",
            "end",
            "write",
            "routes",
            "new route",
            "route",
        }
    else:
        assert shown == set()
    unlocked.server.store.engine.dispose()


def test_the_rail_leads_there_only_for_those_who_read_nights(organisation: Organisation) -> None:
    for name, leads in (("field", True), ("caseworker", True), ("counsellor", False), ("technician", False)):
        page = read(organisation.client(name).get("/today"))
        assert bool(page.select('nav a[href="/outreach/"]')) is leads, name


def test_an_empty_list_says_what_to_do(organisation: Organisation) -> None:
    assert "Open a shift before you go" in words(read(organisation.client("field").get("/outreach/")))
    caseworker = read(organisation.client("caseworker").get("/outreach/"))
    assert not caseworker.select('main a[href="/outreach/shifts/new"]')
    nothing = read(organisation.client("field").get("/outreach/?which=not_ended"))
    assert "No shift fits" in words(nothing)


def test_a_filter_that_makes_no_sense_shows_the_list_and_says_so(organisation: Organisation) -> None:
    shift_of(organisation)
    page = read(organisation.client("field").get("/outreach/?from_day=soon&route=nowhere&which=some&page=x"))

    assert "Write the date as year-month-day" in words(page)
    assert page.select("main tbody tr")


def test_a_shift_is_opened_checked_and_ended(organisation: Organisation) -> None:
    client = organisation.client("field")
    route_id = route_of(organisation)
    answer = send(
        client,
        "/outreach/shifts/new",
        {"team": [str(organisation.ids["field2"])], "route": str(route_id), "words": "Stay\u202e in pairs."},
    )
    assert answer.status_code == 303
    shift = f"/outreach/shifts/{open_shift_of(organisation, 'field')}"
    page = read(client.get(shift))
    assert "You are not checked in." in words(page)
    assert "Stay in pairs." in words(page)

    for staff, kind in (("field", "in"), ("field2", "in"), ("field", "out")):
        token = filled(page, action="/check")["csrf_token"]
        data = {"csrf_token": token, "staff": str(organisation.ids[staff]), "kind": kind}
        assert client.post(f"{shift}/check", data=data).status_code == 303
    assert "You are not checked in." not in words(read(client.get(shift)))

    warned = send(client, f"{shift}/end", {"words": "Quiet."})
    assert "Somebody is not checked out" in words(read(warned, status=422))
    assert "Quiet." in warned.text
    assert send(client, f"{shift}/end", {"words": "Quiet.", "accounted_for": "y"}).status_code == 303
    page = read(client.get(shift))
    assert "Quiet." in words(page)
    assert not page.select(f'main a[href="{shift}/end"]')


def test_the_form_of_a_shift_sent_twice_opens_one(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = filled(read(client.get("/outreach/shifts/new")))

    first, second = (client.post("/outreach/shifts/new", data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert "done=shift-opened" in first.location
    assert "done=already-saved" in second.location
    assert first.location.partition("?")[0] == second.location.partition("?")[0]
    other = organisation.client("field2")
    stolen = filled(read(other.get("/outreach/shifts/new"))) | {"record_id": form["record_id"]}
    assert other.post("/outreach/shifts/new", data=stolen).status_code == 403


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"started": ""}, "Give the time, such as 19:00."),
        ({"due_back": "late"}, "Write the time as hours:minutes"),
        ({"started": "25:00"}, "Write the time as hours:minutes"),
        ({"words": "x" * 2001}, "That is too long."),
        ({"team": ["nobody"]}, "Choose one of the answers offered."),
        ({"team": [str(uuid4())]}, "Choose one of the answers offered."),
        ({"route": "nowhere"}, "Choose one of the answers offered."),
        ({"record_id": "one"}, "This page is out of date."),
    ],
)
def test_bad_input_comes_back_with_what_was_typed(
    organisation: Organisation, changes: dict[str, object], says: str
) -> None:
    answer = send(
        organisation.client("field"), "/outreach/shifts/new", {"words": "kept <b>words</b>"} | changes
    )

    page = read(answer, status=422)
    assert says in words(page)
    assert page.select("[data-error-summary]")
    if "words" not in changes:
        assert str(filled(page)["words"]).strip() == "kept <b>words</b>"


def test_khmer_digits_are_a_time(organisation: Organisation) -> None:
    local = organisation.clock.now() + timedelta(hours=7)
    typed_time = f"{local:%H:%M}".translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    answer = send(organisation.client("field"), "/outreach/shifts/new", {"started": typed_time})

    assert answer.status_code == 303


def overdue_pages(organisation: Organisation, name: str) -> str:
    """Return the words of the list of shifts."""
    return words(read(organisation.client(name).get("/outreach/")))


def test_an_overdue_check_out_rings_on_the_list(organisation: Organisation) -> None:
    shift_of(organisation, hours=1)
    organisation.clock.move(timedelta(hours=1, minutes=1))
    organisation.tokens.clear()

    for name in ("field", "supervisor"):
        assert "Not checked out: Field Person" in overdue_pages(organisation, name)
    assert "Not checked out: Field Person" not in overdue_pages(organisation, "caseworker")
    assert "not back" in overdue_pages(organisation, "caseworker")


def check(organisation: Organisation, client: FlaskClient, shift: str, **data: str) -> int:
    """Send a safety check as a signed-in person."""
    token = filled(read(client.get("/outreach/shifts/new")))["csrf_token"]
    return client.post(f"{shift}/check", data={"csrf_token": token} | data).status_code


def test_a_safety_check_that_makes_no_sense_is_refused(organisation: Organisation) -> None:
    shift = f"/outreach/shifts/{shift_of(organisation)}"
    client, own = organisation.client("field"), str(organisation.ids["field"])

    assert check(organisation, client, shift, staff=own, kind="away") == 400
    assert check(organisation, client, shift, staff="me", kind="in") == 400
    assert check(organisation, client, shift, kind="in") == 400
    assert check(organisation, client, shift, staff=str(organisation.ids["field2"]), kind="in") == 404
    assert check(organisation, organisation.client("field2"), shift, staff=own, kind="in") == 404
    assert check(organisation, client, shift, staff=own, kind="in") == 303


def test_people_who_came_later_are_put_on_the_team(organisation: Organisation) -> None:
    shift = f"/outreach/shifts/{shift_of(organisation)}"
    assert organisation.client("field2").get(shift).status_code == 404

    client = organisation.client("field")
    assert "Choose who goes out." in words(read(send(client, f"{shift}/team"), status=422))
    joined = send(client, f"{shift}/team", {"people": [str(organisation.ids["field2"])]})
    assert joined.status_code == 303
    read(organisation.client("field2").get(shift))


def test_the_return_is_moved(organisation: Organisation) -> None:
    shift = f"/outreach/shifts/{shift_of(organisation, hours=1)}"
    client = organisation.client("field")

    assert send(client, f"{shift}/return", {"due_back": "23:45"}).status_code == 303
    assert "due back 23:45" in words(read(client.get(shift)))
    assert "Give the time" in words(read(send(client, f"{shift}/return", {"due_back": ""}), status=422))


def test_a_route_is_written_with_areas_that_were_found(organisation: Organisation) -> None:
    client = organisation.client("supervisor")
    form = filled(read(client.get("/outreach/routes/new")))
    typed_so_far = form | {
        "name": "Riverfront",
        "points": "the steps\r\nthe gate",
        "find_area": "ភ្នំពេញ",
        "find": "1",
    }

    page = read(client.post("/outreach/routes/new", data=typed_so_far))
    kept = filled(page)
    assert (kept["name"], kept["points"]) == ("Riverfront", "the steps\nthe gate")
    assert "Phnom Penh" in words(page)
    assert client.post("/outreach/routes/new", data=kept | {"areas": ["12"]}).status_code == 303
    listed = words(read(client.get("/outreach/routes")))
    assert "Phnom Penh" in listed
    assert "the gate" in listed


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Give the route a name."),
        ({"name": "\u200b\u202e"}, "Give the route a name."),
        ({"name": "x" * 61}, "That is too long."),
        ({"points": "x" * 3001}, "That is too long."),
        ({"areas": ["999999"]}, "Choose one of the answers offered."),
    ],
)
def test_a_route_that_makes_no_sense_comes_back(
    organisation: Organisation, changes: dict[str, object], says: str
) -> None:
    answer = send(organisation.client("supervisor"), "/outreach/routes/new", {"name": "North"} | changes)
    assert says in words(read(answer, status=422))


def test_two_supervisors_who_change_a_route_see_both_versions(organisation: Organisation) -> None:
    address = f"/outreach/routes/{route_of(organisation)}"
    mine, theirs = organisation.client("supervisor"), organisation.client("supervisor2")
    form = filled(read(mine.get(address)))
    assert send(theirs, address, {"name": "Their name"}).status_code == 303

    page = read(mine.post(address, data=form | {"name": "My name"}), status=409)
    assert "Their name" in words(page)
    assert "Supervisor2 Person" in words(page)
    again = filled(page)
    assert again["name"] == "My name"
    assert mine.post(address, data=again).status_code == 303
    assert "My name" in words(read(mine.get("/outreach/routes")))


def test_a_route_is_taken_out_of_use_and_back(organisation: Organisation) -> None:
    route = f"/outreach/routes/{route_of(organisation)}"
    client = organisation.client("supervisor")
    token = filled(read(client.get("/outreach/routes")), action="/retired")

    assert client.post(f"{route}/retired", data=token).status_code == 303
    assert "not used now" in words(read(client.get("/outreach/routes")))
    assert client.post(f"{route}/in_use", data=token).status_code == 303
    assert "not used now" not in words(read(client.get("/outreach/routes")))
    field = organisation.client("field")
    own = filled(read(field.get("/account/password")))
    assert field.post(f"{route}/retired", data={"csrf_token": own["csrf_token"]}).status_code == 403
