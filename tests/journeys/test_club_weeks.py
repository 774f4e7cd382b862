"""Weeks of a club in a real browser: a regular who stays away is found at her aunt's, a whisper becomes a concern."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from app.foundation.local_time import local_day
from tests.journeys.fingers import DESK, PHONE, Fingers, signed_in
from tests.support.absences import club_with_absent
from tests.support.browser import assert_usable_by_everyone, bring_axe
from tests.support.children import add_child
from tests.support.clubs import made_club, registered
from tests.support.live_server import served
from tests.support.organisation import Organisation

WHISPER = "He gives me rice, and he says I must not tell."
ASKS, DECIDES = "A regular stays away from the club", "A club asks for a visit: decide"
GOES = "Visit: stays away from the club"
RAISED_IN = 2
"""The presses from a register's page to the form of a concern, and from there to its being raised."""


@pytest.fixture
def address(organisation: Organisation) -> Iterator[str]:
    """Where the organisation is served."""
    with served(organisation) as found:
        yield found


def opened(page: Page, words: str) -> Page:
    """Open a line of Today by its words."""
    bring_axe(page.context)
    page.locator("main li, main tr", has_text=words).locator("a").first.click()
    page.wait_for_load_state()
    assert_usable_by_everyone(page)
    return page


def save(page: Page) -> None:
    """Send the form of the page; it has nothing to ask again."""
    page.locator("main").get_by_role("button", name="Save").first.click()
    page.wait_for_load_state()
    expect(page.locator("[data-error-summary]")).to_have_count(0)


def decide_to_go(organisation: Organisation, page: Page) -> None:
    """Decide, as a caseworker, to visit tomorrow."""
    assert "Her mother works at night." in page.locator("main").inner_text()
    if page.locator("[name=decision]").count() == 0:
        page.get_by_role("link", name="Decide").first.click()
    page.locator("[name=decision][value=goes]").check(force=True)
    with organisation.reading("caseworker") as work:
        page.locator("[name=day]").fill((local_day(work.now) + timedelta(days=1)).isoformat())
    save(page)


def say_where_she_is(page: Page, address: str) -> None:
    """Answer, from the list of those who are looked after, where the child was found."""
    page.goto(f"{address}/clubs/staying-away?show=looked_after")
    page.locator("main a", has_text="Sok Sophea").first.click()
    page.locator("[name=kind][value=seen]").check(force=True)
    page.locator("[name=where]").fill("at her aunt's")
    page.locator("[name=whom]").fill("her aunt")
    save(page)


def test_a_regular_who_stays_away_is_visited_and_found_at_her_aunts(
    organisation: Organisation, browser: Browser, address: str
) -> None:
    club_id, sophea = club_with_absent(organisation)
    with signed_in(browser, address, "field", PHONE) as leader:
        page = opened(leader, ASKS)
        assert "Sok Sophea" in page.locator("main").inner_text()
        page.locator("label", has_text="Visit: ask a caseworker").first.click()
        page.get_by_label("What else somebody should know").fill("Her mother works at night.")
        save(page)
        page.goto(f"{address}/today")
        expect(page.locator("main")).not_to_contain_text(ASKS)
    with signed_in(browser, address, "caseworker", DESK) as caseworker:
        decide_to_go(organisation, opened(caseworker, DECIDES))
    organisation.clock.move(timedelta(days=1))
    with signed_in(browser, address, "caseworker", DESK) as caseworker:
        expect(caseworker.locator("main")).to_contain_text(GOES)
        say_where_she_is(caseworker, address)
        caseworker.goto(f"{address}/today")
        expect(caseworker.locator("main")).not_to_contain_text(GOES)
        caseworker.goto(f"{address}/children/{sophea}")
        expect(caseworker.locator("main")).to_contain_text("at her aunt's")
    with signed_in(browser, address, "field", PHONE) as leader:
        expect(leader.locator("main")).not_to_contain_text(ASKS)
        leader.goto(f"{address}/clubs/{club_id}")
        expect(leader.locator("main")).to_contain_text("No regular is missed who was not answered for")


def test_a_whisper_at_a_club_becomes_a_concern_with_its_exact_words(
    organisation: Organisation, browser: Browser, address: str
) -> None:
    club_id, one, two = (
        made_club(organisation),
        add_child(organisation, latin="Chan Dara"),
        add_child(organisation, latin="Keo Pisey"),
    )
    session_id: UUID = registered(organisation, club_id, [one, two])
    with signed_in(browser, address, "field", PHONE) as leader:
        finger = Fingers(leader)
        leader.goto(f"{address}/clubs/sessions/{session_id}")
        finger.tap(leader.locator("li", has_text="Keo Pisey").get_by_role("link", name="Concern"))
        expect(leader.locator("main")).to_contain_text("Keo Pisey")
        leader.locator("[name=account]").fill(WHISPER)
        leader.locator("[name=basis][value=told]").check(force=True)
        if leader.locator("[name=source]").is_visible():
            leader.locator("[name=source]").fill("Keo Pisey herself")
        finger.tap(leader.locator("main").get_by_role("button", name="Raise").first)
        leader.wait_for_url("**/concerns/**")
        expect(leader.locator("[data-error-summary]")).to_have_count(0)
        assert finger.count <= RAISED_IN
    with signed_in(browser, address, "supervisor", DESK) as supervisor:
        supervisor.goto(f"{address}/concerns/")
        supervisor.locator("main a.wh-open").first.click()
        expect(supervisor.locator("main")).to_contain_text(WHISPER)
        expect(supervisor.locator("main")).to_contain_text("Under the tree")
