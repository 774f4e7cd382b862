"""What a first load weighs: everything an empty browser fetches for a page, as it comes over the line."""

import pytest
from playwright.sync_api import Browser

from tests.support.lived_in import LivedIn

MOST_BYTES = 150 * 1024
PAGES = {
    "sign-in": "/sign-in",
    "Today": "/today",
    "case": "/cases/{case_id}",
    "child": "/children/{child_id}",
    "concern form": "/concerns/new",
    "meeting form": "/outreach/shifts/{shift_id}/encounters/new",
}


@pytest.mark.parametrize("locale", ["en", "km"])
@pytest.mark.parametrize("page", PAGES)
def test_a_first_load_is_light(
    lived: LivedIn, address: str, browser: Browser, page: str, locale: str
) -> None:
    context = browser.new_context(locale=locale)
    if page != "sign-in":
        cookie = {"name": "wayhome", "value": lived.organisation.token("supervisor"), "url": address}
        context.add_cookies([cookie])  # type: ignore[list-item]  # Playwright's own dictionary type
    context.add_cookies([{"name": "wayhome_language", "value": locale, "url": address}])
    opened = context.new_page()
    opened.goto(f"{address}/language/{locale}?next=/healthz")
    network = context.new_cdp_session(opened)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    opened.goto(address + PAGES[page].format(**lived.ids), wait_until="networkidle")
    assert opened.locator("html").get_attribute("lang") == locale
    context.close()

    assert len(sizes) >= 4, "the page, its style sheet and its scripts"
    assert sum(sizes) <= MOST_BYTES
