"""Restoration through a browser without scripts: goals and their steps."""

from uuid import UUID, uuid4

import pytest

from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off, usual_next_review
from tests.support.cases import assess_and_set_a_goal
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send
from tests.support.tampering import recorded


@pytest.fixture
def restoration(organisation: Organisation) -> str:
    """The address of a child's restoration, with one goal set by `caseworker`."""
    case_id: UUID = case_of(organisation, child_of(organisation))
    address = f"/cases/{case_id}/restoration"
    goal = {"aim": "sleep at grandmother's house again", "steps-0-words": "visit her"}
    assert send(organisation.client("caseworker"), f"{address}/goals/new", goal).status_code == 303
    return address


def test_a_goal_is_dropped_only_with_a_reason(organisation: Organisation, restoration: str) -> None:
    client = organisation.client("caseworker")
    drop = next(
        str(link["href"])
        for link in read(client.get(restoration)).select("main a[href]")
        if str(link["href"]).endswith("/drop")
    )
    assert "Write the reason." in read(send(client, drop), status=422).get_text()
    assert send(client, drop, {"why": "she lives there now"}).status_code == 303
    assert "she lives there now" in read(client.get(restoration)).get_text()


def test_one_more_step_is_asked_for_and_nothing_typed_is_lost(
    organisation: Organisation, restoration: str
) -> None:
    client, address = organisation.client("caseworker"), f"{restoration}/goals/new"
    typed = {"aim": "go to school", "steps-1-who": "Maly", "add": "steps"}
    more = filled(read(client.post(address, data=filled(read(client.get(address))) | typed)))
    assert more["steps-2-words"] == ""
    assert more["steps-1-who"] == "Maly"
    assert more["aim"] == "go to school"
    assert len(recorded(organisation, "goal.set")) == 1


def test_a_review_that_was_told_leads_its_readers_to_the_restoration(
    organisation: Organisation, restoration: str
) -> None:
    case = restoration.removesuffix("/restoration")
    case_id = UUID(case.removeprefix("/cases/"))
    assess_and_set_a_goal(organisation, case_id)
    with organisation.writing("supervisor") as work:
        next_on = usual_next_review(work)
        sign_off(work, case_id, ReviewInput(uuid4(), next_on, ReviewRemark("steady")))

    client = organisation.client("caseworker")
    for address in ("/today", case):
        links = {str(link["href"]) for link in read(client.get(address)).select("main a[href]")}
        assert restoration in links
        assert f"{restoration}/review" not in links


@pytest.mark.parametrize("name", ["caseworker", "supervisor"])
def test_the_rail_marks_one_place_only(organisation: Organisation, restoration: str, name: str) -> None:
    page = read(organisation.client(name).get(restoration))

    marked = {str(link["href"]) for link in page.select("#rail a[aria-current]")}
    assert marked == {"/cases/"}


def test_the_review_stands_at_its_own_place_of_the_rail(organisation: Organisation, restoration: str) -> None:
    page = read(organisation.client("supervisor").get("/restoration/"))

    assert [link["href"] for link in page.select("#rail a[aria-current]")] == ["/restoration/"]
