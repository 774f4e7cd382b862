"""The first quarter of an hour: three steps for each chair of the practice organisation, and for nobody else."""

import pytest
from bs4 import BeautifulSoup

from app.cases.risk import risk_page, set_risk
from app.foundation.roles import Flag
from app.foundation.vocabulary.risks import Risk
from tests.support.cases import new_case
from tests.support.organisation import CAST, Organisation, add_volunteer, give_duty
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


def test_a_volunteers_three_steps_open(practising: Organisation) -> None:
    add_volunteer(practising)

    steps = steps_on(today(practising, "volunteer"))

    assert steps == ["/concerns/new", "/concerns/", "/concerns/our-own/new"]
    for address in steps:
        assert practising.client("volunteer").get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("name", "duty", "leads_to"),
    [
        ("supervisor2", Flag.SAFEGUARDING, "/concerns/our-own/"),
        ("field2", Flag.ON_CALL, "/concerns/urgent"),
        ("caseworker", Flag.ON_CALL, "/sheets/"),
        ("counsellor", Flag.ON_CALL, "/children/"),
        ("supervisor2", Flag.ACTING_DIRECTOR, "/settings/accounts/"),
    ],
)
def test_a_duty_that_is_a_chair_of_its_own_has_its_own_steps(
    practising: Organisation, name: str, duty: Flag, leads_to: str
) -> None:
    before = steps_on(today(practising, name))
    give_duty(practising, name, duty)

    steps = steps_on(today(practising, name))

    assert steps != before
    assert leads_to in steps
    for address in steps:
        assert practising.client(name).get(address).status_code == 200, address


def test_a_field_workers_urgent_step_leads_to_the_urgent_screen(practising: Organisation) -> None:
    assert steps_on(today(practising, "field"))[-1] == "/concerns/urgent"


def test_the_steps_of_a_case_lead_to_the_case_of_the_highest_risk(practising: Organisation) -> None:
    high, _low = new_case(practising), new_case(practising)
    for case_id, risk in ((high, Risk.HIGH), (_low, Risk.LOW)):
        with practising.writing("supervisor") as work:
            set_risk(work, case_id, risk=risk, reason="as told", version=risk_page(work, case_id).version)

    assert steps_on(today(practising, "caseworker")) == [
        f"/cases/{high}",
        "/notes/new",
        f"/cases/{high}/moves/",
    ]


def test_nobody_is_led_to_a_case_they_do_not_reach(practising: Organisation) -> None:
    new_case(practising)

    assert steps_on(today(practising, "othercaseworker")) == ["/cases/", "/notes/new", "/cases/"]
    assert steps_on(today(practising, "counsellor")) == ["/children/", "/children/", "/concerns/new"]


def test_the_review_is_described_as_it_is_ordered(practising: Organisation) -> None:
    text = today(practising, "supervisor").get_text(" ")

    assert "the worst first" in text
    assert "fell first" not in text
