"""Today through a browser without scripts: the page everybody lands on."""

from datetime import timedelta

import pytest

from app.foundation.roles import Flag
from app.staff.duties import change_flags
from tests.support.cases import ask_move, new_case
from tests.support.concerns import post
from tests.support.organisation import CAST, Organisation
from tests.support.pages import read

EVERYONE = [name for name in CAST if name != "disabled"] + ["director"]


@pytest.mark.parametrize("name", EVERYONE)
def test_everyone_has_a_today_and_every_link_on_it_opens(organisation: Organisation, name: str) -> None:
    case_id = new_case(organisation)
    post(organisation)
    ask_move(organisation, case_id, "prevention")
    organisation.clock.move(timedelta(days=15))
    client = organisation.client(name)

    page = read(client.get("/today"))
    for link in page.select("main a[href^='/']"):
        assert client.get(str(link["href"])).status_code == 200, link


@pytest.mark.parametrize("name", EVERYONE)
def test_no_child_is_named_on_it(organisation: Organisation, name: str) -> None:
    ask_move(organisation, new_case(organisation), "prevention")
    organisation.clock.move(timedelta(days=15))

    assert "Sophea" not in read(organisation.client(name).get("/today")).get_text()


def test_the_front_door_leads_there(organisation: Organisation) -> None:
    answer = organisation.client("caseworker").get("/")

    assert answer.location == "/today"


def test_a_supervisor_reads_how_long_something_waits(organisation: Organisation) -> None:
    ask_move(organisation, new_case(organisation), "prevention")
    post(organisation)
    organisation.clock.move(timedelta(days=2))

    page = read(organisation.client("supervisor").get("/today")).get_text()
    assert "waits 2 days" in page
    assert "1 day late" in page
    assert "High" in page


def test_a_director_is_warned_of_a_circle_that_one_person_holds(organisation: Organisation) -> None:
    assert "Fewer than two" not in read(organisation.client("director").get("/today")).get_text()
    with organisation.writing("director") as work:
        change_flags(work, organisation.ids["counsellor"], frozenset({Flag.CLINICAL_LEAD}))

    page = read(organisation.client("director").get("/today")).get_text()
    assert "Fewer than two people hold a circle" in page
    assert "Clinical, Riverside: 1 person" in page


@pytest.mark.parametrize(
    ("name", "words"),
    [("technician", "Colleagues waiting to be admitted"), ("auditor", "Events in the audit trail")],
)
def test_those_who_keep_the_house_see_its_state(organisation: Organisation, name: str, words: str) -> None:
    assert words in read(organisation.client(name).get("/today")).get_text()
