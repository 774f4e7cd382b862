"""Duties beside a role through their pages, and what is pending until somebody gives it."""

from datetime import timedelta

from tests.support.account_pages import errors, one, said, token_of
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.pages import read, send
from tests.support.staff import (
    admit_again,
    renew,
    six_words_of,
)


def test_duties_are_given_and_what_is_pending_is_given_too(organisation: Organisation) -> None:
    client = organisation.client("director")
    address = one(organisation, "supervisor", "/duties")

    page = read(client.get(address))
    assert len(page.select("input[name=flags]")) == 4
    assert "lies ahead" in errors(read(send(client, address, {"flags": ["acting_director"]}), status=422))
    done = send(client, address, {"flags": ["acting_director"], "acting_until": "2026-11-09"})
    assert done.location.endswith("?done=duties-changed")
    assert "Acting director, until 10 Nov 2026, 00:00" in said(read(client.get(done.location)))


def test_pending_things_are_listed_with_their_givers_and_given(organisation: Organisation) -> None:
    case_of(organisation, child_of(organisation))
    renew(organisation, "caseworker", by="supervisor")
    words = six_words_of(organisation, "caseworker")
    client = organisation.client("supervisor")

    done = send(client, one(organisation, "caseworker", "/admit"), {"six_words": words})
    assert done.location.endswith("?done=admitted-pending")
    page = read(client.get(done.location))
    assert "Supervisor2 Person" in said(page)
    own = said(read(organisation.client("caseworker").get("/account")))
    assert "What you still wait for" in own
    given = send(client, one(organisation, "caseworker"), action="/pending")
    assert given.location.endswith("?done=given")
    assert "Still to be given" not in said(read(client.get(given.location)))


def test_a_second_press_of_give_changes_nothing(organisation: Organisation) -> None:
    case_of(organisation, child_of(organisation))
    renew(organisation, "caseworker")
    admit_again(organisation, "caseworker")
    client = organisation.client("supervisor")
    page = read(client.get(one(organisation, "caseworker")))
    key = page.select_one("input[name=press_key]")
    assert key is not None
    address = one(organisation, "caseworker", "/pending")
    sent = {"csrf_token": token_of(client), "press_key": str(key["value"])}

    assert client.post(address, data=sent).status_code == 303
    assert client.post(address, data=sent).status_code == 404


def test_a_button_that_meets_an_old_proof_leads_back_to_the_account(organisation: Organisation) -> None:
    case_of(organisation, child_of(organisation))
    renew(organisation, "caseworker")
    admit_again(organisation, "caseworker")
    client = organisation.client("supervisor")
    account = one(organisation, "caseworker")
    token = token_of(client)
    organisation.clock.move(timedelta(minutes=6))

    asked = client.post(f"{account}/pending", data={"csrf_token": token, "press_key": "case:x"})

    assert asked.location == f"/account/prove?next={account}/pending?done%3Dproof-given"
    assert client.get(f"{account}/pending?done=proof-given").location == f"{account}?done=proof-given"


def test_an_acting_director_whose_days_are_over_is_told_of(organisation: Organisation) -> None:
    client = organisation.client("director")
    address = one(organisation, "supervisor", "/duties")
    send(client, address, {"flags": ["acting_director"], "acting_until": "2026-11-02"})
    organisation.clock.move(timedelta(days=1))
    organisation.tokens.clear()

    # The supervisor's colleague reads it; a director who signs in ends the duty and reads of none.
    page = read(organisation.client("supervisor2").get(one(organisation, "supervisor")))
    assert "The days as acting director are over" in said(page)
    page = read(organisation.client("director").get(one(organisation, "supervisor")))
    assert "acting director" not in said(page).lower()
