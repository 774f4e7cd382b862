"""A child's words are marked as written by mistake through a browser without scripts."""

from flask.testing import FlaskClient

from tests.app.concerns.test_linking import add, hear
from tests.support.concern_pages import page_of
from tests.support.concerns import post
from tests.support.organisation import Organisation
from tests.support.pages import read, send


def test_two_people_mark_a_childs_words_and_they_count_again(organisation: Organisation) -> None:
    posted, client = post(organisation), organisation.client("supervisor")
    hear(organisation, posted.id)
    (way,) = page_of(organisation, posted.id).select("a[href*='/concerns/parts/']")
    address = str(way["href"])

    assert "Write the reason." in read(send(client, address, {"reason": ""}), status=422).text
    asked = send(client, address, {"reason": "another child said it"})
    assert asked.status_code == 303
    page = read(client.get(asked.location))
    assert "Waits for a second person:" in page.text
    assert page.select_one("form[action$='/withdraw']") is not None
    _agree(organisation.client("supervisor2"))

    concern = page_of(organisation, posted.id)
    struck = concern.find("s")
    assert struck is not None
    assert "ខ្ញុំខ្លាច" in struck.get_text()
    assert "Write a correction" not in concern.text
    (why,) = concern.select("a[href*='/concerns/parts/']")
    assert "another child said it" in client.get(str(why["href"])).text
    assert send(client, f"{why['href']}/counts-again", {"reason": "it was her"}).status_code == 303
    _agree(organisation.client("supervisor2"))
    assert page_of(organisation, posted.id).find("s") is None


def test_what_was_added_is_marked_and_the_ask_taken_back(organisation: Organisation) -> None:
    posted, client = post(organisation), organisation.client("supervisor")
    add(organisation, posted.id)
    (way,) = page_of(organisation, posted.id).select("a[href*='/concerns/parts/']")

    asked = send(client, str(way["href"]), {"reason": "added twice"})
    taken = send(client, asked.location, action="/withdraw")

    assert "mark-withdrawn" in taken.location
    assert "Waits for a second person:" not in client.get(taken.location).text


def _agree(client: FlaskClient) -> None:
    page = read(client.get("/mistakes/"))
    (way,) = page.select("main a[href*='/mistakes/']")
    decided = read(client.get(str(way["href"])))
    (look,) = [each for each in decided.select("main a") if each.get_text() == "Look at it"]
    assert client.get(str(look["href"])).status_code == 200
    assert send(client, str(way["href"]), {"outcome": "agreed"}).status_code == 303
