"""Counts what a person presses on the way to something, on a telephone or at a desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.organisation import password_of

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}


@dataclass
class Fingers:
    """Presses things on a page, and counts."""

    page: Page
    count: int = 0

    def tap(self, what: Locator) -> None:
        """Press once."""
        self.count += 1
        what.click()

    def hold(self, what: Locator, milliseconds: int) -> None:
        """Press and rest on it."""
        self.count += 1
        box = what.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        self.page.wait_for_timeout(milliseconds)
        self.page.mouse.up()


@contextmanager
def signed_in(browser: Browser, address: str, name: str, screen: dict[str, Any]) -> Iterator[Page]:
    """Open somebody's Today."""
    context = browser.new_context(**screen)
    context.set_default_timeout(8_000)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(password_of(name))
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Today")
    try:
        yield page
    finally:
        context.close()
