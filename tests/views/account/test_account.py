"""One's own account, as its owner meets it: waiting, proof, password, card, keys, sessions, kept forms."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update

from app.foundation.roles import Flag
from app.sign_in.signing_in import sign_in
from app.vault import digests
from models.audit_event import AuditEvent
from models.sign_in_session import SignInSession
from models.staff_member import StaffMember
from tests.support.organisation import Organisation, password_of
from tests.support.pages import filled, read, send
from tests.support.staff import GOOD_PASSWORD, actions, flag, renew, row_of
from tests.support.tampering import behind

EVERYBODY = ["director", "supervisor", "caseworker", "counsellor", "field", "technician", "auditor"]


def said(page: BeautifulSoup) -> str:
    """Return what a page says."""
    return page.get_text(" ", strip=True)


def errors(page: BeautifulSoup) -> str:
    """Return what a form's summary says."""
    return " ".join(line.get_text(" ", strip=True) for line in page.select(".wh-summary li"))


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize(
    "address", ["/account", "/account/password", "/account/recovery-card", "/account/keys", "/account/prove"]
)
def test_everybody_has_an_account_of_their_own(organisation: Organisation, name: str, address: str) -> None:
    page = read(organisation.client(name).get(address))

    assert not page.select("[style]")


def test_visitors_are_asked_to_sign_in(organisation: Organisation) -> None:
    for address in ("/account", "/account/waiting", "/account/keys", "/settings/", "/settings/accounts/"):
        assert organisation.client().get(address).location.startswith("/sign-in?next=")


def test_the_account_says_role_base_and_worker_code(organisation: Organisation) -> None:
    text = said(read(organisation.client("field").get("/account")))

    assert "Outreach worker" in text
    assert "Riverside" in text
    assert row_of(organisation, "field").worker_code in text


def test_a_password_is_changed(organisation: Organisation) -> None:
    client = organisation.client("field")
    typed = {"password": password_of("field"), "new_password": GOOD_PASSWORD, "again": GOOD_PASSWORD}

    done = send(client, "/account/password", typed)

    assert done.location == "/account?done=password-changed"
    assert client.get("/today").status_code == 200
    assert sign_in(organisation.server, "field", GOOD_PASSWORD, device="", address="x").token


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "not my password"}, "not your password"),
        ({"password": ""}, "Type the password you use now"),
        ({"new_password": "short", "again": "short"}, "too short"),
        ({"again": "other"}, "differ"),
        ({"new_password": "riverside field person", "again": "riverside field person"}, "easily guessed"),
    ],
)
def test_a_slip_is_said_beside_its_field(
    organisation: Organisation, changed: dict[str, str], words: str
) -> None:
    typed = {"password": password_of("field"), "new_password": GOOD_PASSWORD, "again": GOOD_PASSWORD}

    page = read(send(organisation.client("field"), "/account/password", typed | changed), status=422)

    assert words in errors(page)
    assert GOOD_PASSWORD not in page.decode()


def test_a_new_card_is_shown_once_after_proof(organisation: Organisation) -> None:
    client = organisation.client("field")
    organisation.clock.move(timedelta(minutes=6))

    asked = client.get("/account/recovery-card")
    assert asked.location == "/account/prove?next=/account/recovery-card"
    proved = send(client, asked.location, {"password": password_of("field")})
    assert proved.location == "/account/recovery-card"
    card = read(send(client, proved.location))
    assert len(card.select(".wh-paper-card li")) == 15
    assert client.get("/account/recovery-card").text.count("wh-paper-card") == 0


def test_proof_is_slowed_down_when_it_fails(organisation: Organisation) -> None:
    client = organisation.client("field")
    for _ in range(5):
        send(client, "/account/prove", {"password": "not my password at all"})

    page = read(send(client, "/account/prove", {"password": password_of("field")}), status=422)
    assert "Too many tries. Wait" in errors(page)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_proof_leads_nowhere_else(organisation: Organisation, target: str) -> None:
    client = organisation.client("field")

    proved = send(client, "/account/prove", {"password": password_of("field"), "next": target})

    assert proved.location == "/"


def test_new_keys_lead_to_waiting_with_a_new_card(organisation: Organisation) -> None:
    client = organisation.client("caseworker")

    made = send(client, "/account/keys", {"new_password": GOOD_PASSWORD, "again": GOOD_PASSWORD})

    assert len(read(made).select(".wh-paper-card li")) == 15
    assert client.get("/children/").location == "/account/waiting"
    waiting = read(client.get("/account/waiting"))
    assert len(waiting.select(".wh-six li")) == 6
    assert re.fullmatch(r"(\d{4} ){4}\d{4}", waiting.select(".wh-groups code")[0].get_text())
    assert "not admitted yet" in said(read(client.get("/account")))


def test_who_holds_a_circle_alone_is_told_instead(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)

    page = read(organisation.client("counsellor").get("/account/keys"))

    assert "Nobody but you can open one of your circles" in said(page)
    assert not page.select("input[name=new_password]")


