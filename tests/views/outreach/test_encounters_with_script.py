"""The same form in a browser with scripts: a child is added and found in place, and what was typed stays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.support.browser import assert_usable_by_everyone, running_browser
from tests.support.live_server import served
from tests.support.organisation import Organisation
from tests.support.outreach import child_of, route_of, shift_of


@pytest.fixture
def phone(organisation: Organisation) -> Iterator[tuple[Page, str]]:
    """A phone in a field worker's hand, and the address of our server."""
    with served(organisation) as address, running_browser() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
        context.add_cookies([{"name": "wayhome", "value": organisation.token("field"), "url": address}])
        yield context.new_page(), address


def test_a_meeting_is_written_with_one_thumb(organisation: Organisation, phone: tuple[Page, str]) -> None:
    page, address = phone
    sophea = child_of(organisation)
    shift_id = shift_of(organisation, route_id=route_of(organisation))
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/outreach/shifts/{shift_id}/encounters/new")

    page.get_by_label("night market gate").tap()
    page.get_by_label("To know the child again").fill("red shirt")
    page.get_by_role("button", name="Add another child").tap()
    page.get_by_role("group", name="Child 2").wait_for()
    assert page.get_by_label("2", exact=True).is_checked()
    assert page.locator("[name=children-0-words]").input_value() == "red shirt"
    assert page.evaluate("document.activeElement.innerText").startswith("Child 2")

    second = page.get_by_role("group", name="Child 2")
    second.get_by_label("Name or code").fill("sok sophea")
    second.get_by_role("button", name="Find").tap()
    page.locator(f'input[value="{sophea}"]').wait_for()
    second.get_by_label("Sok Sophea").tap()
    assert_usable_by_everyone(page)
    page.get_by_role("button", name="Save").first.tap()

    page.wait_for_url("**/outreach/encounters/*")
    told = page.locator("main").inner_text()
    assert "night market gate" in told
    assert "red shirt" in told
    assert "RV-0001" in told
    assert faults == []
