"""The pages of clubs: making, leading, moving and closing one, and what each role sees of it."""

import pytest

from tests.support.children import add_child
from tests.support.clubs import club_as, made_club, registered
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.pages import read, send

MADE = {"name": "Under the tree", "place": "behind the market", "weekly-0-day": "1"}


def test_a_supervisor_makes_a_club_says_who_leads_it_moves_and_closes_it(organisation: Organisation) -> None:
    client = organisation.client("supervisor")
    times = {"weekly-0-begins": "14:00", "weekly-0-ends": "16:00", "capacity": "40"}
    sent = send(client, "/clubs/new", MADE | times)
    assert sent.status_code == 303, sent.text
    address = sent.location.split("?")[0]
    page = read(client.get(address))
    assert "RV-L-0001" in page.text
    assert "Tuesday 14:00–16:00" in page.text
    assert "Nobody leads this club" in page.text
    leader = {"person": str(organisation.ids["field"]), "until": ""}
    assert send(client, f"{address}/leaders", leader).status_code == 303
    assert "Field Person" in read(client.get(address)).text
    assert read(organisation.client("field").get(address))
    moved = {"since": "2026-11-04", "place": "by the bridge"}
    assert send(client, f"{address}/move", moved).status_code == 303
    closed = {"on": "2026-11-20", "words": "the yard is being built on"}
    assert send(client, f"{address}/close", closed).status_code == 303
    assert "closed since" in read(client.get(address)).text
    assert organisation.client("field2").get(address).status_code == 404


def test_a_director_chooses_the_base(organisation: Organisation) -> None:
    client = organisation.client("director")
    assert send(client, "/clubs/new", MADE).status_code == 422
    times = {"weekly-0-begins": "14:00", "weekly-0-ends": "16:00"}
    sent = send(client, "/clubs/new", MADE | times | {"base_id": str(RIVERSIDE)})
    assert sent.status_code == 303, sent.text


def test_a_leader_is_taken_back_with_a_button(organisation: Organisation) -> None:
    club_id = made_club(organisation)
    client = organisation.client("supervisor")
    sent = send(client, f"/clubs/{club_id}", action="/leaders/end")
    assert sent.status_code == 303
    assert organisation.client("field").get(f"/clubs/{club_id}").status_code == 404


def test_times_without_a_day_are_asked_about(organisation: Organisation) -> None:
    client = organisation.client("supervisor")
    times = {"weekly-0-day": "", "weekly-0-begins": "14:00"}
    page = read(send(client, "/clubs/new", MADE | times), status=422)
    assert "Choose the day, or empty the times." in page.text


@pytest.mark.parametrize("name", ["field", "caseworker", "supervisor", "director"])
def test_who_reads_clubs_finds_them_in_the_rail_and_the_list(organisation: Organisation, name: str) -> None:
    club_id = made_club(organisation)
    page = read(organisation.client(name).get("/clubs/"))
    assert page.select_one(f"main a[href='/clubs/{club_id}']") is not None
    assert page.select_one("nav a[href='/clubs/']") is not None


def test_a_leaders_phone_has_the_register_in_its_bar(organisation: Organisation) -> None:
    made_club(organisation)
    leads, leads_not = organisation.client("field"), organisation.client("field2")
    assert "/clubs/register" in str(read(leads.get("/today")).select_one(".wh-bottom"))
    assert "/clubs/register" not in str(read(leads_not.get("/today")).select_one(".wh-bottom"))


def test_the_children_of_a_club_and_their_road(organisation: Organisation) -> None:
    club_id, child_id = made_club(organisation), add_child(organisation)
    registered(organisation, club_id, [child_id])
    client = organisation.client("field")
    assert "1 of the last 1" in read(client.get(f"/clubs/{club_id}/children")).text
    road = read(client.get(f"/children/{child_id}")).text
    assert club_as(organisation, club_id, "field").name in road
    assert (
        club_as(organisation, club_id, "field").name
        not in read(organisation.client("field2").get(f"/children/{child_id}")).text
    )
