"""Opens Debian's Chromium for tests, and asks axe-core whether a page can be used by everyone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.machine import lacking

_CHROMIUM = Path("/usr/bin/chromium")
_AXE = Path(__file__).parent / "vendor" / "axe.min.js"

# Quiet: the browser talks to the page under test and to nobody else.
_FLAGS = (
    "--no-sandbox",  # Chromium's own sandbox does not start for root, and only our own pages are opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Whatever stands over the page at this place of scrolling, such as Save above the bar, hides a part of what lies
# under it, which axe-core takes for the whole target; a reader scrolls.
_LET_GO = """() => document.querySelectorAll("form *").forEach(
    each => { if (getComputedStyle(each).position === "sticky") each.style.position = "static" })"""

# What WCAG 2.2 AA asks for, in the names axe-core gives it.
WCAG_22_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@dataclass(frozen=True)
class Violation:
    """One rule of axe-core that a page breaks, and where."""

    rule: str
    impact: str
    help: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        """Read as a line and one more line a place."""
        return "\n    ".join([f"{self.impact}: {self.rule}: {self.help}", *self.places])


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Yield a headless Chromium; a test takes a context of its own from it: `browser.new_context(...)`."""
    if not _CHROMIUM.exists():
        lacking("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, headless=True, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def bring_axe(context: BrowserContext) -> None:
    """Have axe-core in every page that is opened from now on, which is quicker than bringing it to each.

    The debugger brings it, as it does in `violations`, so the page's content policy stands.
    """
    context.add_init_script(path=_AXE)


def violations(page: Page, *, tags: Sequence[str] = WCAG_22_AA, within: str | None = None) -> list[Violation]:
    """Return the rules with these tags that the page breaks, worst first.

    axe-core is evaluated by the debugger and not added as an element, so the page's content policy stands.
    `within` is a CSS selector that narrows the question to one part of the page.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE.read_text("utf-8"))
    page.evaluate(_LET_GO)
    found = page.evaluate(
        "([within, tags]) => axe.run(within ?? document, {runOnly: tags, resultTypes: ['violations']})",
        [within, list(tags)],
    )
    order = ("critical", "serious", "moderate", "minor")
    broken = [_violation(each) for each in found["violations"]]
    return sorted(broken, key=lambda each: order.index(each.impact))


def assert_usable_by_everyone(page: Page, *, within: str | None = None) -> None:
    """Fail, naming each rule and place, unless the page keeps to WCAG 2.2 AA as far as a machine can tell."""
    broken = violations(page, within=within)
    assert not broken, f"{page.url} breaks {len(broken)} rules:\n" + "\n".join(map(str, broken))


def _violation(found: dict[str, Any]) -> Violation:
    places = tuple(f"{' '.join(map(str, node['target']))}  {node['html'][:120]}" for node in found["nodes"])
    return Violation(found["id"], found["impact"] or "minor", found["help"], places)
