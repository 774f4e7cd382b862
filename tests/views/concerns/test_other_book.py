"""A concern about one of our own, and an allegation that is none: each is written anew in the right book."""

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from sqlalchemy import select

from app.safeguarding.pages import allegation_page
from models.allegation import Allegation
from models.audit_event import AuditEvent
from models.concern import Concern
from tests.support.concerns import ABOUT, WORDS, allege, child_of, new_concern, post, safeguarding_circle
from tests.support.organisation import Organisation
from tests.support.pages import filled, read

LEADS = "It is about one of our own people…"


def said(page: BeautifulSoup) -> str:
    """Return the main part of a page in one line."""
    return " ".join(page.select("main")[0].get_text(" ").split())


def way_from(page: BeautifulSoup, words: str) -> str:
    """Return where a link leads."""
    found = page.find("a", string=re.compile(re.escape(words)))
    assert found is not None
    return str(found["href"])


def events(organisation: Organisation) -> list[tuple[str, str]]:
    """Return every event of the trail with its text."""
    with organisation.server.store.reading() as session:
        found = session.scalars(select(AuditEvent).order_by(AuditEvent.seq))
        return [(each.action, each.body) for each in found]


def test_a_concern_leads_to_safeguarding_with_the_child_and_the_time_alone(
    organisation: Organisation,
) -> None:
    safeguarding_circle(organisation, "auditor")
    posted = post(organisation, new=new_concern(child_id=child_of(organisation)))
    shown = read(organisation.client("supervisor").get(f"/concerns/{posted.id}"))
    assert "stays readable to those who can read it now" in said(shown)
    code = shown.select(".wh-about a")[0].get_text(strip=True)

    page = read(organisation.client("supervisor").get(way_from(shown, LEADS)))

    form = filled(page)
    assert (form["look_for"], form["seen_on"], form["seen_at"]) == (code, "2026-11-01", "21:40")
    assert not any(WORDS in str(value) for value in form.values())
    assert not form.get("child_id")
    assert f"{posted.reference} stays where it is." in said(page)
    assert "also the person whom it is about" in said(page)


def test_following_it_opens_nothing_and_names_nobody(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    posted = post(organisation, new=new_concern(child_id=child_of(organisation)))
    client = organisation.client("supervisor")
    way = way_from(read(client.get(f"/concerns/{posted.id}")), LEADS)
    before = len(events(organisation))

    form = filled(read(client.get(way)))
    assert len(events(organisation)) == before
    sent = client.post(
        "/concerns/our-own/new",
        data=form | {"account": "He took him along.", "basis": "seen", "about": ABOUT},
    )

    assert read(sent).find(id="receipt-words") is not None
    new = events(organisation)[before:]
    assert [action for action, _body in new] == ["allegation.posted"]
    assert str(organisation.ids["supervisor"]) not in "".join(body for _action, body in new)
    with organisation.server.store.reading() as session:
        allegation = session.scalars(select(Allegation)).one()
        assert session.scalars(select(Concern)).one().id == posted.id
    with organisation.reading("auditor") as work:
        account = allegation_page(work, allegation.id).account
    assert account is not None
    assert form["look_for"] in account.observation.child_words


def test_whoever_raised_it_finds_the_way_too(organisation: Organisation) -> None:
    posted = post(organisation)

    shown = read(organisation.client("field").get(f"/concerns/{posted.id}"))

    way = way_from(shown, LEADS)
    assert parse_qs(urlsplit(way).query) == {"written": [posted.reference]}
    assert "say here that the concern was raised by mistake" in said(shown)
    assert f"{posted.reference} stays where it is." in said(read(organisation.client("field").get(way)))


def test_a_member_raises_anew_what_is_about_nobody_of_ours(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "supervisor")
    child_id = child_of(organisation)
    allegation = allege(organisation, child_id=child_id)
    client = organisation.client("supervisor")
    shown = read(client.get(f"/concerns/our-own/{allegation.id}"))

    page = read(client.get(way_from(shown, "Raise it as a concern…")))

    form = filled(page)
    assert (form["child_id"], form["seen_on"], form["seen_at"]) == ([str(child_id)], "2026-11-01", "21:40")
    assert not any(value in (WORDS, ABOUT) for value in form.values())
    sent = client.post(
        "/concerns/new", data=form | {"account": "It was a teacher of the school.", "basis": "told"}
    )
    assert sent.status_code == 303
    assert "It was a teacher of the school." in said(read(client.get(sent.location)))


def test_an_address_that_somebody_made_up_fills_nothing_in(organisation: Organisation) -> None:
    for query in ("on=2026-13-40&at=99", "on=x", "at=14:10", "code=Sok+Dara&written=He+did+it"):
        page = read(organisation.client("field").get(f"/concerns/our-own/new?{query}"))
        form = filled(page)
        assert form["seen_on"] == "2026-11-02", query
        assert form["look_for"] == ""
        assert "stays where it is" not in said(page)
