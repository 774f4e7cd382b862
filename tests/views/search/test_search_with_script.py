"""What a search found is there again after Back, in a browser as people use it."""

from playwright.sync_api import expect

from tests.support.browser import assert_usable_by_everyone, running_browser
from tests.support.children import add_child
from tests.support.live_server import served
from tests.support.organisation import Organisation


def test_back_from_a_childs_page_shows_what_was_found(organisation: Organisation) -> None:
    add_child(organisation, latin="Sok Sophea")
    add_child(organisation, latin="Sok Sophal")
    with served(organisation) as address, running_browser() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.add_cookies([{"name": "wayhome", "value": organisation.token("field"), "url": address}])
        page = context.new_page()
        page.goto(f"{address}/search")
        page.locator("main [name=q]").fill("sophea")
        page.locator("main").get_by_role("button", name="Find").click()
        page.get_by_role("link", name="Sok Sophea").click()
        page.wait_for_url("**/children/*")
        page.go_back()

        expect(page.get_by_role("link", name="Sok Sophea")).to_be_visible()
        expect(page.locator("main [name=q]")).to_have_value("sophea")
        assert "sophea" not in page.url.lower()
        assert_usable_by_everyone(page)
