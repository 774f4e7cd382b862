"""Walks through pages as people do: signs in, follows links by their words, fills what is on the screen."""

import itertools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import assert_usable_by_everyone, bring_axe
from tests.support.organisation import password_of

MARKER = "Zqm"
"""Every marker begins with this; nothing else in the organisation contains it."""


class Markers:
    """Makes words that stand for what people write, each different, to be sought in every file afterwards."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.made: dict[str, str] = {}

    def next(self, field: str) -> str:
        """Return a new marker and remember which field it went into."""
        word = f"{MARKER}{next(self._numbers):04}"
        self.made[word] = field
        return word


class Walker:
    """One person in a browser of their own."""

    def __init__(self, page: Page, address: str, markers: Markers) -> None:
        self.page = page
        self.address = address
        self.markers = markers

    def go(self, path: str) -> None:
        """Open a page by its address, and hold it to accessibility."""
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """Check the page that is open."""
        expect(self.page.locator("h1")).to_have_count(1)
        assert_usable_by_everyone(self.page)

    def follow(self, words: str | re.Pattern[str]) -> None:
        """Follow a link in the page by its words."""
        self.page.locator("main").get_by_role("link", name=words).first.click()
        self.look()

    def press(self, words: str | re.Pattern[str]) -> None:
        """Press a button in the page by its words."""
        self.page.locator("main").get_by_role("button", name=words).first.click()
        self.page.wait_for_load_state()

    def send(self, words: str | re.Pattern[str], **given: str) -> None:
        """Fill every empty text field with a marker, the named ones as given, and press the button."""
        self.fill(given)
        self.press(words)
        problems = self.page.locator("[data-error-summary]")
        assert problems.count() == 0, problems.inner_text() if problems.count() else ""
        self.look()

    def fill(self, given: Mapping[str, str]) -> None:
        """Fill the form on the page."""
        for name, value in given.items():
            self._give(name.replace("__", "-"), value)
        for box in self._empty_boxes():
            name = box.get_attribute("name") or ""
            if name.replace("-", "__") not in given:
                box.fill(self.markers.next(name))

    def _give(self, name: str, value: str) -> None:
        ticks = ":is([type=radio], [type=checkbox])"
        choice = self.page.locator(f'main {ticks}[name="{name}"][value="{value}"]')
        if choice.count():
            choice.first.check(force=True)
            return
        control = self.page.locator(f'main [name="{name}"]').first
        if not value and not control.count():
            return  # left empty, and not on this page
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)

    def _empty_boxes(self) -> Iterator[Locator]:
        boxes = self.page.locator('main form[method="post"]').locator('textarea, input[type="text"]')
        for index in range(boxes.count()):
            box = boxes.nth(index)
            if box.is_visible() and box.is_enabled() and not box.input_value():
                yield box


@contextmanager
def walking_as(name: str, browser: Browser, address: str, markers: Markers) -> Iterator[Walker]:
    """Sign in as a cast member in a fresh browser, and sign out at the end."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(8_000)
    bring_axe(context)
    walker = Walker(context.new_page(), address, markers)
    walker.go("/sign-in")
    walker.page.get_by_label("User name").fill(name)
    walker.page.get_by_label("Password").fill(password_of(name))
    walker.press("Sign in")
    expect(walker.page).to_have_url(re.compile("/today"))
    try:
        yield walker
    finally:
        context.close()
