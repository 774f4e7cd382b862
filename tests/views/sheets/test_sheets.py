"""The pages of numbered sheets: printing one, the list, what became of it; and which pages a browser prints."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.foundation.vocabulary.sheets import SheetKind, SheetStepKind
from tests.support.lived_in import CANARIES, LivedIn
from tests.support.pages import filled, read
from tests.support.sheets import printed, recorded
from views.web.paper import PRINTED

SPOKEN = "Sok Sophea"


def asked_for(client: FlaskClient, url: str, **answers: Any) -> str:
    """Print a sheet by its form. Returns where that leads."""
    form = filled(read(client.get(url))) | {"purpose": "to fetch her tonight"} | answers
    answer = client.post(url, data=form)
    assert answer.status_code == 303, read(answer, status=422).get_text()
    return str(answer.location)


@pytest.mark.parametrize(
    ("by", "url", "seen"),
    [
        ("field", "/children/{child_id}/sheets/child/new", SPOKEN),
        ("caseworker", "/children/{child_id}/sheets/emergency/new", CANARIES["emergency sheet"]),
        ("caseworker", "/cases/{case_id}/sheets/new", CANARIES["case file"]),
        ("field", "/outreach/shifts/{shift_id}/sheets/new", "red shirt"),
    ],
)
def test_printing_leads_to_pages_that_bear_the_number(lived: LivedIn, by: str, url: str, seen: str) -> None:
    client = lived.organisation.client(by)
    pages = read(client.get(asked_for(client, url.format(**lived.ids))))
    assert seen in pages.get_text()
    assert pages.get_text().count("RV-S-0002") >= 2
    assert pages.title is not None
    assert SPOKEN not in pages.title.get_text(), "a browser prints the title of a page"


def test_a_briefing_has_names_only_where_they_are_asked_for(lived: LivedIn) -> None:
    client = lived.organisation.client("field")
    url = f"/outreach/shifts/{lived['shift_id']}/sheets/new"
    looks = read(client.get(asked_for(client, url))).get_text()
    names = read(client.get(asked_for(client, url, names="y"))).get_text()
    assert SPOKEN not in looks
    assert CANARIES["safe contact"] in looks
    assert SPOKEN in names


def test_a_missing_reason_is_said_beside_its_field_and_nothing_is_printed(lived: LivedIn) -> None:
    client, url = lived.organisation.client("field"), f"/children/{lived['child_id']}/sheets/child/new"
    shown = read(client.post(url, data=filled(read(client.get(url)))), status=422)
    error = shown.select_one(".wh-wrong .wh-error")
    assert error is not None
    assert "names leave the house" in error.get_text()
    assert "RV-S-0002" not in read(client.get("/sheets/?which=all")).get_text()


def test_after_an_hour_the_pages_lead_back_to_the_sheet(lived: LivedIn) -> None:
    client = lived.organisation.client("caseworker")
    address = f"/sheets/{lived['sheet_id']}"
    assert client.get(f"{address}/pages").status_code == 200
    lived.organisation.clock.move(timedelta(minutes=61))
    client = lived.organisation.client("caseworker")
    assert "sheet-paper-over" in client.get(f"{address}/pages").location


def test_every_drawing_is_in_the_trail(lived: LivedIn) -> None:
    lived.organisation.client("caseworker").get(f"/sheets/{lived['sheet_id']}/pages")
    trail = read(lived.organisation.client("supervisor").get("/audit/")).get_text(" ", strip=True)
    assert "opened the pages of a numbered sheet" in trail
    assert (
        "printed a numbered sheet"
        in read(lived.organisation.client("supervisor").get("/audit/?page=2")).get_text()
        or "printed a numbered sheet" in trail
    )


def test_a_lost_sheet_stands_on_supervisions_today_until_it_is_answered(lived: LivedIn) -> None:
    house = lived.organisation
    sheet_id = printed(house, SheetKind.CHILD, lived["child_id"], carrier="field")
    field, supervisor = house.client("field"), house.client("supervisor")
    url = f"/sheets/{sheet_id}/lost"
    form = filled(read(field.get(url))) | {"words": "on the night bus"}
    assert field.post(url, data=form).status_code == 303
    today = read(supervisor.get("/today")).get_text()
    assert "A numbered sheet is lost" in today
    assert "RV-S-0002" in today

    answer = f"/sheets/{sheet_id}/answer"
    shown = read(supervisor.get(f"/sheets/{sheet_id}"))
    assert shown.select_one(f'a[href="{answer}"]') is not None
    assert "on the night bus" in shown.get_text()
    supervisor.post(answer, data=filled(read(supervisor.get(answer))) | {"words": "told her aunt"})
    assert "A numbered sheet is lost" not in read(supervisor.get("/today")).get_text()


def test_a_step_sent_twice_is_recorded_once(lived: LivedIn) -> None:
    house = lived.organisation
    client, url = house.client("caseworker"), f"/sheets/{lived['sheet_id']}/returned"
    form = filled(read(client.get(url))) | {"words": "in the box by the door"}
    first, second = (client.post(url, data=form) for _ in range(2))
    assert "sheet-returned" in first.location
    assert "already-saved" in second.location
    other = client.post(url, data=form | {"words": "somewhere else"})
    assert "saved once already" in read(other, status=409).get_text()


def test_a_wrong_step_is_taken_out_by_its_form(lived: LivedIn) -> None:
    house = lived.organisation
    step_id = recorded(house, lived["sheet_id"], SheetStepKind.RETURNED)
    client = house.client("caseworker")
    url = f"/sheets/{lived['sheet_id']}/steps/{step_id}/mistake"
    form = filled(read(client.get(url))) | {"words": "it was another sheet"}
    assert client.post(url, data=form).status_code == 303
    page = read(client.get(f"/sheets/{lived['sheet_id']}"))
    assert [struck.get_text() for struck in page.select("main s")] == ["Returned", "Returned"]
    assert "It came back" in page.get_text()


@pytest.mark.parametrize("which", ["", "?which=all"])
def test_whoever_has_none_is_told_how_to_print_one(lived: LivedIn, which: str) -> None:
    shown = read(lived.organisation.client("field2").get(f"/sheets/{which}")).get_text()
    assert "choose Print" in shown


def test_every_page_that_a_browser_prints_is_there(lived: LivedIn) -> None:
    assert lived.organisation.app.view_functions.keys() >= PRINTED


def test_any_other_page_says_how_to_get_a_sheet(lived: LivedIn) -> None:
    client = lived.organisation.client("supervisor")
    for url in (f"/children/{lived['child_id']}", f"/cases/{lived['case_id']}", "/children/", "/today"):
        body = read(client.get(url)).body
        assert body is not None
        assert "wh-off-paper" in body.get_attribute_list("class")
    body = read(client.get("/cases/")).body
    assert body is not None
    assert "wh-off-paper" not in body.get_attribute_list("class")
