"""Today through a browser without scripts: the page everybody lands on."""

from datetime import timedelta

import pytest

from app.foundation.roles import Flag
from app.outreach.safety import my_open_shifts
from app.staff.duties import change_flags
from tests.support.cases import ask_move, new_case
from tests.support.concerns import post
from tests.support.consents import override_in
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import CAST, Organisation
from tests.support.outreach import shift_of
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


def test_a_check_out_that_is_hours_overdue_says_how_many(organisation: Organisation) -> None:
    shift_of(organisation)
    with organisation.reading("field") as work:
        (shift,) = my_open_shifts(work)
        due_back = shift.due_back_at
    organisation.clock.moment = due_back + timedelta(hours=3)

    page = read(organisation.client("supervisor").get("/today"))

    (line,) = [each for each in page.select("main li") if "find out now" in each.get_text()]
    assert "3 hours late" in line.get_text()
    assert "today" not in line.get_text()


def test_sharing_without_consent_waits_for_those_who_may_approve_it(organisation: Organisation) -> None:
    case_id = case_of(organisation, child_of(organisation))
    override_in(organisation, case_id, approved_by=None)
    organisation.clock.move(timedelta(days=2))

    for name in ("supervisor", "director"):
        client = organisation.client(name)
        page = read(client.get("/today"))
        (line,) = [each for each in page.select("main li") if "Sharing without consent" in each.get_text()]
        assert "waits 2 days" in line.get_text()
        link = line.select_one("a[href]")
        assert link is not None
        assert link["href"] == f"/cases/{case_id}/consents/"
        assert read(client.get(str(link["href"])))
    assert "Sharing without consent" not in read(organisation.client("caseworker").get("/today")).get_text()


def test_a_director_is_warned_of_a_circle_that_one_person_holds(organisation: Organisation) -> None:
    assert "Fewer than two" not in read(organisation.client("director").get("/today")).get_text()
    with organisation.writing("director") as work:
        change_flags(work, organisation.ids["counsellor"], frozenset({Flag.CLINICAL_LEAD}))

    page = read(organisation.client("director").get("/today")).get_text()
    assert "Fewer than two people hold a circle" in page
    assert "Clinical, Riverside: 1 person" in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("technician", "Colleagues waiting to be admitted"),
        ("auditor", "Pages refused in the last seven days"),
    ],
)
def test_those_who_keep_the_house_see_its_state(organisation: Organisation, name: str, words: str) -> None:
    assert words in read(organisation.client(name).get("/today")).get_text()


def test_whoever_is_out_writes_a_meeting_down_from_here(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)

    page = read(organisation.client("field").get("/today"))
    assert page.select_one(f'.wh-actions a.btn-primary[href="/outreach/shifts/{shift_id}/encounters/new"]')
    office = read(organisation.client("caseworker").get("/today"))
    assert not office.select('.wh-actions a[href*="/encounters/new"]')
