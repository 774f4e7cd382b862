"""A safety plan in a browser with scripts: rows are added in place, and a date is said in words as it is picked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import assert_usable_by_everyone, running_browser
from tests.support.cases import new_case
from tests.support.live_server import served
from tests.support.organisation import Organisation


@pytest.fixture
def office(organisation: Organisation) -> Iterator[tuple[Page, str]]:
    """A caseworker's browser, and the address of our server."""
    with served(organisation) as address, running_browser() as browser:
        context = browser.new_context()
        context.add_cookies([{"name": "wayhome", "value": organisation.token("caseworker"), "url": address}])
        yield context.new_page(), address


def test_an_action_is_added_and_its_day_said_in_the_pages_language(
    organisation: Organisation, office: tuple[Page, str]
) -> None:
    page, address = office
    case_id = new_case(organisation)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/language/km?next=/account")
    page.goto(f"{address}/cases/{case_id}/safety-plan/new")
    page.locator("[name=actions-0-what]").fill("fetches her from school")

    page.locator("#actions-another").click()
    page.locator("[name=actions-2-by]").fill("2026-11-09")
    expect(page.locator("#actions-2-by-day")).to_have_text("ច័ន្ទ 9 វិច្ឆិកា 2026")
    page.locator("[name=actions-2-by]").fill("")
    expect(page.locator("#actions-2-by-day")).to_be_empty()
    assert page.locator("[name=actions-0-what]").input_value() == "fetches her from school"
    assert_usable_by_everyone(page)
    assert faults == []
