"""A form that comes too late loses nothing: its words are sealed to their writer, or stay on the page."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.concern import Concern
from models.sign_in_session import SignInSession
from models.unsent_draft import UnsentDraft
from tests.support.concerns import post
from tests.support.organisation import Organisation, password_of
from tests.support.pages import filled, read, send

NEW = "/concerns/new"
WORDS = "he waits by the ferry every night"
COMPLETE = {"basis": "seen"}
"""What else a concern needs to be saved."""


def begun(client: FlaskClient) -> dict[str, Any]:
    """Open the form of a concern and write into it."""
    return filled(read(client.get(NEW))) | {"account": WORDS}


def sign_out(client: FlaskClient) -> None:
    """Sign out in another tab of the same browser."""
    page = read(client.get("/account"))
    token = page.select_one("input[name=csrf_token]")
    assert token is not None
    # Whoever raised something that nobody has received gets a page that says so; all others are led to the door.
    assert client.post("/sign-out", data={"csrf_token": token["value"]}).status_code in {200, 303}


def sign_in(client: FlaskClient, name: str) -> TestResponse:
    """Sign in in another tab of the same browser."""
    return send(client, "/sign-in", {"username": name, "password": password_of(name)})


def drafts(organisation: Organisation) -> list[UnsentDraft]:
    """Return every kept form."""
    with organisation.server.store.reading() as session:
        found = list(session.scalars(select(UnsentDraft)))
        session.expunge_all()
        return found


def posters(organisation: Organisation) -> list[UUID]:
    """Return in whose names concerns were saved."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(Concern.posted_by)))


def drop_cookies(client: FlaskClient) -> None:
    """Take every cookie from the browser."""
    for name in ("wayhome", "visitor"):
        client.delete_cookie(name)


@pytest.mark.parametrize("how", ["signed out in another tab", "every cookie gone", "session cookie gone"])
def test_words_are_sealed_to_their_writer_and_offered_back(organisation: Organisation, how: str) -> None:
    client = organisation.client("field")
    form = begun(client)
    if how == "signed out in another tab":
        sign_out(client)
    elif how == "every cookie gone":
        drop_cookies(client)
    else:
        client.delete_cookie("wayhome")

    late = client.post(NEW, data=form)

    assert late.status_code == 302
    assert "kept=1" in late.location
    assert [draft.staff_id for draft in drafts(organisation)] == [organisation.ids["field"]]
    sign_in(client, "field")
    link = read(client.get("/today")).find("a", string="Go on with it")
    assert link is not None
    assert WORDS in client.get(str(link["href"])).text


def test_an_ended_session_keeps_no_keys(organisation: Organisation) -> None:
    client = organisation.client("field")
    sign_out(client)

    with organisation.server.store.reading() as session:
        ended = session.scalars(select(SignInSession).where(SignInSession.ended_at.is_not(None))).all()
        assert {row.keys_by_token for row in ended} == {None}


def test_a_mark_opens_nothing(organisation: Organisation) -> None:
    form = begun(organisation.client("field"))
    stranger = organisation.client()

    stranger.post(NEW, data=form)

    assert stranger.get("/today").status_code == 302
    assert stranger.get(f"{NEW}?restore={drafts(organisation)[0].id}").status_code == 302


@pytest.mark.parametrize("mark", ["", "~", "~made-up", "~ImFiYyI.AAAA"])
def test_without_a_mark_the_words_stay_on_the_page(organisation: Organisation, mark: str) -> None:
    client = organisation.client("field")
    form = begun(client)
    form["csrf_token"] = str(form["csrf_token"]).partition("~")[0] + mark
    drop_cookies(client)

    late = client.post(NEW, data=form | {"password": "never shown again"})

    page = read(late, status=403)
    assert "Not yours to do" not in late.text
    assert "nothing was saved" in late.text
    assert late.headers["Cache-Control"] == "no-store"
    kept = filled(page)
    assert kept["account"] == WORDS
    assert "password" not in kept
    assert drafts(organisation) == []


def test_words_on_the_page_are_sent_again_after_signing_in_in_another_tab(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = begun(client) | {"csrf_token": "gone"}
    drop_cookies(client)
    kept = filled(read(client.post(NEW, data=form), status=403))
    sign_in(client, "field")

    # The page was drawn while nobody was signed in: whose name it is sent under is said first.
    asked = read(client.post(NEW, data=kept), status=409)

    assert "You are signed in as Field Person" in asked.text
    assert WORDS in client.post(NEW, data=filled(asked)).text


def test_nothing_is_saved_under_the_name_of_somebody_who_signed_in_since(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = begun(client) | COMPLETE
    sign_out(client)
    sign_in(client, "supervisor")

    stopped = client.post(NEW, data=form)

    page = read(stopped, status=409)
    assert "You are signed in as Supervisor Person" in page.text
    assert posters(organisation) == []
    assert drafts(organisation) == []
    kept = filled(page)
    assert kept["account"] == WORDS
    assert client.post(NEW, data=kept).status_code == 303
    assert posters(organisation) == [organisation.ids["supervisor"]]


def test_whoever_signed_out_and_in_again_saves_as_before(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = begun(client) | COMPLETE
    sign_out(client)
    sign_in(client, "field")

    assert client.post(NEW, data=form).status_code == 303
    assert posters(organisation) == [organisation.ids["field"]]


def test_a_mark_of_more_than_a_day_ago_seals_nothing(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = begun(client)
    organisation.clock.move(timedelta(hours=24, seconds=1))
    drop_cookies(client)

    late = client.post(NEW, data=form)

    assert filled(read(late, status=403))["account"] == WORDS
    assert drafts(organisation) == []


def test_an_old_page_of_somebody_signed_in_keeps_its_words(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = begun(client)
    client.delete_cookie("visitor")

    late = client.post(NEW, data=form)

    assert filled(read(late, status=400))["account"] == WORDS


@pytest.mark.parametrize(("origin", "may_press"), [(None, True), ("https://elsewhere.example", False)])
def test_a_press_on_an_old_page_is_pressed_again_from_here_and_not_for_another_site(
    organisation: Organisation, origin: str | None, may_press: bool
) -> None:
    client, posted = organisation.client("supervisor"), post(organisation)
    form = filled(read(client.get(f"/concerns/{posted.id}")), action="/acknowledge")
    client.delete_cookie("visitor")

    headers = {"Origin": origin} if origin else {}
    page = read(client.post(f"/concerns/{posted.id}/acknowledge", data=form, headers=headers), status=400)

    assert "this was not done" in page.get_text()
    assert "What you had written" not in page.get_text()
    assert bool(page.select("form[action$='/acknowledge'] button[type=submit]")) is may_press


def test_an_old_page_of_somebody_else_asks_under_whose_name_it_is_sent(organisation: Organisation) -> None:
    typed = begun(organisation.client("field"))
    client = organisation.client("supervisor")  # with a visitor's cookie of its own: the token no longer fits

    answer = client.post(NEW, data=typed)

    assert answer.status_code == 409
    assert "Send it as Supervisor Person" in answer.text
    assert posters(organisation) == []


def test_words_another_site_sends_are_not_put_into_a_form(organisation: Organisation) -> None:
    late = organisation.client().post(
        NEW, data={"account": WORDS}, headers={"Origin": "https://elsewhere.example"}
    )

    assert late.status_code == 403
    assert WORDS not in late.text