def test_sessions_are_listed_and_ended(organisation: Organisation) -> None:
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
    there = sign_in(
        organisation.server, "field", password_of("field"), device=agent, address="10.0.0.7"
    ).token
    client = organisation.client("field")
    page = read(client.get("/account"))
    assert "Chrome, Android" in said(page)
    assert "10.0.0.7" in said(page)

    line = next(item for item in page.select(".wh-lines li") if "10.0.0.7" in item.get_text())
    form = line.find("form")
    assert form is not None
    token = form.select_one("input[name=csrf_token]")
    assert token is not None
    ended = client.post(str(form["action"]), data={"csrf_token": token["value"]})
    assert ended.location == "/account?done=session-ended"
    lost = organisation.client()
    lost.set_cookie("wayhome", there)
    assert lost.get("/account").location.startswith("/sign-in")


def test_a_session_that_was_changed_outside_is_marked_and_may_be_ended(organisation: Organisation) -> None:
    sign_in(organisation.server, "field", password_of("field"), device="x", address="10.0.0.7")
    with behind(organisation) as session:
        there = SignInSession.address == "10.0.0.7"
        session.execute(update(SignInSession).where(there).values(device="my own phone"))

    page = read(organisation.client("field").get("/account"))

    assert "10.0.0.7" not in said(page)
    line = next(item for item in page.select(".wh-lines li") if item.select("[data-changed-outside]"))
    assert line.find("form") is not None


def test_a_form_sent_too_late_is_listed_and_thrown_away(organisation: Organisation) -> None:
    client = organisation.client("director")
    page = read(client.get("/settings/bases/new"))
    token = page.select_one("main input[name=csrf_token]")
    assert token is not None
    organisation.clock.move(timedelta(minutes=15))

    late = client.post("/settings/bases/new", data={"csrf_token": token["value"], "name": "Night Harbour"})
    assert "kept=1" in late.location
    organisation.tokens.pop("director")
    client = organisation.client("director")
    kept = read(client.get("/account"))
    link = next(a for a in kept.select("main a[href]") if "restore=" in str(a["href"]))
    assert link.text == "Bases: Night Harbour"
    assert "Go on with it" not in said(kept)
    restored = read(client.get(str(link["href"])))
    name = restored.find("input", id="name")
    assert name is not None
    assert name["value"] == "Night Harbour"
    assert send(client, "/account", action="/throw-away").location == "/account?done=draft-thrown-away"
    assert "Kept forms" not in said(read(client.get("/account")))


def test_a_form_kept_because_the_password_was_asked_for_says_so(organisation: Organisation) -> None:
    client = organisation.client("director")
    address = "/settings/outside-member"
    form = filled(read(client.get(address))) | {"name": "Sok Channary", "phone": "012 555 010"}
    organisation.clock.move(timedelta(minutes=6))

    asked = client.post(address, data=form)
    assert asked.location.startswith("/account/prove")

    page = said(read(client.get("/today")))
    assert "Your password was asked for while a form was open." in page
    assert "You were signed out" not in page


@pytest.fixture
def cut(organisation: Organisation) -> Organisation:
    """An organisation whose audit trail was rewritten after `field` had seen it."""
    organisation.token("field")
    organisation.tokens.clear()
    with organisation.server.store.writing() as session:
        for row in session.scalars(select(AuditEvent)):
            row.hash = digests.sha256(row.hash)
    return organisation


def test_a_broken_past_is_told_at_sign_in_and_can_be_accepted(cut: Organisation) -> None:
    visitor = cut.client()
    arrived = send(visitor, "/sign-in", {"username": "field", "password": password_of("field")})
    assert arrived.location == "/account/warning?broken=audit"

    page = read(visitor.get(arrived.location))
    assert "The audit trail no longer holds what you saw last time" in said(page)
    assert visitor.get("/today").status_code == 200
    accepted = send(visitor, "/account/warning")
    assert accepted.location == "/today?done=heads-accepted"
    assert "heads.accepted" in actions(cut)
    assert visitor.get("/account/warning").location == "/"


def test_a_warning_that_is_only_in_the_address_says_nothing(organisation: Organisation) -> None:
    assert organisation.client("field").get("/account/warning?broken=root").location == "/"


def test_keys_that_are_not_the_ones_on_record_open_ones_own_account_only(organisation: Organisation) -> None:
    renew(organisation, "field")
    with organisation.server.store.writing() as session:
        others = update(StaffMember).where(StaffMember.username == "field").values(public_keys=b"another's")
        session.execute(others)
    client = organisation.client("field")

    assert client.get("/children/").location == "/account/waiting"
    assert "not the ones on record" in said(read(client.get("/account/waiting")))


def test_a_new_kit_asks_the_members_of_closed_circles_to_seal(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    send(organisation.client("director"), "/recovery-kit/new")
    client = organisation.client("counsellor")
    assert "The recovery kit was made anew" in said(read(client.get("/account")))

    done = send(client, "/account", action="/seal-to-kit")

    assert done.location == "/account?done=sealed-to-kit"
    assert "was made anew" not in said(read(client.get("/account")))
    assert "not in the recovery kit yet" not in organisation.client("director").get("/settings/circles").text


def test_a_button_that_meets_an_old_proof_keeps_nothing_and_leads_back(organisation: Organisation) -> None:
    client = organisation.client("director")
    page = read(client.get("/account/recovery-card"))
    token = page.select_one("main input[name=csrf_token]")
    assert token is not None
    organisation.clock.move(timedelta(minutes=6))

    asked = client.post("/account/recovery-card", data={"csrf_token": token["value"]})

    assert asked.location == "/account/prove?next=/account/recovery-card?done%3Dproof-given"
