"""The two public pages of coming back: the personal card, and the organisation's kit."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.sign_in.signing_in import sign_in
from app.staff.own_account import new_recovery_card
from tests.support.organisation import Organisation
from tests.support.pages import read, send
from tests.support.staff import GOOD_PASSWORD, actions

CARD, KIT = "/recovery-card", "/recovery"


def errors(page: BeautifulSoup) -> str:
    """Return what a form's summary says."""
    return " ".join(line.get_text(" ", strip=True) for line in page.select(".wh-summary li"))


def card_of(organisation: Organisation, name: str) -> str:
    """Make a cast member's recovery card and return its words."""
    with organisation.writing(name) as work:
        return " ".join(new_recovery_card(organisation.server, work).words)


def kit_of(organisation: Organisation) -> dict[str, str]:
    """Return what is typed of the kit and the new director."""
    assert organisation.kit_cards is not None
    card_a, card_b = organisation.kit_cards
    return {
        "card_a": " ".join(card_a.words()),
        "card_b": " ".join(card_b.words()),
        "display_name": "Sun Bopha",
        "username": "bopha",
        "new_password": GOOD_PASSWORD,
        "again": GOOD_PASSWORD,
    }


def test_the_sign_in_page_leads_to_the_card_and_the_card_to_the_kit(organisation: Organisation) -> None:
    visitor = organisation.client()

    assert read(visitor.get("/sign-in")).select(f'a[href="{CARD}"]')
    assert read(visitor.get(CARD)).select(f'a[href="{KIT}"]')


def test_the_card_brings_somebody_back_and_is_replaced(organisation: Organisation) -> None:
    words = card_of(organisation, "field")
    visitor = organisation.client()
    typed = {"username": "FIELD", "card_words": words, "new_password": GOOD_PASSWORD, "again": GOOD_PASSWORD}

    shown = read(send(visitor, CARD, typed))

    assert len(shown.select(".wh-paper-card li")) == 15
    assert visitor.get("/today").status_code == 200
    again = read(send(organisation.client(), CARD, typed), status=422)
    assert "do not fit together" in errors(again)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"username": "nobody"}, "do not fit together"),
        ({"username": ""}, "Type your user name"),
        ({"card_words": "lantern"}, "Word 1 is not on the list"),
        ({"card_words": "abandon"}, "not the number of words"),
        ({"card_words": "abandon " * 15}, "one is another or out of place"),
        ({"card_words": "x" * 601}, "too long"),
        ({"new_password": "short", "again": "short"}, "too short"),
        ({"again": "differs"}, "differ"),
    ],
)
def test_a_slip_with_the_card_is_told(
    organisation: Organisation, changed: dict[str, str], words: str
) -> None:
    typed = {
        "username": "field",
        "card_words": card_of(organisation, "field"),
        "new_password": GOOD_PASSWORD,
        "again": GOOD_PASSWORD,
    }

    page = read(send(organisation.client(), CARD, typed | changed), status=422)

    assert words in errors(page)


def test_the_kit_recovers_the_organisation_and_its_new_cards_are_typed_back(
    organisation: Organisation,
) -> None:
    visitor = organisation.client()

    shown = read(send(visitor, KIT, kit_of(organisation)))

    cards = [
        " ".join(word.get_text() for word in card.select("li")) for card in shown.select(".wh-paper-card")
    ]
    assert [len(card.split()) for card in cards] == [15, 26, 26]
    assert visitor.get("/settings/accounts/").location == "/recovery-kit/typed-back"
    send(visitor, "/recovery-kit/typed-back", {"card_a": cards[1], "card_b": cards[2]})
    assert visitor.get("/settings/accounts/").status_code == 200
    assert "organisation.recovered" in actions(organisation)
    assert sign_in(organisation.server, "bopha", GOOD_PASSWORD, device="", address="x").token


def test_after_recovery_others_go_on_meanwhile(organisation: Organisation) -> None:
    send(organisation.client(), KIT, kit_of(organisation))

    assert organisation.client("field").get("/today").status_code == 200
    assert organisation.client("supervisor").get("/settings/accounts/").status_code == 200


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"card_b": ""}, "Type the words of card B"),
        ({"card_a": "same"}, "same card twice"),
        ({"username": "director"}, "Somebody has this user name"),
        ({"display_name": ""}, "Write your name"),
        ({"new_password": "sun bopha sun bopha", "again": "sun bopha sun bopha"}, "easily guessed"),
    ],
)
def test_a_slip_with_the_kit_is_told_and_uses_nothing_up(
    organisation: Organisation, changed: dict[str, str], words: str
) -> None:
    typed = kit_of(organisation)
    if changed.get("card_a") == "same":
        changed = {"card_a": typed["card_b"]}

    page = read(send(organisation.client(), KIT, typed | changed), status=422)

    assert words in errors(page)
    assert typed["new_password"] not in page.decode()
    assert send(organisation.client(), KIT, typed).status_code == 200


@pytest.mark.parametrize("address", [CARD, KIT])
def test_guessing_is_slowed_down_by_address(organisation: Organisation, address: str) -> None:
    visitor = organisation.client()
    typed = kit_of(organisation) | {"card_words": "abandon " * 12 + "abandon abandon above"}
    typed["card_a"] = typed["card_b"]
    statuses = [send(visitor, address, typed).status_code for _ in range(6)]
    assert set(statuses) == {422}

    page = read(send(visitor, address, typed), status=422)
    if address == KIT:
        assert "Too many tries. Wait" in errors(page)
        organisation.clock.move(timedelta(minutes=20))
        assert send(visitor, KIT, kit_of(organisation)).status_code == 200
