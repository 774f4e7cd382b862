"""The frame in a real browser: by thumb, by keyboard, without scripts, and on the narrowest screens."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app.children.documents import SafeContact
from tests.support.lived_in import LivedIn

PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}
PLACES_TO_COME = 20
"""Those there are, and clubs, groups, families, waiting, homes, people and numbers, which are for directors too."""


@contextmanager
def opened_as(
    who: str,
    lived: LivedIn,
    address: str,
    browser: Browser,
    *,
    screen: ViewportSize = DESK,
    scripts: bool = True,
    locale: str = "en",
) -> Iterator[Page]:
    """Yield a page of somebody's own browser."""
    context = browser.new_context(
        viewport=screen, has_touch=screen is not DESK, java_script_enabled=scripts, reduced_motion="reduce"
    )
    cookie = {"name": "wayhome", "value": lived.organisation.token(who), "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]  # Playwright's own dictionary type
    page = context.new_page()
    page.goto(f"{address}/language/{locale}?next=/today")
    yield page
    context.close()


def test_the_menu_opens_and_closes_by_keyboard(lived: LivedIn, address: str, browser: Browser) -> None:
    with opened_as("supervisor", lived, address, browser) as page:
        page.goto(f"{address}/cases/{lived.ids['case_id']}")
        menu = page.locator(".wh-add")
        page.keyboard.press("+")
        expect(menu.get_by_role("link", name="Urgent concern")).to_be_focused()
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(menu.locator("summary")).to_be_focused()
        page.keyboard.press("Enter")
        menu.get_by_role("link", name="Note").click()
        expect(page).to_have_url(f"{address}/cases/{lived.ids['case_id']}/notes/new")


def test_number_keys_open_the_tabs_but_never_while_somebody_writes(
    lived: LivedIn, address: str, browser: Browser
) -> None:
    case = f"{address}/cases/{lived.ids['case_id']}"
    with opened_as("supervisor", lived, address, browser) as page:
        page.goto(case)
        page.keyboard.press("2")
        expect(page).to_have_url(f"{case}/safety-plan")
        page.goto(f"{case}/notes/new")
        page.get_by_role("textbox", name="What happened").fill("")
        page.keyboard.type("2 girls + 1")
        expect(page).to_have_url(f"{case}/notes/new")
        expect(page.get_by_role("textbox", name="What happened")).to_have_value("2 girls + 1")


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_the_menu_and_the_tabs_work_without_scripts(
    lived: LivedIn, address: str, browser: Browser, screen: ViewportSize
) -> None:
    case = f"{address}/cases/{lived.ids['case_id']}"
    with opened_as("supervisor", lived, address, browser, screen=screen, scripts=False) as page:
        page.goto(case)
        page.locator(".wh-case-tabs").get_by_role("link", name="Plan and home").click()
        expect(page).to_have_url(f"{case}/safety-plan")
        page.locator(".wh-add summary").click()
        page.locator(".wh-add").get_by_role("link", name="Concern", exact=True).click()
        expect(page).to_have_url(f"{address}/concerns/new?child={lived.ids['child_id']}")


def test_the_tabs_stay_in_sight_and_are_not_printed(lived: LivedIn, address: str, browser: Browser) -> None:
    with opened_as("supervisor", lived, address, browser, screen=PHONE) as page:
        page.goto(f"{address}/cases/{lived.ids['case_id']}")
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        expect(page.locator(".wh-case-tabs")).to_be_in_viewport()
        page.emulate_media(media="print")
        expect(page.locator(".wh-case-tabs")).to_be_hidden()


@pytest.mark.parametrize("locale", ["en", "km"])
@pytest.mark.parametrize("who", ["field", "supervisor"])
def test_the_frame_fits_the_narrowest_phone(
    lived: LivedIn, address: str, browser: Browser, who: str, locale: str
) -> None:
    with opened_as(who, lived, address, browser, screen=NARROW, locale=locale) as page:
        for path in ("/today", "/concerns/new", "/children/new", f"/children/{lived.ids['child_id']}"):
            page.goto(address + path)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= NARROW["width"], f"{path} is {wide} wide"
            small = page.evaluate(
                """shown => [...document.querySelectorAll(shown)]
                    .map(tag => tag.getBoundingClientRect()).filter(box => box.width < 44 || box.height < 44).length""",
                ".wh-bottom a, .wh-menu > summary, .wh-menu-open",
            )
            assert small == 0, f"{path} has targets below 44 px in its frame"


@pytest.mark.parametrize(
    "path", ["/concerns/new", "/outreach/", "/outreach/shifts/{shift_id}/encounters/new"]
)
def test_what_is_used_in_the_dark_has_targets_of_48_px(
    lived: LivedIn, address: str, browser: Browser, path: str
) -> None:
    with opened_as("field", lived, address, browser, screen=PHONE) as page:
        page.goto(address + path.format(**lived.ids))
        small = page.evaluate(
            """shown => [...document.querySelectorAll(shown)].filter(tag => tag.getClientRects().length > 0)
                .filter(tag => tag.getBoundingClientRect().height < 48).map(tag => tag.outerHTML.slice(0, 120))""",
            "main .btn, main .wh-chips label span, main .form-control, main .form-select, main summary",
        )

    assert small == []


@pytest.mark.parametrize("screen", [PHONE, NARROW], ids=["phone", "narrow"])
def test_save_is_always_in_reach_above_the_bar(
    lived: LivedIn, address: str, browser: Browser, screen: ViewportSize
) -> None:
    with opened_as("supervisor", lived, address, browser, screen=screen) as page:
        page.goto(f"{address}/cases/{lived.ids['case_id']}/notes/new")
        page.locator("main form .btn-primary").scroll_into_view_if_needed()
        page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2 - innerHeight / 2)")
        save = page.locator("main form .btn-primary").bounding_box()
        bar = page.locator(".wh-bottom").bounding_box()
        assert save is not None
        assert bar is not None
        assert save["y"] >= 0
        assert save["y"] + save["height"] <= bar["y"]


