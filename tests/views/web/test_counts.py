"""How many there are in all stands beside the heading of every list that may say so."""

import re

import pytest

from tests.app.outreach.met_samples import met
from tests.support.lived_in import LivedIn
from tests.support.pages import read

LISTS = {
    "/cases/": ("supervisor", r"1 case\b"),
    "/children/": ("supervisor", r"1 child\b"),
    "/packets/": ("supervisor", r"\d+ packets\b"),
    "/outreach/": ("supervisor", r"1 shift\b"),
    "/outreach/met": ("supervisor", r"1 child\b"),
    "/outreach/routes": ("supervisor", r"1 route\b"),
    "/sheets/": ("supervisor", r"1 sheet not settled\b"),
    "/sheets/?which=all": ("supervisor", r"1 sheet\b"),
    "/concerns/?show=posted": ("field", r"1 concern\b"),
}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_says_how_many_there_are(lived: LivedIn, address: str) -> None:
    name, said = LISTS[address]
    if address == "/outreach/met":
        met(lived.organisation, "red cap")
    heading = read(lived.organisation.client(name).get(address)).select_one("main .wh-heading .muted")

    assert heading is not None
    assert re.search(said, heading.get_text(" ", strip=True))


def test_what_narrows_the_children_met_says_how_many_of_all_it_shows(lived: LivedIn) -> None:
    met(lived.organisation, "red cap")
    page = lived.organisation.client("supervisor")
    form = read(page.get("/outreach/met")).select_one("form.wh-filter [name=csrf_token]")
    assert form is not None
    narrowed = page.post(
        "/outreach/met", data={"csrf_token": form["value"], "words": "umbrella"}, follow_redirects=True
    )

    assert "1 child, 0 shown" in read(narrowed).select_one("main .wh-heading").get_text(" ")  # type: ignore[union-attr]  # it is there
