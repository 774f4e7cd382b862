"""The pages about other people's accounts, as each role meets them."""

from contextlib import closing
from datetime import timedelta
from sqlite3 import connect

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import update

from app.foundation.roles import Flag, Role
from app.keyring.known_directory import directory_for
from app.staff.invitations import accept_invitation
from models.staff_member import StaffMember
from tests.support.account_pages import LIST, errors, one, said, token_of
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation, password_of
from tests.support.pages import filled, read, send
from tests.support.staff import (
    GOOD_PASSWORD,
    actions,
    flag,
    give_role,
    new_account,
    renew,
    row_of,
    shell_of,
    six_words_of,
)

STEPS = ["", "/invite", "/admit", "/details", "/role", "/duties", "/close"]


EXPECTED = {
    # step: the status each role gets for an outreach worker of their own base
    "": {"director": 200, "supervisor": 200, "technician": 200},
    "/invite": {"director": 200, "supervisor": 200, "technician": 200},
    "/admit": {"director": 200, "supervisor": 200, "technician": 403},
    "/details": {"director": 200, "supervisor": 200, "technician": 403},
    "/role": {"director": 200, "supervisor": 404, "technician": 404},
    "/duties": {"director": 200, "supervisor": 404, "technician": 404},
    "/close": {"director": 200, "supervisor": 200, "technician": 403},
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "name", ["director", "supervisor", "technician", "auditor", "field2", "caseworker", "counsellor"]
)
def test_each_role_reaches_what_is_theirs(organisation: Organisation, step: str, name: str) -> None:
    response = organisation.client(name).get(one(organisation, "field", step))

    assert response.status_code == EXPECTED[step].get(name, 404)


@pytest.mark.parametrize("step", STEPS)
def test_another_base_shows_nothing_to_a_supervisor(organisation: Organisation, step: str) -> None:
    assert organisation.client("supervisor").get(one(organisation, "otherfield", step)).status_code == 404


@pytest.mark.parametrize("name", ["auditor", "field", "caseworker", "counsellor"])
def test_the_list_is_not_there_for_everyone(organisation: Organisation, name: str) -> None:
    client = organisation.client(name)

    assert client.get(LIST).status_code == 404
    assert LIST not in client.get("/today").text


def test_no_button_leads_to_a_refusal(organisation: Organisation) -> None:
    flag(organisation, "caseworker", Flag.ON_CALL)
    renew(organisation, "field2")
    for reader in ("director", "supervisor", "technician"):
        client = organisation.client(reader)
        for name in ("field", "field2", "caseworker", "supervisor2", "disabled", reader):
            response = client.get(one(organisation, name))
            if response.status_code != 200:
                continue
            for link in read(response).select("main a[href]"):
                assert client.get(str(link["href"])).status_code == 200, (reader, name, link["href"])


