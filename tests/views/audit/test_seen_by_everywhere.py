"""Whoever is shown a child, on whatever page, stands on the sheet of who saw the child."""

from datetime import timedelta

from bs4 import BeautifulSoup

from app.access.seen_by import seen_by
from app.foundation.vocabulary.sheets import SheetKind
from tests.access.asking import pages
from tests.support.lived_in import LivedIn
from tests.support.pages import read
from tests.support.sheets import printed

SHOWN_AS = ("RV-0001", "RV-K-0001", "Sok Sophea")
OF_THE_TRAIL = ("audit.", "seen_by.")
"""Pages about who saw what: they name what was seen, and are in the trail themselves."""


def pages_seen(lived: LivedIn, name: str) -> set[str]:
    """Return the pages on which somebody saw the first child, as the sheet tells them."""
    with lived.organisation.reading("director2") as work:
        day = timedelta(days=1)
        found = seen_by(work, lived["child_id"], since=work.now - day, until=work.now + day)
    return {line.seen.page for line in found.lines if line.seen.actor_id == lived.organisation.ids[name]}


def test_every_page_that_shows_the_child_is_on_the_sheet(lived: LivedIn) -> None:
    client, shown = lived.organisation.client("director"), set()
    for page in pages(lived.organisation):
        if page.method != "GET" or page.rule.endpoint.startswith(OF_THE_TRAIL):
            continue
        response = client.get(page.address(lived.ids))
        if response.status_code == 200 and response.mimetype == "text/html":
            said = BeautifulSoup(response.text, "html.parser").get_text()
            shown |= {page.rule.endpoint} if any(word in said for word in SHOWN_AS) else set()

    assert len(shown) > 30
    assert shown - pages_seen(lived, "director") == set()


def test_a_briefing_with_names_is_on_the_sheet(lived: LivedIn) -> None:
    sheet_id = printed(lived.organisation, SheetKind.SHIFT, lived["shift_id"], by="supervisor2")
    client = lived.organisation.client("supervisor2")
    assert "Sok Sophea" in read(client.get(f"/sheets/{sheet_id}/pages")).get_text()
    assert "sheets.draw_sheet" in pages_seen(lived, "supervisor2")
