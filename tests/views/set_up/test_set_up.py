"""The set-up pages, walked through as a visitor without scripts does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from app.factory import server_of
from app.foundation.clock import MovableClock
from tests.support.organisation import Organisation
from tests.support.pages import read, send
from tests.support.same_app import copied_app
from tests.support.staff import GOOD_PASSWORD

TYPE_BACK = "/recovery-kit/typed-back"


@pytest.fixture
def app(built_empty: Flask, tmp_path: Path) -> Iterator[Flask]:
    app = copied_app(built_empty, tmp_path, MovableClock())
    yield app
    server_of(app).store.engine.dispose()


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


def answers(app: Flask, **changed: str) -> dict[str, str]:
    """Return what is typed on the set-up page."""
    return {
        "code": server_of(app).set_up_code,
        "organisation": "Lotus Path",
        "display_name": "Chan Dara",
        "username": "dara",
        "new_password": GOOD_PASSWORD,
        "again": GOOD_PASSWORD,
    } | changed


def begin(app: Flask, visitor: FlaskClient) -> list[str]:
    """Set up, and return the words of the three cards."""
    page = read(send(visitor, "/set-up", answers(app)))
    cards = page.select(".wh-paper-card")
    return [" ".join(word.get_text() for word in card.select(".wh-words li")) for card in cards]


def errors(page: BeautifulSoup) -> list[str]:
    """Return the lines of a form's summary."""
    return [line.get_text(" ", strip=True) for line in page.select(".wh-summary li")]


def test_everything_leads_to_set_up_while_there_is_no_organisation(visitor: FlaskClient) -> None:
    for address in ("/sign-in", "/recovery", "/recovery-card"):
        assert visitor.get(address).location == "/set-up"
    assert visitor.get("/").location == "/sign-in"


def test_the_whole_way_from_the_code_to_today(app: Flask, visitor: FlaskClient) -> None:
    personal, card_a, card_b = begin(app, visitor)
    assert [len(card.split()) for card in (personal, card_a, card_b)] == [15, 26, 26]
    for address in ("/today", "/settings/", "/children/", "/account"):
        assert visitor.get(address).location == TYPE_BACK

    typed = send(visitor, TYPE_BACK, {"card_a": card_a, "card_b": card_b})
    assert visitor.get(typed.location).location.startswith("/set-up/base")
    assert visitor.get("/today").location == "/set-up/base"

    made = send(visitor, "/set-up/base", {"name": "Phnom Penh", "prefix": "pp", "duty_number": "០១២ 345"})
    assert made.location == "/today?done=set-up-finished"
    assert "Set-up is finished" in read(visitor.get(made.location)).get_text()
    bases = read(visitor.get("/settings/bases/")).get_text(" ", strip=True)
    assert "PP" in bases
    assert "012 345" in bases


def test_the_cards_come_with_codes_and_without_inline_style(app: Flask, visitor: FlaskClient) -> None:
    response = send(visitor, "/set-up", answers(app))
    page = read(response)

    assert len(page.select(".wh-paper-card svg.wh-qr")) == 3
    assert not page.select("[style]")
    assert not page.select("script:not([src])")
    assert response.headers["Cache-Control"] == "no-store"


def test_a_closed_browser_loses_nothing(app: Flask, visitor: FlaskClient) -> None:
    _, card_a, card_b = begin(app, visitor)
    other = app.test_client()

    signed_in = send(other, "/sign-in", {"username": "dara", "password": GOOD_PASSWORD})
    assert other.get(signed_in.location).location in ("/today", TYPE_BACK)
    assert other.get("/today").location == TYPE_BACK
    send(other, TYPE_BACK, {"card_a": card_a, "card_b": card_b})
    assert other.get("/today").location == "/set-up/base"


def test_lost_cards_are_made_anew_and_the_old_ones_refused(app: Flask, visitor: FlaskClient) -> None:
    _, old_a, old_b = begin(app, visitor)

    page = read(send(visitor, "/recovery-kit/new"))
    new = [" ".join(w.get_text() for w in card.select("li")) for card in page.select(".wh-paper-card")]
    assert len(new) == 2
    old = read(send(visitor, TYPE_BACK, {"card_a": old_a, "card_b": old_b}), status=422)
    assert "newer ones replaced them" in errors(old)[0]
    assert send(visitor, TYPE_BACK, {"card_a": new[0], "card_b": new[1]}).status_code == 303