def test_a_technician_sees_nothing_of_circles(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    client = organisation.client("technician")

    text = said(read(client.get(one(organisation, "counsellor"))))

    for word in ("Clinical", "circle", "Further duties", "Holds alone", "Worker code", "Still to be given"):
        assert word not in text
    assert client.get("/settings/circles").status_code == 404


def test_the_list_filters_and_pages(organisation: Organisation) -> None:
    renew(organisation, "caseworker")
    client = organisation.client("director")

    assert "1 waits to be admitted" in said(read(client.get(LIST)))
    waiting = read(client.get(f"{LIST}?state=awaiting"))
    assert len(waiting.select("tbody tr")) == 1
    assert len(read(client.get(f"{LIST}?base={HILLSIDE}")).select("tbody tr")) == 2
    for odd in ("?state=<b>", "?base=x", "?page=x", "?page=-1", "?page=99999999"):
        assert client.get(LIST + odd).status_code == 200
    assert "Nobody here" in said(read(client.get(f"{LIST}?page=99")))


NEW = {"display_name": "Sok Maly", "username": "maly", "role": "field", "base_id": str(RIVERSIDE)}


def make(client: FlaskClient, **changed: str) -> BeautifulSoup:
    """Make an account and return the page with its invitation."""
    return read(send(client, f"{LIST}new", NEW | changed))


def test_an_invitation_is_shown_once_with_its_code_and_leads_to_joining(organisation: Organisation) -> None:
    client = organisation.client("director")
    page = make(client)
    link = page.find(id="invitation-link")
    assert link is not None
    address = link.get_text(strip=True)
    assert address.startswith("http://localhost/invitation/")
    assert page.select("svg.wh-qr")

    visitor = organisation.client()
    welcome = read(visitor.get(address))
    assert "Welcome, Sok Maly" in said(welcome)
    assert "Outreach worker" in said(welcome)
    joined = send(visitor, address, {"new_password": GOOD_PASSWORD, "again": GOOD_PASSWORD})
    assert len(read(joined).select(".wh-paper-card li")) == 15
    assert visitor.get("/today").location == "/account/waiting"
    words = [word.get_text() for word in read(visitor.get("/account/waiting")).select(".wh-six li")]
    assert len(words) == 6
    assert visitor.get(address).status_code == 404


def test_admission_by_the_words_on_the_screen(organisation: Organisation) -> None:
    director, visitor = organisation.client("director"), organisation.client()
    page = make(director)
    link = page.find(id="invitation-link")
    assert link is not None
    send(visitor, link.get_text(strip=True), {"new_password": GOOD_PASSWORD, "again": GOOD_PASSWORD})
    words = [word.get_text() for word in read(visitor.get("/account/waiting")).select(".wh-six li")]
    supervisor = organisation.client("supervisor")
    row = read(supervisor.get(f"{LIST}?state=awaiting")).select_one("tbody tr a")
    assert row is not None
    account = str(row["href"])

    wrong = send(supervisor, f"{account}/admit", {"six_words": " ".join(reversed(words))})
    assert "not the six words" in errors(read(wrong, status=422))
    assert "admission.words_differ" in actions(organisation)
    right = send(supervisor, f"{account}/admit", {"six_words": " ".join(words)})
    assert right.location == f"{account}?done=admitted"
    assert visitor.get("/today").status_code == 200
    assert visitor.get("/account/waiting").location == "/"


def test_a_role_changed_behind_the_page_is_shown_beside_what_was_seen(organisation: Organisation) -> None:
    new = new_account("maly", Role.CASEWORKER, RIVERSIDE)
    accept_invitation(organisation.server, shell_of(organisation, new), password_of("maly"))
    organisation.ids["maly"] = new.id
    words = six_words_of(organisation, "maly")
    director, address = organisation.client("director"), f"{LIST}{new.id}/admit"
    page = read(director.get(address))
    assert "Role Caseworker Base Riverside Further duties None. Last day no last day" in said(page)
    with organisation.server.store.writing() as session:
        session.execute(update(StaffMember).where(StaffMember.id == new.id).values(role="supervisor"))

    compared = read(director.post(address, data=filled(page) | {"six_words": words}), status=409)

    assert "Role differs Supervisor Caseworker" in said(compared)
    assert "changed after this page showed it" in errors(compared)
    assert row_of(organisation, "maly").state == "awaiting"
    assert "admission.terms_differ" in actions(organisation)
    done = director.post(address, data=filled(compared) | {"six_words": words})
    assert done.location.endswith("?done=admitted")


def test_a_form_sent_twice_makes_one_account(organisation: Organisation) -> None:
    client = organisation.client("director")
    page = read(client.get(f"{LIST}new"))
    sent = NEW | {
        str(box["name"]): str(box.get("value", "")) for box in page.select("main input[type=hidden]")
    }

    first, second = (client.post(f"{LIST}new", data=sent) for _ in range(2))

    assert first.status_code == 200
    assert second.status_code == 303
    assert "done=already-saved" in second.location
    assert client.post(f"{LIST}new", data=sent | {"record_id": "no id"}).status_code == 422


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"username": "field"}, "Somebody has this user name"),
        ({"username": "Two Words"}, "small letters"),
        ({"display_name": ""}, "Write the person's name"),
        ({"display_name": "x" * 121}, "too long"),
        ({"role": "king"}, "Choose one of the answers"),
        ({"base_id": "nowhere"}, "Choose one of the answers"),
        ({"base_id": ""}, "choose one"),
        ({"role": "volunteer"}, "end date"),
        ({"role": "volunteer", "ends_on": "2026-11-01"}, "lies in the past"),
        ({"ends_on": "soon"}, "year-month-day"),
    ],
)
def test_a_new_account_that_is_typed_wrong_is_told(
    organisation: Organisation, changed: dict[str, str], words: str
) -> None:
    page = read(send(organisation.client("director"), f"{LIST}new", NEW | changed), status=422)

    assert words in errors(page)


