"""The trail in sentences: one line for what one page or one press of a button did, by person."""

from datetime import timedelta

from bs4 import BeautifulSoup

from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.pages import read


def told(page: BeautifulSoup) -> list[str]:
    """Return the sentences of the trail, newest first."""
    return [
        " ".join(line.get_text(" ").split())
        for line in page.select("main summary > div > div:first-child")
        if line.find_parent(class_="wh-unfold")
    ]


def trail(organisation: Organisation, query: str = "", *, by: str = "auditor") -> BeautifulSoup:
    """Return a page of the trail."""
    return read(organisation.client(by).get(f"/audit/{query}"))


def test_one_page_that_opened_many_records_is_one_sentence(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    case_id = case_of(organisation, child_id)
    organisation.clock.move(timedelta(minutes=1))
    organisation.client("caseworker").get(f"/cases/{case_id}")

    mine = told(trail(organisation, f"?actor={organisation.ids['caseworker']}&action=opened"))

    assert mine[0].startswith("opened RV-")
    assert "records" in mine[0]
    assert "RV-K-0001" in mine[0]


def test_a_name_in_a_list_is_listed_and_not_opened(organisation: Organisation) -> None:
    child_of(organisation)
    organisation.clock.move(timedelta(minutes=1))
    organisation.client("field").get("/children/")

    page = trail(organisation, f"?actor={organisation.ids['field']}")

    assert told(page)[0] == "saw in a list: RV-0001"
    first = page.select_one("main .wh-unfold > li")
    assert first is not None
    assert "Children" in first.get_text()
    assert "was shown lines of a list" in first.get_text()


def test_a_form_that_saved_says_what_was_done_and_unfolds_every_event(organisation: Organisation) -> None:
    organisation.clock.move(timedelta(minutes=1))
    with organisation.writing("supervisor") as work:
        work.record("first.thing")
        work.record("second.thing")

    page = trail(organisation)

    assert told(page)[0] == "first.thing; second.thing"
    first = page.select_one("main .wh-unfold > li")
    assert first is not None
    assert [line.get_text(" ", strip=True).split()[0] for line in first.select("li")] == [
        "first.thing",
        "second.thing",
    ]


def test_each_person_of_a_day_has_one_heading(organisation: Organisation) -> None:
    for name in ("supervisor", "director", "supervisor"):
        organisation.clock.move(timedelta(minutes=1))
        with organisation.writing(name) as work:
            work.record("looked")

    page = trail(organisation, "?action=looked")

    assert len(page.select("main h3.wh-unfold-of")) == 2
    assert len(page.select("main h2.wh-unfold-day")) == 1


def test_a_visit_stands_whole_on_the_page_that_it_begins_on(organisation: Organisation) -> None:
    for number in range(40):
        organisation.clock.move(timedelta(seconds=5))
        with organisation.writing("supervisor") as work:
            for part in ("a", "b", "c"):
                work.record(f"visit.{number}.{part}")

    actor = f"actor={organisation.ids['supervisor']}"
    pages = [told(trail(organisation, f"?{actor}&page={number}")) for number in (1, 2, 3)]

    found = [sentence for page in pages for sentence in page if sentence.startswith("visit.")]
    assert found == [
        f"visit.{number}.a; visit.{number}.b; visit.{number}.c" for number in reversed(range(40))
    ]


def test_a_visit_of_very_many_events_hides_none_of_them(organisation: Organisation) -> None:
    organisation.clock.move(timedelta(minutes=1))
    with organisation.writing("supervisor") as work:
        for number in range(200):
            work.record(f"part.{number}")

    actor = f"actor={organisation.ids['supervisor']}"
    texts = [trail(organisation, f"?{actor}&page={number}").get_text(" ") for number in range(1, 6)]

    assert not [number for number in range(200) if not any(f"part.{number} " in text for text in texts)]


def test_past_the_end_it_leads_to_the_first_page(organisation: Organisation) -> None:
    assert "The list ends before this page" in trail(organisation, "?page=9999").get_text()
