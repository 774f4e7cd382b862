"""From Today to an urgent concern that somebody has: the taps and clicks are counted, and may not grow."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.fingers import DESK, PHONE, Fingers, signed_in
from tests.support.browser import assert_usable_by_everyone

LINE = "A man takes a girl of about ten into the guesthouse"
MOST_TAPS, MOST_CLICKS = 4, 2
HELD = 1_300
"""Milliseconds a finger rests on the button, which sends after a second."""


def test_urgent_is_sent_and_taken_in_few_presses(browser: Browser, address: str) -> None:
    with (
        signed_in(browser, address, "field", PHONE) as phone,
        signed_in(browser, address, "supervisor", DESK) as desk,
    ):
        finger = Fingers(phone)
        finger.count += 1  # Urgent, in the bar of the phone
        phone.goto(f"{address}/concerns/urgent")
        assert_usable_by_everyone(phone)
        line = phone.get_by_label("What is happening")
        finger.tap(line)
        phone.keyboard.type(LINE)
        finger.tap(phone.locator("label", has_text="Seen").first)
        finger.hold(phone.locator("[data-hold]"), HELD)
        expect(phone.locator("#delivery")).to_contain_text("NOT delivered: call.")
        assert finger.count <= MOST_TAPS

        desk.reload()
        assert_usable_by_everyone(desk)
        mouse = Fingers(desk)
        mouse.tap(desk.locator(".wh-first-things").get_by_role("button", name="I have it").first)
        expect(desk.locator("main")).to_contain_text("Call whoever raised it")
        assert mouse.count <= MOST_CLICKS
        assert_usable_by_everyone(desk)

        phone.goto(f"{address}/today")
        expect(phone.locator(".wh-first-things")).to_contain_text("Supervisor Person has")
        assert_usable_by_everyone(phone)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 320])
def test_it_is_one_screen_with_large_targets_in_both_themes(
    browser: Browser, address: str, theme: str, width: int
) -> None:
    screen = PHONE | {"viewport": {"width": width, "height": 844}, "color_scheme": theme}
    with signed_in(browser, address, "field", screen) as phone:
        phone.goto(f"{address}/concerns/urgent")
        bar = phone.locator(".wh-bottom").bounding_box()
        assert bar is not None
        for what in (
            ".wh-call",
            "input[name=account]",
            ".wh-chips label",
            "input[name=place]",
            "[data-hold]",
        ):
            for each in phone.locator(f".wh-urgent {what}").all():
                box = each.bounding_box()
                assert box is not None, what
                assert box["y"] + box["height"] <= bar["y"], f"{what} lies below the screen"
                assert box["height"] >= 48, what
        assert phone.evaluate("document.documentElement.scrollWidth") <= width
        assert_usable_by_everyone(phone)


def test_a_short_press_and_a_key_ask_once_more_and_send_nothing_by_themselves(
    browser: Browser, address: str
) -> None:
    with signed_in(browser, address, "field", PHONE) as phone:
        finger = Fingers(phone)
        phone.goto(f"{address}/concerns/urgent")
        hold, sure = phone.locator("[data-hold]"), phone.locator("[data-hold-sure]")
        finger.hold(hold, 50)
        expect(phone.locator("[data-hold-says]")).to_contain_text("missing")
        phone.get_by_label("What is happening").fill(LINE)
        phone.locator("label", has_text="Told by somebody").first.click()

        finger.hold(hold, 300)
        expect(sure).to_be_visible()
        phone.get_by_label("What is happening").press("Enter")
        expect(sure).to_be_focused()
        expect(phone).to_have_url(f"{address}/concerns/urgent")

        phone.keyboard.press("Enter")
        expect(phone.locator("#delivery")).to_contain_text("NOT delivered: call.")


def test_without_scripts_a_press_asks_once_more(browser: Browser, address: str) -> None:
    with signed_in(browser, address, "caseworker", PHONE | {"java_script_enabled": False}) as phone:
        phone.goto(f"{address}/concerns/urgent")
        phone.get_by_label("What is happening").fill(LINE)
        phone.locator("label", has_text="Seen").first.click()
        phone.get_by_role("button", name="Send as urgent").click()
        expect(phone.locator("main")).to_contain_text("Not sent yet.")

        phone.get_by_role("button", name="Yes, send it now").click()

        expect(phone.locator("main")).to_contain_text("NOT delivered")
