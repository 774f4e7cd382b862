"""Filters that stay for a session, until they are cleared."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import Organisation
from tests.support.pages import filled, read
from tests.support.tampering import recorded

LISTS = {
    "/cases/": {"risk": "high"},
    "/children/": {"sex": "female", "order": "name"},
    "/outreach/": {"which": "not_ended"},
    "/packets/": {"state": "draft"},
    "/settings/accounts/": {"state": "active"},
    "/audit/": {"action": "sign_in"},
    "/restoration/": {"look": "low"},
}


def make_something(organisation: Organisation, address: str) -> None:
    """A board of nobody has no filter: put a child into restoration for it."""
    if address == "/restoration/":
        put_at(organisation, case_of(organisation, child_of(organisation)), "prevention", "restoration")


def choose(client: FlaskClient, address: str, **chosen: str) -> None:
    """Fill the list's filter and press its button."""
    read(client.get(address, query_string=filled(read(client.get(address)), action=address) | chosen))


@pytest.mark.parametrize("address", LISTS)
def test_a_filter_is_found_again_at_the_lists_plain_address(organisation: Organisation, address: str) -> None:
    make_something(organisation, address)
    client = organisation.client("director")
    choose(client, address, **LISTS[address])
    client.get("/today")

    again = client.get(address)

    assert again.status_code == 302
    assert urlsplit(again.headers["Location"]).path == address
    assert parse_qs(urlsplit(again.headers["Location"]).query) == {k: [v] for k, v in LISTS[address].items()}
    page = read(client.get(again.headers["Location"]))
    assert page.select_one(".wh-chosen") is not None


@pytest.mark.parametrize("address", LISTS)
def test_clearing_it_shows_everything_again(organisation: Organisation, address: str) -> None:
    make_something(organisation, address)
    client = organisation.client("director")
    choose(client, address, **LISTS[address])
    clear = read(client.get(address, query_string=LISTS[address])).select_one(".wh-chosen a")
    assert clear is not None

    assert client.get(str(clear["href"])).headers["Location"] == address
    assert not read(client.get(address)).select(".wh-chosen")


def test_the_review_that_a_filter_left_empty_leads_to_all_children(organisation: Organisation) -> None:
    make_something(organisation, "/restoration/")
    client = organisation.client("director")
    choose(client, "/restoration/", look="low")
    (way,) = read(client.get("/restoration/", follow_redirects=True)).select("main .wh-empty a")

    page = read(client.get(str(way["href"]), follow_redirects=True))

    assert page.select("main .wh-board > li")


def test_an_emptied_filter_is_no_filter(organisation: Organisation) -> None:
    client = organisation.client("director")
    choose(client, "/cases/", risk="high")
    client.get("/cases/?keep=yes&risk=&stage=")
    assert client.get("/cases/").status_code == 200


def test_a_link_that_asks_for_something_is_not_kept(organisation: Organisation) -> None:
    client = organisation.client("director")
    client.get("/cases/?timeliness=overdue")
    assert client.get("/cases/").status_code == 200


def test_what_a_step_did_is_still_said(organisation: Organisation) -> None:
    client = organisation.client("director")
    choose(client, "/cases/", risk="high")
    assert client.get("/cases/?done=saved").headers["Location"] == "/cases/?risk=high&done=saved"


def test_leading_on_opens_and_records_nothing(organisation: Organisation) -> None:
    case_of(organisation, child_of(organisation))
    client = organisation.client("director")
    choose(client, "/cases/", risk="high")
    before = len(recorded(organisation, "case.listed"))
    client.get("/cases/")
    assert len(recorded(organisation, "case.listed")) == before


def test_it_ends_with_the_session_and_is_nobody_elses(organisation: Organisation) -> None:
    client = organisation.client("director")
    choose(client, "/cases/", risk="high")
    cookie = client.get_cookie("lists")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.max_age is None
    other = organisation.client("supervisor")
    other.set_cookie("lists", cookie.value)
    assert other.get("/cases/").status_code == 200

    token = read(client.get("/account")).select_one("[name=csrf_token]")
    assert token is not None
    client.post("/sign-out", data={"csrf_token": token["value"]})
    assert client.get_cookie("lists") is None


@pytest.mark.parametrize("value", ["x", "e30=", "WyJ4IiwgW11d", "bnVsbA==", "\\", "W10=" * 900])
def test_a_cookie_that_somebody_made_up_is_no_filter(organisation: Organisation, value: str) -> None:
    client = organisation.client("director")
    client.set_cookie("lists", value)
    assert client.get("/cases/").status_code == 200


def test_a_made_up_cookie_leads_nowhere_else(organisation: Organisation) -> None:
    client = organisation.client("director")
    choose(client, "/cases/", risk="//elsewhere.example")
    assert client.get("/cases/").headers["Location"].startswith("/cases/?risk=")


def test_the_inbox_begins_anew_so_that_no_filter_hides_what_waits(organisation: Organisation) -> None:
    client = organisation.client("supervisor")
    client.get("/concerns/?state=closed&keep=yes")
    assert client.get("/concerns/").status_code == 200


def test_how_many_there_are_in_all_stands_beside_how_many_are_shown(organisation: Organisation) -> None:
    case_of(organisation, child_of(organisation))
    page = read(organisation.client("director").get("/cases/?risk=low"))
    assert "1 case, 0 shown" in page.get_text(" ", strip=True)
