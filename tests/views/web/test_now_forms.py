"""A form about a child in danger now that comes too late says NOT SENT: call, with the number, and keeps the words."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.bases.known import known_base
from tests.support.concern_pages import concerns
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.outreach import shift_of
from tests.support.pages import filled, read
from tests.views.web.test_late_forms import drafts, drop_cookies, sign_in, sign_out

LINE = "he takes her into the guesthouse"
MEETING = "/outreach/shifts/{shift}/encounters/new"
FORMS: dict[str, dict[str, Any]] = {
    "/concerns/urgent": {"account": LINE, "basis": "seen"},
    "/concerns/new": {"account": LINE, "basis": "seen", "urgency": "now"},
    MEETING: {"words": LINE, "place_words": "by the gate", "urgency": "now"},
}


@pytest.fixture(params=FORMS)
def address(request: pytest.FixtureRequest, organisation: Organisation) -> str:
    """Where such a form is; a meeting's is below the shift that is out."""
    return str(request.param).format(shift=shift_of(organisation))


def begun(client: FlaskClient, address: str) -> dict[str, Any]:
    """Open the form and write into it."""
    said = FORMS[address] if address in FORMS else FORMS[MEETING]
    return filled(read(client.get(address))) | said


def number(organisation: Organisation) -> str:
    """Return the base's duty number."""
    with organisation.reading("field") as work:
        return known_base(work, RIVERSIDE).duty_number


def test_after_the_session_ended_it_says_so_and_the_words_are_first_after_sign_in(
    organisation: Organisation, address: str
) -> None:
    client = organisation.client("field")
    form = begun(client, address)
    sign_out(client)

    late = client.post(address, data=form | {"press_sure": "yes"})

    assert late.status_code == 302
    door = read(client.get(late.location)).get_text(" ", strip=True)
    assert "NOT SENT: call." in door
    assert number(organisation) in door
    assert LINE not in door
    assert concerns(organisation) == []

    sign_in(client, "field")
    page = read(client.get("/today"))
    (box,) = page.select(".wh-notices .wh-alert-danger")
    assert "NOT SENT: call." in box.get_text(" ")
    assert box.select('a[href^="tel:"]')
    again = client.get(str(box.find("a", string="Go on with it")["href"]))  # type: ignore[index]  # it is there
    assert LINE in again.text


def test_signing_in_there_leads_back_to_the_words(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = begun(client, "/concerns/urgent")
    sign_out(client)
    late = client.post("/concerns/urgent", data=form)
    door = filled(read(client.get(late.location)))

    assert f"restore={drafts(organisation)[0].id}" in door["next"]
    sign_in(client, "field")
    page = client.get(door["next"])
    assert LINE in page.text
    assert "NOT SENT: call." in page.text


def test_a_less_urgent_form_says_nothing_of_the_kind(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = begun(client, "/concerns/new") | {"urgency": "high"}
    sign_out(client)

    late = client.post("/concerns/new", data=form)

    assert "NOT SENT" not in client.get(late.location).text


def test_it_is_offered_before_what_was_kept_later(organisation: Organisation) -> None:
    client = organisation.client("field")
    urgent, other = begun(client, "/concerns/urgent"), begun(client, "/concerns/new") | {"urgency": "low"}
    sign_out(client)
    client.post("/concerns/urgent", data=urgent)
    organisation.clock.move(timedelta(minutes=1))
    client.post("/concerns/new", data=other)

    sign_in(client, "field")

    assert "NOT SENT: call." in client.get("/today").text


def test_from_an_old_page_it_says_so_too_with_the_number(organisation: Organisation, address: str) -> None:
    client = organisation.client("field")
    form = begun(client, address) | {"csrf_token": "old"}

    page = read(client.post(address, data=form), status=400)

    assert page.select_one("h1").get_text(strip=True) == "NOT SENT: call"  # type: ignore[union-attr]  # it is there
    assert number(organisation) in page.get_text(" ")
    assert LINE in page.get_text(" ")


def test_nobody_learns_a_number_by_guessing_a_draft(organisation: Organisation) -> None:
    client = organisation.client("field")
    drop_cookies(client)

    page = client.get("/sign-in?kept=now&draft=00000000-0000-4000-8000-000000000000").text

    assert "NOT SENT: call." in page
    assert number(organisation) not in page
