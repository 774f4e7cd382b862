"""Who saw a child: by whom, how, on which page, how often and when; on the screen and whole on paper."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup, Tag
from sqlalchemy import update

from app.access.seen_by import SeenBy, SeenLine, SeenPage, Sighting, Way
from models.audit_event import AuditEvent
from models.child import Child
from tests.support.concerns import allege, safeguarding_circle
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.pages import read
from tests.support.tampering import put, recorded

READERS = ("supervisor", "director", "auditor")


def rows(page: BeautifulSoup) -> list[list[str]]:
    """Return the cells of the table, in words; on the screen whoever the table is of stands before them."""
    return [
        [" ".join(cell.get_text(" ").split()) for cell in [*_above(row), *row.select("th, td")]]
        for row in page.select("main tbody tr")
    ]


def _above(row: Tag) -> list[Tag]:
    folded = row.find_parent("details")
    return folded.select("summary strong") if folded else []


def sheet(
    organisation: Organisation, child_id: UUID, *, by: str = "auditor", query: str = ""
) -> BeautifulSoup:
    """Return the page of who saw a child."""
    return read(organisation.client(by).get(f"/audit/seen-by/{child_id}{query}"))


def of(found: list[list[str]], who: str) -> list[list[str]]:
    """Return one person's lines: how, page, times."""
    return [row[1:4] for row in found if row[0].startswith(who)]


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child of Riverside, written down by a colleague."""
    return child_of(organisation, by="caseworker")


@pytest.mark.parametrize("name", READERS)
def test_auditors_directors_and_the_bases_supervisor_read_it(
    organisation: Organisation, child_id: UUID, name: str
) -> None:
    organisation.client("field").get(f"/children/{child_id}")
    page = sheet(organisation, child_id, by=name)

    assert page.h1.get_text(strip=True) == "Who saw RV-0001"  # type: ignore[union-attr]  # every page has one
    assert of(rows(page), name_of(organisation, "field")) == [["opened", "Children", "1"]]
    assert read(organisation.client(name).get(f"/audit/seen-by/{child_id}/sheet"))


@pytest.mark.parametrize("name", ["othersupervisor", "technician", "field", "caseworker", "counsellor"])
@pytest.mark.parametrize("end", ["", "/sheet"])
def test_nobody_else_does(organisation: Organisation, child_id: UUID, name: str, end: str) -> None:
    assert organisation.client(name).get(f"/audit/seen-by/{child_id}{end}").status_code == 404


def test_a_child_that_does_not_exist_gets_the_same_answer(organisation: Organisation) -> None:
    assert organisation.client("auditor").get(f"/audit/seen-by/{uuid4()}").status_code == 404


def test_a_line_in_a_list_is_told_from_an_opened_record(organisation: Organisation, child_id: UUID) -> None:
    client = organisation.client("field")
    client.get("/children/")
    organisation.clock.move(timedelta(minutes=1))
    client.get("/children/")
    client.get(f"/children/{child_id}")

    seen = of(rows(sheet(organisation, child_id)), name_of(organisation, "field"))

    assert sorted(seen) == [["in a list", "Children", "2"], ["opened", "Children", "1"]]


def test_a_list_of_cases_lists_their_children(organisation: Organisation, child_id: UUID) -> None:
    case_of(organisation, child_id)
    organisation.client("supervisor2").get("/cases/")
    seen = of(rows(sheet(organisation, child_id)), name_of(organisation, "supervisor2"))
    assert seen == [["in a list", "Cases", "1"]]


def test_first_and_last_time_are_told_and_the_page_counts_requests(
    organisation: Organisation, child_id: UUID
) -> None:
    organisation.client("field").get(f"/children/{child_id}")
    organisation.clock.move(timedelta(days=2))
    organisation.client("field").get(f"/children/{child_id}")

    (line,) = [
        row
        for row in rows(sheet(organisation, child_id))
        if row[0].startswith(name_of(organisation, "field"))
    ]

    assert line[3] == "2"
    assert line[4] != line[5]


def test_the_days_cut_it_and_a_day_in_the_wrong_order_is_told(
    organisation: Organisation, child_id: UUID
) -> None:
    organisation.client("field").get(f"/children/{child_id}")
    organisation.clock.move(timedelta(days=40))
    assert "Nobody saw this child in these days" in sheet(organisation, child_id).text
    assert of(rows(sheet(organisation, child_id, query="?since=2020-01-01")), name_of(organisation, "field"))
    wrong = sheet(organisation, child_id, query="?since=2026-02-02&until=2026-01-01")
    assert wrong.select("[data-error-summary]")


def test_reading_it_is_itself_in_the_trail_of_the_childs_base(
    organisation: Organisation, child_id: UUID
) -> None:
    sheet(organisation, child_id)
    (event,) = recorded(organisation, "trail.seen_by")
    assert str(child_id) in event.body
    told = " ".join(read(organisation.client("supervisor").get("/audit/")).get_text(" ").split())
    assert "read who saw a child: RV-0001" in told


def test_it_says_nothing_of_what_safeguarding_did_not_even_to_a_member(
    organisation: Organisation, child_id: UUID
) -> None:
    safeguarding_circle(organisation, "auditor")
    allege(organisation)
    organisation.client("auditor").get("/concerns/our-own/")

    for address in (f"/audit/seen-by/{child_id}", f"/audit/seen-by/{child_id}/sheet"):
        text = read(organisation.client("auditor").get(address)).select_one("main").get_text().lower()  # type: ignore[union-attr]  # as above
        assert "safeguarding" not in text
        assert "our own" not in text


def test_an_event_that_was_changed_is_not_counted_and_that_is_told(
    organisation: Organisation, child_id: UUID
) -> None:
    organisation.client("field").get(f"/children/{child_id}")
    with organisation.server.store.writing() as session:
        mine = (AuditEvent.action == "opened", AuditEvent.actor_id == organisation.ids["field"])
        session.execute(update(AuditEvent).where(*mine).values(actor_id=organisation.ids["field2"]))

    page = sheet(organisation, child_id)

    assert not of(rows(page), name_of(organisation, "field2"))
    assert page.select("[data-changed-outside]")


def test_a_child_that_was_moved_into_the_readers_base_in_the_database_shows_nothing(
    organisation: Organisation, child_id: UUID
) -> None:
    organisation.client("field").get(f"/children/{child_id}")
    put(organisation, Child, child_id, base_id=HILLSIDE)

    page = sheet(organisation, child_id, by="othersupervisor")

    assert page.select("[data-changed-outside]")
    assert rows(page) == []
    assert "RV-0001" not in page.text


def test_the_screen_has_one_line_for_each_person_and_all_they_did_below_it(
    organisation: Organisation, child_id: UUID
) -> None:
    with organisation.writing("caseworker") as work:
        for number in range(60):
            work.record(f"test.{number}", subjects=[child_id])

    screen = sheet(organisation, child_id)
    paper = read(organisation.client("auditor").get(f"/audit/seen-by/{child_id}/sheet"))

    (person,) = screen.select("main .wh-unfold > li")
    assert person.select_one("summary strong").get_text() == name_of(organisation, "caseworker")  # type: ignore[union-attr]  # as above
    assert "and" in person.summary.get_text()  # type: ignore[union-attr]  # more ways than a line names
    whole = {row[1] for row in rows(paper)}
    assert {f"test.{number}" for number in range(60)} <= whole
    assert {row[1] for row in rows(screen)} == whole
    assert paper.select("main .wh-numbered thead")


def test_a_page_of_the_screen_has_fifty_people() -> None:
    moment = datetime(2026, 11, 30, tzinfo=UTC)
    lines = tuple(
        SeenLine("Somebody", None, Sighting(person, way, "", "", moment, moment, 1))
        for person in [uuid4() for _ in range(60)]
        for way in (Way.OPENED, Way.LISTED)
    )
    found = SeenBy(uuid4(), "RV-0001", is_changed=False, lines=lines, has_refused=False, is_cut=False)

    first, second = SeenPage.of(found, 1), SeenPage.of(found, 9)

    assert (len(first.people), len(second.people), first.total) == (50, 10, 60)
    assert all(len(person.lines) == 2 for person in first.people)
    assert (second.first, second.last) == (51, 60)


def test_the_last_time_is_told_only_where_it_is_another_one(
    organisation: Organisation, child_id: UUID
) -> None:
    organisation.client("field").get(f"/children/{child_id}")

    (line,) = [row for row in rows(sheet(organisation, child_id)) if row[0] == name_of(organisation, "field")]

    assert line[5] == "–"


@pytest.mark.parametrize("code", ["RV-0001", "rv 1", "RV-K-0001"])
def test_a_code_leads_there(organisation: Organisation, child_id: UUID, code: str) -> None:
    case_of(organisation, child_id)
    answer = organisation.client("auditor").get("/audit/seen-by", query_string={"code": code})
    assert answer.headers["Location"] == f"/audit/seen-by/{child_id}"


def test_a_code_of_another_base_is_answered_as_one_that_nobody_has(organisation: Organisation) -> None:
    child_of(organisation, by="otherfield")
    client = organisation.client("supervisor")
    strange, unknown = (read(client.get(f"/audit/seen-by?code={code}")) for code in ("HS-0001", "HS-0777"))
    errors = [page.select_one("[data-error-summary]") for page in (strange, unknown)]
    assert errors[0] is not None
    assert errors[0] == errors[1]


@pytest.mark.parametrize("name", ["supervisor", "technician"])
def test_the_trails_filter_knows_no_code_of_another_base_either(
    organisation: Organisation, name: str
) -> None:
    child_of(organisation, by="otherfield")
    client = organisation.client(name)
    strange, unknown = (read(client.get(f"/audit/?code={code}")) for code in ("HS-0001", "HS-0777"))
    errors = [page.select_one("[data-error-summary]") for page in (strange, unknown)]
    assert errors[0] is not None
    assert errors[0] == errors[1]


def test_the_filter_by_a_childs_code_leads_to_who_saw_the_child(
    organisation: Organisation, child_id: UUID
) -> None:
    page = read(organisation.client("supervisor").get("/audit/?code=RV-0001"))
    assert page.select(f"a[href='/audit/seen-by/{child_id}']")
    page = read(organisation.client("supervisor").get(f"/children/{child_id}"))
    assert page.select(f"a[href='/audit/seen-by/{child_id}']")
    page = read(organisation.client("field").get(f"/children/{child_id}"))
    assert not page.select("a[href^='/audit']")


def test_a_technician_is_not_asked_for_a_child(organisation: Organisation) -> None:
    assert organisation.client("technician").get("/audit/seen-by").status_code == 404
    assert "seen-by" not in organisation.client("technician").get("/audit/").text


def name_of(organisation: Organisation, who: str) -> str:
    """Return what a cast member is called."""
    with organisation.reading(who) as work:
        return work.person.display_name