def test_a_personal_card_can_be_made_again_meanwhile(app: Flask, visitor: FlaskClient) -> None:
    begin(app, visitor)

    page = read(send(visitor, "/account/recovery-card"))

    assert len(page.select(".wh-paper-card li")) == 15


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "1111-1111"}, "This is not the code"),
        ({"code": ""}, "Type the code"),
        ({"organisation": "x" * 121}, "too long"),
        ({"organisation": " "}, "Write the organisation's name"),
        ({"display_name": "\u200b"}, "Write your name"),
        ({"username": "Not A Name"}, "small letters"),
        ({"username": "x" * 33}, "at most 32"),
        ({"new_password": "short", "again": "short"}, "at least 15 characters"),
        ({"new_password": "passwordpassword", "again": "passwordpassword"}, "easily guessed"),
        ({"new_password": "chan dara dara dara", "again": "chan dara dara dara"}, "easily guessed"),
        ({"again": "something else entirely"}, "The two passwords differ"),
        ({"new_password": "x" * 1025, "again": "x" * 1025}, "too long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    app: Flask, visitor: FlaskClient, changed: dict[str, str], said: str
) -> None:
    sent = answers(app, **changed)

    page = read(send(visitor, "/set-up", sent), status=422)

    assert said in " ".join(errors(page))
    kept = page.find("input", id="organisation")
    assert kept is not None
    assert str(kept["value"]).strip() == sent["organisation"].strip()
    assert not [box["value"] for box in page.select("input[type=password]") if box.get("value")]


def test_markup_in_a_name_stays_text(app: Flask, visitor: FlaskClient) -> None:
    name = "<img src=x onerror=alert(1)>"
    page = read(send(visitor, "/set-up", answers(app, organisation=name)))

    assert not page.select("img")
    assert name in page.get_text()


def test_guessing_the_code_is_slowed_down(app: Flask, visitor: FlaskClient) -> None:
    for _ in range(5):
        send(visitor, "/set-up", answers(app, code="1111-1111"))

    page = read(send(visitor, "/set-up", answers(app)), status=422)
    assert "Too many tries. Wait" in errors(page)[0]


def test_five_words_are_offered_and_accepted(app: Flask, visitor: FlaskClient) -> None:
    page = read(visitor.get("/set-up"))
    offered = page.find(id="offered-words")
    assert offered is not None
    words = offered.get_text(strip=True)
    assert len(words.split()) == 5

    assert send(visitor, "/set-up", answers(app, new_password=words, again=words)).status_code == 200


def test_an_organisation_that_is_set_up_has_no_set_up_page(organisation: Organisation) -> None:
    visitor = organisation.client()

    assert visitor.get("/set-up").location == "/"
    assert organisation.client("director").get("/set-up/base").location == "/"


@pytest.mark.parametrize("name", ["supervisor", "field", "technician", "auditor"])
@pytest.mark.parametrize("address", [TYPE_BACK, "/recovery-kit/new", "/recovery-kit/", "/set-up/base"])
def test_only_directors_reach_the_kit(organisation: Organisation, name: str, address: str) -> None:
    assert organisation.client(name).get(address).status_code == 404


def test_new_cards_for_a_living_organisation_go_back_to_the_circles(organisation: Organisation) -> None:
    director = organisation.client("director")
    page = read(send(director, "/recovery-kit/new"))
    cards = [" ".join(w.get_text() for w in card.select("li")) for card in page.select(".wh-paper-card")]
    assert director.get("/today").status_code == 200
    assert "They were not typed back" in read(director.get("/settings/circles")).get_text()

    typed = send(director, TYPE_BACK, {"card_a": cards[0], "card_b": cards[1]})

    after = director.get(typed.location)
    assert after.location == "/settings/circles?done=cards-typed-back"
    assert "They were not typed back" not in read(director.get(after.location)).get_text()


def test_new_cards_ask_for_the_password_when_it_was_given_long_ago(organisation: Organisation) -> None:
    director = organisation.client("director")
    organisation.clock.move(timedelta(minutes=6))

    assert director.get("/recovery-kit/new").location == "/account/prove?next=/recovery-kit/new"
