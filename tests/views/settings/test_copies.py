"""Copies kept elsewhere: how they are made and tried, and who says that one opened."""

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


@pytest.mark.parametrize("name", ["supervisor", "caseworker", "counsellor", "field", "auditor"])
def test_it_is_nobody_elses_page(organisation: Organisation, name: str) -> None:
    assert organisation.client(name).get("/settings/copies").status_code == 404
