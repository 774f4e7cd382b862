"""The first quarter of an hour: three steps for each chair of the practice organisation, and for nobody else."""

import pytest
from bs4 import BeautifulSoup

from app.foundation.roles import Flag
from app.staff.duties import change_flags
from tests.support.organisation import CAST, Organisation
from tests.support.pages import read, send

HEADING = "Your first quarter of an hour here"
TURN = "/today/first-steps"
EVERYONE = [name for name in CAST if name != "disabled"] + ["director"]


@pytest.fixture
def practising(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """The organisation as if it were practice."""
    monkeypatch.setattr(type(organisation.server), "is_practice", property(lambda _server: True))
    return organisation


def today(organisation: Organisation, name: str) -> BeautifulSoup:
    """Return Today of somebody."""
    return read(organisation.client(name).get("/today"))


def steps_on(page: BeautifulSoup) -> list[str]:
    """Return where the steps lead."""
    (heading,) = [each for each in page.select("main h2") if HEADING in each.get_text()]
    card = heading.find_parent(class_="card")
    assert card is not None
    return [str(link["href"]) for link in card.select("a[href]")]


@pytest.mark.parametrize("name", EVERYONE)
def test_every_chair_has_three_steps_and_each_opens(practising: Organisation, name: str) -> None:
    steps = steps_on(today(practising, name))

    assert len(steps) == 3
    for address in steps:
        assert practising.client(name).get(address).status_code == 200, address


@pytest.mark.parametrize("name", EVERYONE)
def test_a_real_organisation_has_none(organisation: Organisation, name: str) -> None:
    assert HEADING not in today(organisation, name).get_text()


def test_they_can_be_closed_and_opened_again_for_each_chair(practising: Organisation) -> None:
    client = practising.client("field")
    send(client, "/today", {"close": "field"}, action=TURN)
    closed = read(client.get("/today"))
    assert HEADING not in closed.get_text()
    assert closed.find("button", {"name": "open", "value": "field"}) is not None
    assert HEADING in today(practising, "caseworker").get_text()

    send(client, "/today", {"open": "field"}, action=TURN)

    assert HEADING in read(client.get("/today")).get_text()


def test_closing_remembers_nothing_but_chairs(practising: Organisation) -> None:
    client = practising.client("field")
    send(client, "/today", {"close": "<script>"}, action=TURN)

    cookie = client.get_cookie("first-steps")
    assert cookie is None or cookie.value == ""


def test_a_member_of_safeguarding_is_shown_the_circles_own(practising: Organisation) -> None:
    with practising.writing("director") as work:
        change_flags(work, practising.ids["supervisor2"], frozenset({Flag.SAFEGUARDING}))
    practising.tokens.pop("supervisor2", None)

    steps = steps_on(today(practising, "supervisor2"))

    assert "/concerns/our-own/" in steps
    for address in steps:
        assert practising.client("supervisor2").get(address).status_code == 200, address
