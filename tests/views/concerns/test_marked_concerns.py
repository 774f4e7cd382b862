"""A concern is marked as written by mistake, and counts again, through a browser without scripts."""

import pytest
from flask.testing import FlaskClient

from app.mistakes import pages
from models.concern import Concern
from tests.support.concern_pages import page_of
from tests.support.concerns import WORDS, post
from tests.support.organisation import Organisation
from tests.support.pages import read, send


def test_two_people_mark_it_and_its_poster_reads_so(organisation: Organisation) -> None:
    posted, client = post(organisation), organisation.client("supervisor")
    address = f"/concerns/{posted.id}/mistake"
    assert address in str(page_of(organisation, posted.id))

    assert "Write the reason." in read(send(client, address, {"reason": ""}), status=422).text
    asked = send(client, address, {"reason": "posted twice"})
    assert "Until a second person agrees" in client.get(asked.location).text
    page = page_of(organisation, posted.id)
    assert "Waits for a second person:" in page.text
    assert page.select_one("form[action$='/withdraw']") is not None
    assert page_of(organisation, posted.id, "supervisor2").select_one("form[action$='/withdraw']") is None
    _agree(organisation.client("supervisor2"))

    page = page_of(organisation, posted.id)
    assert "posted twice" in page.text
    struck = page.find("s")
    assert struck is not None
    assert WORDS in struck.get_text()
    assert not page.select("a[href$='/close'], a[href$='/reopen'], a[href$='/elsewhere']")
    told = organisation.client("field").get(f"/concerns/{posted.id}").text
    assert "Two people looked at it and say so." in told
    listed = read(client.get("/concerns/?state=closed"))
    assert "Written by mistake" in listed.text

    again = send(client, f"/concerns/{posted.id}/counts-again", {"reason": "it was another one"})
    assert again.status_code == 303
    _agree(organisation.client("supervisor2"))
    assert "Not received yet." in organisation.client("field").get(f"/concerns/{posted.id}").text


def test_whoever_asked_takes_it_back(organisation: Organisation) -> None:
    posted, client = post(organisation), organisation.client("supervisor")
    send(client, f"/concerns/{posted.id}/mistake", {"reason": "posted twice"})
    form = read(client.get(f"/concerns/{posted.id}")).select_one("form[action$='/withdraw']")
    assert form is not None
    token = form.select_one("[name=csrf_token]")
    assert token is not None

    back = [client.post(str(form["action"]), data={"csrf_token": token["value"]}) for _ in range(2)]

    assert ["mark-withdrawn" in back[0].location, "already-saved" in back[1].location] == [True, True]
    assert "Waits for a second person:" not in page_of(organisation, posted.id).text


def test_whoever_decides_reads_which_concern_it_is_and_what_it_says(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, decider = organisation.client("supervisor"), organisation.client("supervisor2")
    first, second = post(organisation), post(organisation)
    for posted in (first, second):
        send(client, f"/concerns/{posted.id}/mistake", {"reason": "posted twice"})
    rows = read(decider.get("/mistakes/")).select("main a.wh-open")
    with organisation.server.store.reading() as session:
        references = [session.get_one(Concern, posted.id).reference for posted in (first, second)]
    assert [row.get_text(strip=True) for row in rows] == [f"Concern · {each}" for each in references]
    page = read(decider.get(str(rows[0]["href"])))
    assert references[0] in page.text
    assert WORDS in page.text

    monkeypatch.setattr(pages, "SHOWN_AT_MOST", 1)
    listed = read(decider.get("/mistakes/"))
    assert len(listed.select("main a.wh-open")) == 1
    assert "has waited longest is shown" in listed.text


def _agree(client: FlaskClient) -> None:
    page = read(client.get("/mistakes/"))
    address = str(page.select_one("main a[href*='/mistakes/']")["href"])  # type: ignore[index]  # one waits there
    assert "Look at it" in read(client.get(address)).text
    assert send(client, address, {"outcome": "agreed"}).status_code == 303
