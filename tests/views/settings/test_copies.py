"""Copies kept elsewhere: how they are made and tried, and who says that one opened."""

from datetime import timedelta

import pytest

from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.staff import actions


@pytest.mark.parametrize("name", ["director", "technician"])
def test_saying_that_a_copy_opened_is_in_the_trail_and_can_be_taken_back(
    organisation: Organisation, name: str
) -> None:
    client = organisation.client(name)
    assert "Nobody said in the last month" in read(client.get("/settings/copies")).get_text()

    said = read(client.get(send(client, "/settings/copies", action="/copies").location))
    assert "A copy opened on another machine:" in said.get_text()
    assert "Noted. It counts for a month." in said.get_text()

    back = read(client.get(send(client, "/settings/copies", action="/not-so").location))
    assert "Nobody said in the last month" in back.get_text()
    assert actions(organisation)[-2:] == ["copy.opened", "copy.not_opened"]


def test_taking_back_twice_changes_nothing(organisation: Organisation) -> None:
    client, second = organisation.client("technician"), organisation.client("technician")
    send(client, "/settings/copies", action="/copies")
    form = filled(read(second.get("/settings/copies")), action="/not-so")
    send(client, "/settings/copies", action="/not-so")

    assert second.post("/settings/copies/not-so", data=form).status_code == 303
    assert actions(organisation).count("copy.not_opened") == 1


def test_one_that_a_clock_which_was_ahead_says_is_opened_counts_for_nothing(
    organisation: Organisation,
) -> None:
    right = organisation.clock.moment
    organisation.clock.moment = right + timedelta(days=730)
    organisation.tokens.clear()
    send(organisation.client("technician"), "/settings/copies", action="/copies")
    organisation.clock.moment = right + timedelta(minutes=5)
    organisation.tokens.clear()
    assert (
        "Nobody said in the last month"
        in read(organisation.client("technician").get("/settings/copies")).get_text()
    )

    send(organisation.client("technician"), "/settings/copies", action="/copies")
    assert "A copy opened" in read(organisation.client("technician").get("/settings/copies")).get_text()


def test_that_one_did_not_open_counts_whatever_the_clock_says(organisation: Organisation) -> None:
    right = organisation.clock.moment
    send(organisation.client("technician"), "/settings/copies", action="/copies")
    organisation.clock.moment = right + timedelta(days=20)
    organisation.tokens.clear()
    send(organisation.client("technician"), "/settings/copies", action="/not-so")
    organisation.clock.moment = right + timedelta(minutes=5)
    organisation.tokens.clear()

    page = read(organisation.client("technician").get("/settings/copies")).get_text()
    assert "Nobody said in the last month" in page


@pytest.mark.parametrize("name", ["supervisor", "caseworker", "counsellor", "field", "auditor"])
def test_it_is_nobody_elses_page(organisation: Organisation, name: str) -> None:
    assert organisation.client(name).get("/settings/copies").status_code == 404
