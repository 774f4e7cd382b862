"""What a refusal, a missing page and a failure say: what happened, and what to do next; never that something exists."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from werkzeug.exceptions import NotFound

from app.foundation.errors import Refused, TooMany
from tests.support.cases import new_case
from tests.support.organisation import Organisation
from tests.support.pages import read


def said(page: BeautifulSoup) -> str:
    """Return the words of a page."""
    return page.select("main")[0].get_text(" ", strip=True)


def ways(page: BeautifulSoup) -> list[str]:
    """Return where a page leads."""
    return [str(link["href"]) for link in page.select("main a")]


def test_a_missing_page_leads_to_today_the_search_and_the_list_above(organisation: Organisation) -> None:
    page = read(organisation.client("supervisor").get(f"/cases/{uuid4()}"), status=404)

    assert ways(page) == ["/today", "/cases/"]
    assert page.select_one("main form[action='/search/'], main form[role=search]") is not None
    assert "ask your supervisor" in said(page)


def test_what_exists_and_is_not_open_looks_like_what_does_not_exist(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    for who in ("othercaseworker", "othersupervisor", "counsellor", "field"):
        client = organisation.client(who)
        hidden, missing = (read(client.get(f"/cases/{each}"), status=404) for each in (case_id, uuid4()))
        assert (said(hidden), ways(hidden)) == (said(missing), ways(missing)), who


def test_the_list_above_is_offered_to_nobody_who_may_not_open_it(organisation: Organisation) -> None:
    page = read(organisation.client("field").get(f"/cases/{uuid4()}"), status=404)

    assert ways(page) == ["/today"]


def test_a_refusal_says_who_does_it(organisation: Organisation) -> None:
    case_id = new_case(organisation)
    assign = read(organisation.client("caseworker").get(f"/cases/{case_id}/assign"), status=403)
    meet = read(organisation.client("caseworker").get("/outreach/meet"), status=403)

    assert "You may see this" not in said(assign)
    assert "403" not in said(assign)
    assert "Ask somebody whose role it is: Supervisor, Director." in said(assign)
    assert "Ask somebody whose role it is: Outreach worker, Supervisor." in said(meet)


def test_a_refusal_of_what_the_role_does_elsewhere_names_no_role(organisation: Organisation) -> None:
    with organisation.app.test_request_context("/today"):
        page = answered(organisation, Refused("sweep"))

    assert "This is not for you to do" in said(page)


def test_too_many_tries_say_how_long_to_wait(organisation: Organisation) -> None:
    with organisation.app.test_request_context("/sign-in"):
        page = answered(organisation, TooMany(retry_after_seconds=180))

    assert "Try again in 3 minutes." in said(page)
    assert "/sign-in" in ways(page)


@pytest.mark.parametrize(
    ("failure", "words"), [(RuntimeError(), "Something broke on our side"), (NotFound(), "Nothing here")]
)
def test_a_failure_says_what_became_of_the_words(
    organisation: Organisation, failure: Exception, words: str
) -> None:
    with organisation.app.test_request_context("/today?show=all"):
        page = answered(organisation, failure)

    assert words in said(page)
    if isinstance(failure, RuntimeError):
        assert "In danger, call" in said(page)
        assert "/today?show=all" in ways(page)


def answered(organisation: Organisation, error: Exception) -> BeautifulSoup:
    """Return the page that answers an error of the request in hand."""
    response = organisation.app.make_response(organisation.app.handle_user_exception(error))
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


@pytest.mark.parametrize("who", [None, "caseworker"])
def test_an_unknown_address_has_a_page_of_ours(organisation: Organisation, who: str | None) -> None:
    page = read(organisation.client(who).get("/no/such/page"), status=404)

    assert ways(page) == (["/today"] if who else ["/sign-in"])