def test_the_places_of_every_room_to_come_fit_a_directors_desk(
    lived: LivedIn, address: str, browser: Browser
) -> None:
    with opened_as("director", lived, address, browser) as page:
        places = page.evaluate(
            """wanted => {
                const rail = document.querySelector(".wh-rail"), places = [...rail.querySelectorAll("li")];
                for (const place of places.slice(0, wanted - places.length)) place.after(place.cloneNode(true));
                return { all: rail.querySelectorAll("li").length, over: rail.scrollHeight - rail.clientHeight };
            }""",
            PLACES_TO_COME,
        )

    assert places["all"] == PLACES_TO_COME
    assert places["over"] <= 0


@pytest.mark.parametrize("locale", ["en", "km"])
@pytest.mark.parametrize("below", ["", "/notes/new", "/consents/"])
def test_the_head_of_a_case_says_the_whole_rule_on_the_narrowest_phone(
    lived: LivedIn, long_rule: SafeContact, address: str, browser: Browser, below: str, locale: str
) -> None:
    with opened_as("caseworker", lived, address, browser, screen=NARROW, locale=locale) as page:
        page.goto(f"{address}/cases/{lived.ids['case_id']}{below}")
        rule = page.locator(".wh-case [data-contact-rule]")
        said = " ".join(rule.inner_text().split())
        assert long_rule.never in said
        assert long_rule.how in said
        hidden = rule.evaluate(
            """rule => [rule, ...rule.querySelectorAll("*")].filter(one => {
                const box = one.getBoundingClientRect(), style = getComputedStyle(one);
                const ends = style.display === "inline" ? false : one.scrollHeight > one.clientHeight + 1;
                return box.right > innerWidth || box.left < 0 || style.textOverflow === "ellipsis"
                    || (ends && style.overflow !== "visible") || style.visibility === "hidden";
            }).length"""
        )
        assert hidden == 0
        tabs = page.locator(".wh-case-tabs").bounding_box()
        box = rule.bounding_box()
        assert box is not None
        assert tabs is not None
        assert box["y"] + box["height"] <= tabs["y"], "nothing lies over it"
