"""From Today to an urgent concern that somebody has: the taps and clicks are counted, and may not grow."""

import pytest
from playwright.sync_api import Browser, expect

from app.children.documents import SafeContact
from tests.journeys.fingers import DESK, PHONE, Fingers, signed_in
from tests.support.browser import assert_usable_by_everyone
from tests.support.lived_in import LivedIn

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


@pytest.mark.parametrize("locale", ["en", "km"])
def test_whom_it_is_about_and_the_rule_stand_whole_on_the_same_screen(
    browser: Browser, address: str, lived: LivedIn, long_rule: SafeContact, locale: str
) -> None:
    with signed_in(browser, address, "field", PHONE) as phone:
        phone.goto(f"{address}/language/{locale}?next=/account")
        phone.goto(f"{address}/concerns/urgent?child={lived['child_id']}")
        bar, line = (phone.locator(each).bounding_box() for each in (".wh-bottom", "input[name=account]"))
        assert bar is not None
        assert line is not None
        for what in (".wh-urgent-child p", ".wh-urgent-child label", ".wh-urgent-child [data-contact-rule]"):
            box = phone.locator(what).bounding_box()
            assert box is not None, what
            assert box["x"] >= 0, what
            assert box["x"] + box["width"] <= 390, what
            assert box["y"] + box["height"] <= line["y"], f"{what} does not stand above the line"
        assert long_rule.never in phone.locator(".wh-urgent-child").inner_text()
        hold = phone.locator("[data-hold]").bounding_box()
        assert hold is not None
        assert hold["y"] + hold["height"] <= bar["y"], "the button lies below the screen"
        assert_usable_by_everyone(phone)
        phone.goto(f"{address}/language/en?next=/account")


def test_the_other_child_is_left_out_with_one_tap(browser: Browser, address: str, lived: LivedIn) -> None:
    with signed_in(browser, address, "field", PHONE) as phone:
        phone.goto(f"{address}/concerns/urgent?child={lived['child_id']}")
        finger = Fingers(phone)
        finger.count += 1  # Urgent, in the bar of the phone
        finger.tap(phone.get_by_label("What is happening"))
        phone.keyboard.type(LINE)
        finger.tap(phone.locator("label", has_text="Seen").first)
        finger.hold(phone.locator("[data-hold]"), HELD)
        expect(phone.locator("#delivery")).to_contain_text("NOT delivered: call.")
        assert finger.count <= MOST_TAPS

        phone.goto(f"{address}/concerns/urgent?child={lived['child_id']}")
        phone.locator(".wh-urgent-child label").click()
        expect(phone.locator("[name=not_this_child]")).to_be_checked()


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
