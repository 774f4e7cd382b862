"""Every list on a phone: two lines an item, pressed anywhere, nothing to scroll sideways; Back finds the place.

Taller are only the items of which more must be read at once: a child's contact rule, since when something is late,
what a clock runs for, and on the narrowest screens the button that stops it.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage

from tests.app.outreach.met_samples import met
from tests.support.lived_in import LivedIn
from tests.support.opened_cases import child_of

TWO_LINES_PX, LINE_PX, TARGET_PX = 76, 29, 44
READER = "supervisor"
FOUND = "what a search found"
"""It has an address only once something was asked."""
LISTS = {
    "/outreach/": READER,
    "/audit/": READER,
    "/children/": READER,
    "/cases/": READER,
    "/concerns/": READER,
    "/concerns/?show=posted": "field",
    "/packets/": READER,
    "/mistakes/": "supervisor2",
    "/settings/accounts/": READER,
    "/settings/bases/": "director",
    "/audit/records": READER,
    "/outreach/routes": READER,
    "/cases/{case}/moves/": READER,
    "/cases/{case}/consents/": READER,
    "/sheets/": READER,
    "/sheets/?which=all": READER,
    "/outreach/met": READER,
    "/outreach/shifts/{shift}": READER,
    "/concerns/our-own/": "supervisor2",
    "/audit/seen-by/{child}": READER,
    FOUND: READER,
}
READ_WHOLE = {"/audit/": (1, 1), "/outreach/met": (1, 2), "/audit/seen-by/{child}": (2, 3), FOUND: (2, 3)}
"""How many lines more an item may take that is read whole, on a phone and on the narrowest: a sentence of the trail,
what a child looks like, who saw a child how often and from when to when, what was found and where."""
MAY_BE_EMPTY = {"/mistakes/", "/cases/{case}/moves/"}
ITEMS = "main tbody > tr:has(th .wh-open), main .wh-two > li, main .wh-unfold > li"
TALLER = ":has([data-contact-rule], .wh-clock-late, td:not(.wh-key) .wh-tag-red, td > div > .wh-clock:not(:only-child))"
TALLER_AND_NARROW = f"{TALLER}, :has(.wh-clock):has(td .btn)"
CUT = """(items) => [...document.querySelectorAll(items)].filter(item =>
    [...item.querySelectorAll("[data-contact-rule], .wh-clock-late")].some(said =>
        said.getBoundingClientRect().bottom > item.getBoundingClientRect().bottom
        || said.getBoundingClientRect().right > item.getBoundingClientRect().right
        || said.getBoundingClientRect().height < 1)).length"""
SEEN = """([items, taller]) => ({
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    low: [...document.querySelectorAll(items)].filter(item => !item.matches(taller)).map(
        item => item.getBoundingClientRect().height),
    heights: [...document.querySelectorAll(items)].map(item => item.getBoundingClientRect().height),
    unpressed: [...document.querySelectorAll(items)].filter(item => {
        item.scrollIntoView({block: "center"});
        const box = item.getBoundingClientRect();
        const button = item.querySelector("td .btn");
        const right = button && button.getClientRects().length ? button.getBoundingClientRect().left : box.right;
        return [box.left + 4, (box.left + right) / 2, right - 4].some(x =>
            !document.elementFromPoint(x, box.top + box.height / 2)?.closest("a, summary"));
    }).length,
})"""


@pytest.fixture(scope="module")
def phone(lived: LivedIn, address: str, browser: Browser) -> Iterator[dict[str, BrowserPage]]:
    """A phone for each reader, signed in; somebody was met whom nobody knows."""
    met(lived.organisation, "red cap, torn at the left side")
    windows = {}
    for name in sorted(set(LISTS.values())):
        context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
        cookie = {"name": "wayhome", "value": lived.organisation.token(name), "url": address}
        context.add_cookies([cookie])  # type: ignore[list-item]  # Playwright's own dictionary type
        windows[name] = context.new_page()
    yield windows
    for window in windows.values():
        window.context.close()


def go_to(page: BrowserPage, lived: LivedIn, address: str, path: str) -> None:
    """Open a list; ask for what a search found."""
    if path != FOUND:
        page.goto(address + path.format(**{name.removesuffix("_id"): id_ for name, id_ in lived.ids.items()}))
        return
    page.goto(f"{address}/search")
    page.locator("main input[name=q]").fill("red cap")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url("**/search?asked=*")


@pytest.mark.parametrize("locale", ["en", "km"])
@pytest.mark.parametrize("path", LISTS)
def test_an_item_is_two_lines_and_pressed_anywhere(
    lived: LivedIn, address: str, phone: dict[str, BrowserPage], path: str, locale: str
) -> None:
    page = phone[LISTS[path]]
    page.goto(f"{address}/language/{locale}?next=/account")
    page.set_viewport_size({"width": 390, "height": 844})
    go_to(page, lived, address, path)
    expect(page.locator("html")).to_have_attribute("lang", locale)

    more = dict(zip((390, 320), READ_WHOLE.get(path, (0, 0)), strict=True))
    seen = page.evaluate(SEEN, [ITEMS, TALLER])

    assert seen["heights"] or path in MAY_BE_EMPTY
    assert max(seen["low"], default=0) <= TWO_LINES_PX + more[390] * LINE_PX
    assert min(seen["heights"], default=TARGET_PX) >= TARGET_PX
    assert seen["unpressed"] == 0
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        seen = page.evaluate(SEEN, [ITEMS, TALLER if width == 390 else TALLER_AND_NARROW])
        assert seen["overflow"] <= 0
        assert max(seen["low"], default=0) <= TWO_LINES_PX + more[width] * LINE_PX
        assert page.evaluate(CUT, ITEMS) == 0


def test_on_a_desk_it_is_a_table(address: str, phone: dict[str, BrowserPage]) -> None:
    page = phone[READER]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}/children/")
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('main tbody tr')).display")
        == "table-row"
    )


def test_back_finds_the_same_page_filter_and_place(
    lived: LivedIn, address: str, phone: dict[str, BrowserPage]
) -> None:
    for number in range(60):
        child_of(lived.organisation, latin=f"Sok Number{number}")
    page = phone[READER]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/children/")
    page.locator("main summary").first.click()
    page.locator("select[name=order]").select_option("code")
    page.locator("main form[role=search] button").click()
    page.wait_for_url("**keep=yes*")
    row = page.locator("main tbody tr").nth(30)
    row.evaluate("row => row.scrollIntoView({block: 'center'})")
    place = page.evaluate("() => Math.round(scrollY)")
    box = row.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] - 6)
    page.wait_for_url("**/children/*-*")

    page.go_back()

    page.wait_for_url("**/children/?*order=code*")
    page.wait_for_function("place => Math.abs(scrollY - place) < 3", arg=place)
    assert place > 500

    page.locator("a[rel=next]").click()
    page.wait_for_url("**page=2*")
    page.locator("main tbody tr .wh-open").first.click()
    page.wait_for_url("**/children/*-*")
    page.go_back()
    page.wait_for_url("**page=2*")
    page.goto(f"{address}/today")
    page.goto(f"{address}/children/")
    page.wait_for_url("**/children/?*order=code*")
