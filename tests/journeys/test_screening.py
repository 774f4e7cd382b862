"""A screening that alerts: from a thumb on the street to the supervisor's Today."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.fingers import DESK, PHONE, Fingers, signed_in
from tests.support.browser import assert_usable_by_everyone
from tests.support.lived_in import LivedIn


def test_a_screening_that_alerts_is_taken_on_the_supervisors_today(
    browser: Browser, address: str, lived: LivedIn
) -> None:
    with (
        signed_in(browser, address, "field", PHONE) as phone,
        signed_in(browser, address, "supervisor", DESK) as desk,
    ):
        phone.goto(f"{address}/children/{lived['child_id']}/screenings/new")
        expect(phone.locator("main")).to_contain_text("Nothing here has to be asked.")
        assert_usable_by_everyone(phone)
        finger = Fingers(phone)
        item = phone.locator("fieldset", has_text="One adult controls several children").last
        finger.tap(item.locator("label", has_text="Seen").first)
        phone.locator("main button[type=submit]", has_text="Save").click()
        expect(phone.locator("main")).to_contain_text("A concern was raised from this screening:")
        expect(phone.locator("main")).to_contain_text("Nobody has received it yet")
        assert_usable_by_everyone(phone)
        reference = phone.locator(".wh-lead a[href*='/concerns/']").first.inner_text()

        desk.goto(f"{address}/today")
        first = desk.locator(".wh-first-things")
        expect(first).to_contain_text(reference)
        Fingers(desk).tap(first.get_by_role("button", name="I have it").first)

        phone.reload()
        expect(phone.locator("main")).not_to_contain_text("Nobody has received it yet")


@pytest.mark.parametrize("locale", ["en", "km"])
def test_every_answer_is_a_large_target_and_nothing_scrolls_sideways(
    browser: Browser, address: str, lived: LivedIn, locale: str
) -> None:
    screen = PHONE | {"viewport": {"width": 320, "height": 844}}
    with signed_in(browser, address, "field", screen) as phone:
        phone.goto(f"{address}/language/{locale}?next=/account")
        phone.goto(f"{address}/children/{lived['child_id']}/screenings/new")
        phone.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        heights = phone.locator(".wh-chips label").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect().height)"
        )
        assert len(heights) > 100
        assert min(heights) >= 44
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320
        assert_usable_by_everyone(phone)