def test_a_supervisor_is_offered_their_own_base_and_programme_staff(organisation: Organisation) -> None:
    page = read(organisation.client("supervisor").get(f"{LIST}new"))

    assert {str(box["value"]) for box in page.select("input[name=role]")} == {
        "field",
        "caseworker",
        "counsellor",
        "volunteer",
    }
    assert [str(option["value"]) for option in page.select("select[name=base_id] option")] == [str(RIVERSIDE)]


def test_weighty_steps_ask_for_the_password_and_keep_what_was_typed(organisation: Organisation) -> None:
    client = organisation.client("director")
    address = one(organisation, "field", "/role")
    page = read(client.get(address))
    sent = {
        str(box["name"]): str(box.get("value", "")) for box in page.select("main form input[type=hidden]")
    }
    organisation.clock.move(timedelta(minutes=6))

    asked = client.post(address, data=sent | {"role": "caseworker", "base_id": str(RIVERSIDE)})

    assert (
        asked.location.startswith(f"/account/prove?next={address}?restore%3D") or "restore" in asked.location
    )
    wrong = send(client, asked.location, {"password": "not my password at all"}, action="/account/prove")
    assert "not your password" in errors(read(wrong, status=422))
    back = send(
        client,
        asked.location,
        {"password": "lantern river market umbrella director"},
        action="/account/prove",
    )
    restored = read(client.get(back.location))
    chosen = restored.select_one("input[name=role][checked]")
    assert chosen is not None
    assert chosen["value"] == "caseworker"
    done = send(client, back.location, {})
    assert done.location.endswith("?done=role-changed")
    assert "What you had written is kept" not in client.get("/account").text
    assert row_of(organisation, "field").role == "caseworker"


def test_two_directors_at_once_see_both_versions(organisation: Organisation) -> None:
    client = organisation.client("director")
    address = one(organisation, "field", "/role")
    page = read(client.get(address))
    sent = {
        str(box["name"]): str(box.get("value", "")) for box in page.select("main form input[type=hidden]")
    }
    give_role(organisation, "field", Role.COUNSELLOR, RIVERSIDE, by="director2")

    stale = client.post(address, data=sent | {"role": "caseworker", "base_id": str(RIVERSIDE)})

    page = read(stale, status=409)
    assert "Counsellor" in said(page)
    assert "Caseworker" in said(page)
    assert row_of(organisation, "field").role == "counsellor"
    again = {
        str(box["name"]): str(box.get("value", "")) for box in page.select("main form input[type=hidden]")
    }
    mine = client.post(address, data=again | {"role": "caseworker", "base_id": str(RIVERSIDE)})
    assert mine.status_code == 303
    assert row_of(organisation, "field").role == "caseworker"


def test_a_name_two_people_correct_at_once_shows_both(organisation: Organisation) -> None:
    address = one(organisation, "field", "/details")
    first, second = organisation.client("supervisor"), organisation.client("supervisor2")
    page = read(first.get(address))
    sent = {
        str(box["name"]): str(box.get("value", "")) for box in page.select("main form input[type=hidden]")
    }
    assert send(second, address, {"display_name": "Sok Maly"}).status_code == 303

    stale = read(first.post(address, data=sent | {"display_name": "Sok Malee"}), status=409)

    assert "Sok Maly" in said(stale)
    assert "Sok Malee" in stale.decode()


