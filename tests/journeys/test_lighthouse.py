"""Lighthouse finds ten pages accessible and well made; how quickly they come, the bench measures."""

import pytest

from bench.lighthouse import TARGET, is_here, scores
from tests.support.lived_in import LivedIn

CATEGORIES = ("accessibility", "best-practices")
PAGES = {
    "visitor": ("/sign-in",),
    "supervisor": (
        "/today",
        "/children/",
        "/children/{child_id}",
        "/cases/",
        "/cases/{case_id}",
        "/concerns/",
        "/concerns/new",
    ),
    "field": ("/outreach/",),
    "director": ("/audit/",),
}
"""By who opens them."""


@pytest.mark.skipif(not is_here(), reason="Lighthouse comes with Node, which Wayhome itself does not need")
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible_and_well_made(lived: LivedIn, address: str, name: str) -> None:
    cookie = "" if name == "visitor" else f"wayhome={lived.organisation.token(name)}"
    asked = [address + page.format(**lived.ids) for page in PAGES[name]]

    found = scores(asked, CATEGORIES, cookie=cookie)

    low = {page: given for page, given in found.items() if len(given) < 2 or min(given.values()) < TARGET}
    assert not low
