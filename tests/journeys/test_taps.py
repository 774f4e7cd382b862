"""How many taps the daily work takes, from Today or from the case; the numbers of the issue fail when they grow."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from app.cases.notes import NOTES
from tests.journeys.fingers import DESK, PHONE, Fingers, signed_in
from tests.support.browser import assert_usable_by_everyone
from tests.support.cases import new_case
from tests.support.live_server import served
from tests.support.organisation import Organisation
from tests.support.outreach import child_of, route_of, shift_of

NOTE_DUE_IN = timedelta(days=12)
MEETING, MEETING_OF_FOUR, NOTE, PACKET = 6, 15, 4, 5
"""The most taps each may take."""


@pytest.fixture
def night(organisation: Organisation, browser: Browser) -> Iterator[Page]:
    """The phone of a field worker who is out on a shift, with Today open."""
    child_of(organisation)
    shift_of(organisation, route_id=route_of(organisation))
    with served(organisation) as address, signed_in(browser, address, "field", PHONE) as page:
        yield page


def begin_meeting(finger: Fingers) -> None:
    """Press Meet in the bar of the phone and say where it is."""
    finger.tap(finger.page.locator(".wh-bottom").get_by_role("link", name="Meet"))
    finger.tap(finger.page.locator("label", has_text="night market gate").first)


def save_meeting(finger: Fingers) -> str:
    """Press Save; return what the meeting's page says."""
    finger.tap(finger.page.get_by_role("button", name="Save").first)
    finger.page.wait_for_url("**/outreach/encounters/*")
    return finger.page.locator("main").inner_text()


def test_an_unknown_child_is_written_down(night: Page) -> None:
    finger = Fingers(night)
    begin_meeting(finger)
    child = night.get_by_role("group", name="The child").first
    finger.tap(child.locator("label", has_text="Male").first)
    finger.tap(child.get_by_label("To know the child again"))
    night.keyboard.type("red shirt, about nine")

    assert "red shirt, about nine" in save_meeting(finger)
    assert finger.count <= MEETING


def test_a_known_child_is_written_down(night: Page) -> None:
    finger = Fingers(night)
    begin_meeting(finger)
    child = night.get_by_role("group", name="The child").first
    finger.tap(child.get_by_label("Name or code"))
    night.keyboard.type("sok sophea")
    finger.tap(child.get_by_role("button", name="Find"))
    finger.tap(child.locator("label", has_text="Sok Sophea").first)

    assert "RV-0001" in save_meeting(finger)
    assert finger.count <= MEETING


def test_three_children_with_an_adult_are_written_down(night: Page) -> None:
    finger = Fingers(night)
    begin_meeting(finger)
    for number, looks in enumerate(("blue cap", "red shirt", "scar on the chin"), start=1):
        if number > 1:
            finger.tap(night.get_by_role("button", name="Add another child"))
        child = night.get_by_role("group", name=f"Child {number}" if number > 1 else "The child").first
        child.wait_for()
        finger.tap(child.get_by_label("To know the child again"))
        night.keyboard.type(looks)
    finger.tap(night.locator("label", has_text="An adult we do not know").first)
    finger.tap(night.locator("[name=company_words]"))
    night.keyboard.type("a woman who says she is the aunt")

    told = save_meeting(finger)
    assert all(words in told for words in ("blue cap", "red shirt", "scar on the chin", "the aunt"))
    assert finger.count <= MEETING_OF_FOUR


def test_a_note_of_a_meeting_is_written(organisation: Organisation, browser: Browser) -> None:
    case_id = new_case(organisation)
    organisation.clock.move(NOTE_DUE_IN)
    with served(organisation) as address, signed_in(browser, address, "caseworker", PHONE) as page:
        finger = Fingers(page)
        assert_usable_by_everyone(page)
        finger.tap(page.get_by_role("link", name="Meet the child and write it down"))
        finger.tap(page.get_by_label("What happened"))
        page.keyboard.type("She kept goal again today.")
        assert_usable_by_everyone(page)
        finger.tap(page.get_by_role("button", name="Save").first)
        page.wait_for_url("**/cases/*")
        assert "The note is saved." in page.locator("body").inner_text()

    assert _last_note_met_the_child(organisation, case_id), "what was due is done with it"
    assert finger.count <= NOTE


def _last_note_met_the_child(organisation: Organisation, case_id: UUID) -> bool:
    with organisation.reading("supervisor") as work:
        (note,) = NOTES.opened(work, NOTES.of_case(work, case_id)).records
    return note.document is not None and note.document.met_child


def test_a_packet_is_drafted(organisation: Organisation, browser: Browser) -> None:
    case_id = new_case(organisation)
    with served(organisation) as address, signed_in(browser, address, "caseworker", DESK) as page:
        page.goto(f"{address}/cases/{case_id}")
        finger = Fingers(page)
        finger.tap(page.locator(".wh-case-tabs").get_by_role("link", name="Papers"))
        finger.tap(page.locator(".wh-case-tabs").get_by_role("link", name="Prepare a packet"))
        assert_usable_by_everyone(page)
        finger.tap(page.get_by_label("What we ask"))
        page.keyboard.type("Please ask the guesthouse who rents room 4.")
        finger.tap(page.get_by_role("group", name="Who it goes to").locator("label").first)
        finger.tap(page.get_by_role("button", name="Gather and begin"))
        page.wait_for_url("**/packets/*")

    assert finger.count <= PACKET