def test_closing_says_what_ends_and_why_it_cannot_be(organisation: Organisation) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    client = organisation.client("director")

    page = read(client.get(one(organisation, "counsellor", "/close")))
    assert "This cannot be done yet" in said(page)
    assert "Clinical (Riverside)" in said(page)
    assert "Name another counsellor of that base clinical lead first." in said(page)
    assert not page.select("main form")
    forced = client.post(one(organisation, "counsellor", "/close"), data={"csrf_token": token_of(client)})
    assert "This cannot be done yet" in said(read(forced, status=422))
    assert row_of(organisation, "counsellor").state == "active"
    assert send(client, one(organisation, "caseworker", "/close")).location.endswith("?done=account-closed")
    assert row_of(organisation, "caseworker").state == "disabled"


def test_nothing_personal_stands_in_an_address(organisation: Organisation) -> None:
    client = organisation.client("director")
    page = make(client)

    assert "Maly" not in " ".join(str(link["href"]) for link in page.select("a[href]"))


def test_forms_without_their_token_are_refused(organisation: Organisation) -> None:
    client = organisation.client("director")
    for step in ("/invite", "/admit", "/details", "/role", "/duties", "/close", "/pending"):
        assert client.post(one(organisation, "field", step), data={}).status_code == 400


def test_a_director_finds_a_missing_account_on_today_and_takes_the_person_out_for_a_reason(
    organisation: Organisation,
) -> None:
    person_id = organisation.ids["field2"]
    with closing(connect(organisation.server.settings.database_file)) as database, database:
        database.execute("DELETE FROM staff_member WHERE id = ?", (person_id.hex,))
    client = organisation.client("director")
    assert "1 person is vouched for and has no account" in read(client.get("/today")).get_text()
    way = read(client.get("/settings/accounts/")).find("a", href=f"/settings/accounts/without/{person_id}")
    assert way is not None

    address = f"/settings/accounts/without/{person_id}"
    assert "Choose the reason." in read(send(client, address), status=422).get_text()
    done = send(client, address, {"why": "left"})

    assert "out of the key directory" in read(client.get(done.location)).get_text()
    assert client.get(address).status_code == 404
    with organisation.reading("director") as work:
        assert not directory_for(work).people[person_id].enabled


def test_lost_and_compromised_say_what_they_do_and_lead_to_each_other(organisation: Organisation) -> None:
    client, account = organisation.client("supervisor"), one(organisation, "field")
    offered = read(client.get(account)).get_text()
    assert "Password and card are lost" in offered
    assert "Somebody else may know the keys" in offered

    lost = read(client.get(f"{account}/invite"))
    assert "Nothing ends now" in lost.get_text()
    assert lost.find("a", href=f"{account}/compromised") is not None
    ended = read(send(client, f"{account}/compromised"))

    assert "/invitation/" in ended.get_text()
    assert "account.keys_ended" in actions(organisation)
    shown = read(client.get(account))
    assert shown.find("a", href=f"{account}/compromised") is None
    assert "The invitation is open until" in shown.get_text()


def test_keys_of_whoever_holds_a_circle_alone_are_not_ended_and_the_page_names_it(
    organisation: Organisation,
) -> None:
    flag(organisation, "counsellor", Flag.CLINICAL_LEAD)
    client, address = organisation.client("director"), one(organisation, "counsellor", "/compromised")
    page = read(client.get(address))
    assert "Nobody else can open these circles" in page.get_text()
    assert page.select("main form[method=post]") == []
    refused = client.post(address, data={"csrf_token": token_of(client)})
    assert "This cannot be done yet" in read(refused, status=422).get_text()


def test_new_keys_that_wait_are_told_on_the_account_and_the_person_reads_six_words(
    organisation: Organisation,
) -> None:
    renew(organisation, "field")
    shown = read(organisation.client("supervisor").get(one(organisation, "field"))).get_text()
    assert "New keys are made and wait" in shown
    waiting = organisation.client("field")
    assert waiting.get("/today").location == "/account/waiting"
    assert read(waiting.get("/account")).get_text()
