"""Today through a browser without scripts: the page everybody lands on."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.cases.summaries import case_brief
from app.cases.tasks import TaskInput, add_task
from app.foundation.local_time import local_day
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.safety import my_open_shifts
from app.today.page import SHOWN_AT_FIRST
from models.child import Child
from tests.support.cases import ask_move, new_case, put_plan_in_force
from tests.support.concerns import new_concern, post
from tests.support.consents import override_in
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import CAST, Organisation
from tests.support.outreach import shift_of
from tests.support.pages import read
from tests.support.tampering import put

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


READERS = ("caseworker", "supervisor", "supervisor2", "director", "director2")


@pytest.mark.parametrize("name", EVERYONE)
def test_each_row_names_the_child_to_those_who_may_read_the_case_and_to_nobody_else(
    organisation: Organisation, name: str
) -> None:
    ask_move(organisation, new_case(organisation), "prevention", by="supervisor")
    organisation.clock.move(timedelta(days=15))

    page = read(organisation.client(name).get("/today"))

    assert ("Sophea" in page.get_text()) == (name in READERS)
    assert ("RV-K-0001" in page.get_text()) == (name in READERS)
    for line in page.select("main li"):
        assert ("Sophea" in line.get_text()) == ("RV-K-0001" in line.get_text())


def test_a_child_that_was_changed_outside_is_named_nowhere(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    organisation.clock.move(timedelta(days=15))
    with organisation.reading("supervisor") as work:
        child_id = case_brief(work, case_id).child_id
    put(organisation, Child, child_id, code="RV-9999")

    page = read(organisation.client("caseworker").get("/today")).get_text()
    assert "Sophea" not in page
    assert "RV-K-0001" in page


def test_what_is_due_leads_straight_to_the_form_that_does_it(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    put_plan_in_force(organisation, case_id, days=3)
    organisation.clock.move(timedelta(days=15))
    client = organisation.client("caseworker")

    ways = {
        link.get_text(strip=True): str(link["href"])
        for link in read(client.get("/today")).select("main li a")
    }

    assert ways["Meet the child and write it down"] == f"/cases/{case_id}/notes/new?met=1"
    assert ways["Look at the safety plan again"] == f"/cases/{case_id}/safety-plan/new"
    form = read(client.get(ways["Meet the child and write it down"]))
    assert form.select_one("input[name=met_child][checked]")
    assert "Write down the meeting with the child" in form.get_text()


def test_a_long_group_says_how_many_and_shows_all_when_asked(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    with organisation.writing("caseworker") as work:
        for number in range(SHOWN_AT_FIRST + 3):
            due_on = local_day(work.now)
            add_task(work, case_id, uuid4(), TaskInput(f"task {number:02}", due_on, work.person.id))
    client = organisation.client("caseworker")

    page = read(client.get("/today"))
    assert len(page.select("#today li")) == SHOWN_AT_FIRST
    more = page.select_one("#today a.btn")
    assert more is not None
    assert "Show all 15" in more.get_text()
    whole = read(client.get(str(more["href"])))
    assert len(whole.select("#today li")) == 15
    assert not whole.select("#today a.btn")
    assert len(read(client.get("/today?show=nonsense")).select("#today li")) == SHOWN_AT_FIRST


def test_no_row_stands_twice(organisation: Organisation) -> None:
    case_id = new_case(organisation, "counsellor")
    ask_move(organisation, case_id, "prevention", by="director")
    organisation.clock.move(timedelta(days=40))

    rows = [
        row.get_text(" ", strip=True)
        for row in read(organisation.client("supervisor").get("/today")).select("main li")
    ]
    assert len(rows) == len(set(rows))


def test_a_late_task_of_a_colleague_says_that_it_is_late_and_who_has_it(organisation: Organisation) -> None:
    case_id = case_of(organisation, child_of(organisation))
    with organisation.writing("caseworker") as work:
        due_on = local_day(work.now) + timedelta(days=1)
        add_task(work, case_id, uuid4(), TaskInput("ask the school", due_on, work.person.id))
    organisation.clock.move(timedelta(days=3))

    (line,) = [
        " ".join(each.get_text(" ").split())
        for each in read(organisation.client("supervisor").get("/today")).select("main li")
        if "A colleague's task is late" in each.get_text()
    ]

    assert "Has it: Caseworker Person" in line
    assert "ask the school" not in line


def test_what_nobody_received_stands_before_what_can_be_begun(organisation: Organisation) -> None:
    calm = read(organisation.client("supervisor").get("/today"))
    assert calm.select_one(".wh-heading .wh-actions a[href='/concerns/new']")

    post(organisation, new=new_concern(Urgency.NOW))
    organisation.clock.move(timedelta(hours=2))

    for name in ("supervisor", "field"):
        page = read(organisation.client(name).get("/today"))
        assert page.select_one(".wh-heading .wh-actions a") is None
        assert page.select_one(".wh-first-things ~ .wh-actions a[href='/concerns/new']")
    # The clock stands before what is pressed.
    (alert,) = page.select(".wh-first-things .wh-alert-danger")
    said = alert.get_text(" ")
    assert said.index("late since") < said.index("Open ")


def test_the_front_door_leads_there(organisation: Organisation) -> None:
    answer = organisation.client("caseworker").get("/")

    assert answer.location == "/today"


def test_a_supervisor_reads_how_long_something_waits(organisation: Organisation) -> None:
    ask_move(organisation, new_case(organisation), "prevention")
    post(organisation)
    organisation.clock.move(timedelta(days=2))

    page = read(organisation.client("supervisor").get("/today")).get_text()
    assert "waits 2 days" in page
    assert "late since 3 Nov, 09:00 (1 day)" in page
    assert "High" in page


def test_a_check_out_that_is_hours_overdue_says_how_many(organisation: Organisation) -> None:
    shift_of(organisation)
    with organisation.reading("field") as work:
        (shift,) = my_open_shifts(work)
        due_back = shift.due_back_at
    organisation.clock.moment = due_back + timedelta(hours=3)

    page = read(organisation.client("supervisor").get("/today"))

    (line,) = [each for each in page.select("main li") if "find out now" in each.get_text()]
    assert "late since" in line.get_text()
    assert "(3 hours)" in line.get_text()
    assert "today" not in line.get_text()


def test_sharing_without_consent_waits_for_those_who_may_approve_it(organisation: Organisation) -> None:
    case_id = case_of(organisation, child_of(organisation))
    override_in(organisation, case_id, approved_by=None)
    organisation.clock.move(timedelta(days=2))

    for name in ("supervisor", "director"):
        client = organisation.client(name)
        page = read(client.get("/today"))
        (line,) = [each for each in page.select("main li") if "without consent" in each.get_text()]
        assert "waits 2 days" in line.get_text()
        link = line.select_one("a[href]")
        assert link is not None
        assert str(link["href"]).startswith(f"/cases/{case_id}/consents/")
        assert str(link["href"]).endswith("/approve")
        assert read(client.get(str(link["href"])))
    assert "without consent" not in read(organisation.client("caseworker").get("/today")).get_text()


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


@pytest.mark.parametrize("name", ["director", "technician"])
def test_what_setting_up_still_needs_is_never_hidden_by_an_empty_today(
    organisation: Organisation, name: str
) -> None:
    page = read(organisation.client(name).get("/today"))

    assert "Nothing is due" not in page.get_text()
    assert "Setting up:" in page.select_one("main h2").get_text()  # type: ignore[union-attr]  # it is there
