"""Somebody is found by what they look like, without a mouse, and linked to a record that fits, in a browser."""

from playwright.sync_api import expect

from tests.app.outreach.met_samples import met
from tests.support.browser import assert_usable_by_everyone, running_browser
from tests.support.children import add_child
from tests.support.live_server import served
from tests.support.organisation import Organisation


def test_a_child_met_again_is_found_by_looks_and_linked_to_their_record(organisation: Organisation) -> None:
    child = add_child(organisation, latin="Sok Dara", appearance="Scar on the forehead, silver thread")
    row = met(organisation, "boy, scar on the forehead, silver thread at the wrist")
    with served(organisation) as address, running_browser() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.add_cookies([{"name": "wayhome", "value": organisation.token("caseworker"), "url": address}])
        page = context.new_page()
        page.goto(f"{address}/today")
        page.keyboard.press("/")
        page.keyboard.type("forehead silver thread")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?asked=*")
        assert "silver" not in page.url
        found = page.locator("main tbody .wh-open")
        expect(found).to_have_count(2)
        assert_usable_by_everyone(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

        page.goto(f"{address}/outreach/met")
        assert_usable_by_everyone(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/outreach/met/{row}")
        expect(page.get_by_text("the same looks: forehead, scar, silver, thread")).to_be_visible()
        assert_usable_by_everyone(page)
        page.get_by_role("button", name="Link to this record").click()
        page.wait_for_url("**/outreach/encounters/*")
        expect(page.get_by_role("link", name="RV-0001")).to_have_attribute("href", f"/children/{child}")

        page.goto(f"{address}/outreach/met")
        expect(page.get_by_text("Everybody who was met is known")).to_be_visible()
