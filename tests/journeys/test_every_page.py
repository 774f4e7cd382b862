"""Every page, opened in a real browser: usable by everyone, in light and dark, at both widths, in both languages.

Set WAYHOME_PICTURES to a folder and every page is also photographed there, to be looked at.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, ViewportSize, expect
from playwright.sync_api import Page as BrowserPage

from tests.access.asking import Page, pages
from tests.support.browser import bring_axe, violations
from tests.support.lived_in import LivedIn

READERS = (
    "director",
    "supervisor2",
    "supervisor",
    "caseworker",
    "counsellor",
    "field",
    "technician",
    "auditor",
)
WIDTHS: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1280, "height": 800},
}
LOOKS = {
    "en": (("light", "desk"), ("dark", "phone")),
    "km": (("light", "phone"), ("dark", "desk")),
}
"""The appearances each language is looked at in: each page is asked for once a language."""
WHAT_IS_SEEN = """() => ({
    headings: document.querySelectorAll("h1").length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    doubled: [...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i),
})"""
COVERED = """() => {
  const found = [...document.querySelectorAll("main :is(a[href], button, summary, label)")].filter(each => {
    if (!each.checkVisibility({checkVisibilityCSS: true, checkOpacity: true})) return false;
    each.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
    const box = each.getClientRects()[0];
    if (!box || box.width < 2 || box.height < 2) return false;
    const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return there !== null && !each.contains(there) && !there.contains(each) && there.closest("label, a") !== each;
  }).map(each => each.innerText.trim() || each.outerHTML.slice(0, 80));
  window.scrollTo({top: 0, behavior: "instant"});
  return found;
}"""
"""What can be seen in a page and not be pressed, because something else lies above it."""
PICTURES = os.environ.get("WAYHOME_PICTURES")
NOT_PAGES = {
    "audit.download_checkpoint",
    "concerns.show_delivery",
    "health.show_health",
    "choices.choose_language",
    "sign_in.front_door",
}
DIFFERS_BY_ROLE = {
    "today.show_today",
    "children.show_child",
    "cases.show_case",
    "concerns.show_concern",
    "allegations.show_allegation",
}


def readers_of(lived: LivedIn, page: Page) -> Iterator[str]:
    """Yield who gets the page as a page of its own, the widest role first."""
    for name in READERS:
        response = lived.organisation.client(name).get(page.address(lived.ids))
        if response.status_code == 200 and response.mimetype == "text/html":
            yield name


def visible_pages(lived: LivedIn) -> list[tuple[Page, str]]:
    """Return every page with one reader for it; those that differ by role with every reader."""
    found = []
    for page in pages(lived.organisation):
        if page.method != "GET" or page.rule.endpoint in NOT_PAGES:
            continue
        wanted = None if page.rule.endpoint in DIFFERS_BY_ROLE else 1
        found += [(page, name) for name in islice(readers_of(lived, page), wanted)]
    return found


@pytest.mark.parametrize("locale", LOOKS)
def test_every_page_can_be_used_by_everyone(
    lived: LivedIn, address: str, browser: Browser, locale: str
) -> None:
    wrong: list[str] = []
    windows: dict[str, BrowserPage] = {}
    for page, name in visible_pages(lived):
        if name not in windows:
            windows[name] = signed_in(lived, address, browser, name).new_page()
            speak(windows[name], address, locale)
        opened = windows[name]
        with listening(opened) as said:
            opened.goto(address + page.address(lived.ids))
            for theme, width in LOOKS[locale]:
                wear(opened, theme=theme, width=width)
                wrong += [
                    f"{page.name} as {name}, {theme} {width}: {fault}" for fault in faults(opened, said)
                ]
                photograph(opened, f"{page.rule.endpoint}-{name}-{theme}-{width}-{locale}")
            wrong += [f"{page.name} as {name}, narrow: {fault}" for fault in too_wide(opened)]
    for window in windows.values():
        window.context.close()
    assert wrong == []


def signed_in(lived: LivedIn, address: str, browser: Browser, name: str) -> BrowserContext:
    """Return a browser signed in as a cast member."""
    context = browser.new_context(reduced_motion="reduce")
    cookie = {"name": "wayhome", "value": lived.organisation.token(name), "url": address}
    bring_axe(context)
    context.add_cookies([cookie])  # type: ignore[list-item]  # Playwright's own dictionary type
    return context


def speak(page: BrowserPage, address: str, locale: str) -> None:
    """Choose a language as a person would."""
    page.goto(f"{address}/language/{locale}?next=/account")
    expect(page.locator("html")).to_have_attribute("lang", locale)


@contextmanager
def listening(page: BrowserPage) -> Iterator[list[ConsoleMessage]]:
    """Collect what the page says to its console."""
    said: list[ConsoleMessage] = []

    def hear(message: ConsoleMessage) -> None:
        said.append(message)

    page.on("console", hear)
    yield said
    page.remove_listener("console", hear)


def wear(page: BrowserPage, *, theme: str, width: str) -> None:
    """Show the page as it is in this theme and on a screen of this width."""
    page.set_viewport_size(WIDTHS[width])
    page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)


def too_wide(page: BrowserPage) -> Iterator[str]:
    """Yield by how much the page must be scrolled sideways on the narrowest phone."""
    page.set_viewport_size({"width": 320, "height": 844})
    overflow = page.evaluate(WHAT_IS_SEEN)["overflow"]
    if overflow > 0:
        yield f"{overflow} px wider than the screen"


def faults(page: BrowserPage, said: list[ConsoleMessage]) -> Iterator[str]:
    """Yield what is wrong with a page as it stands on the screen."""
    yield from (str(broken) for broken in violations(page))
    yield from (message.text for message in said if message.type in {"error", "warning"})
    seen = page.evaluate(WHAT_IS_SEEN)
    if seen["headings"] != 1:
        yield "not exactly one h1"
    if seen["overflow"] > 0:
        yield f"{seen['overflow']} px wider than the screen"
    if seen["doubled"]:
        yield f"ids used twice: {seen['doubled']}"
    if covered := page.evaluate(COVERED):
        yield f"cannot be pressed: {covered[:5]}"


def photograph(page: BrowserPage, name: str) -> None:
    """Keep a picture when somebody wants to look."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
