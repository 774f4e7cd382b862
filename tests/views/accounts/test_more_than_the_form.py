"""Fields that a form does not have change nothing, and those it has take no more than it offers."""

from typing import Any

import pytest
from sqlalchemy import inspect

from app.keyring.directory import KnownPerson
from app.keyring.known_directory import directory_for
from models.staff_member import StaffMember
from tests.support.account_pages import one, token_of
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.pages import filled, read
from tests.support.staff import renew, row_of, six_words_of

WANTED: dict[str, Any] = {
    "id": "00000000-0000-4000-8000-00000000dead",
    "staff_id": "00000000-0000-4000-8000-00000000dead",
    "person": "00000000-0000-4000-8000-00000000dead",
    "username": "root",
    "role": "director",
    "base_id": str(HILLSIDE),
    "base": str(HILLSIDE),
    "flags": ["safeguarding", "acting_director", "clinical_lead", "on_call"],
    "acting_until": "2027-01-01",
    "ends_on": "2027-01-01",
    "state": "active",
    "worker_code": "ZZ",
    "enabled": "y",
    "key_version": "9",
    "public_keys": "00",
    "waiting_keys": "00",
    "admitted_at": "2020-01-01",
    "created_by": "00000000-0000-4000-8000-00000000dead",
    "invitation_hash": "00",
    "is_admin": "y",
    "proved_at": "2027-01-01",
    "generation": "9",
}


def believed(organisation: Organisation, name: str) -> KnownPerson:
    """Return what the signed directory says of somebody."""
    with organisation.reading("director") as work:
        return directory_for(work).people[organisation.ids[name]]


def stored(organisation: Organisation, name: str) -> dict[str, Any]:
    """Return the columns of an account."""
    row = row_of(organisation, name)
    return {column.key: getattr(row, column.key) for column in inspect(StaffMember).column_attrs}


@pytest.mark.parametrize(
    ("by", "step", "own", "may_change"),
    [
        ("supervisor", "/details", {"display_name": "Field Person"}, {"ends_on"}),
        ("director", "/details", {"display_name": "Field Person"}, {"ends_on"}),
        ("director", "/duties", {"flags": []}, set()),
        ("supervisor", "/invite", {}, {"invitation_hash", "invitation_ends_at"}),
        ("technician", "/invite", {}, set()),
        ("supervisor", "/pending", {"press_key": "circle:x"}, set()),
        ("supervisor", "/admit", {"six_words": "x"}, set()),
    ],
)
def test_an_accounts_forms_take_only_their_own_fields(
    organisation: Organisation, by: str, step: str, own: dict[str, Any], may_change: set[str]
) -> None:
    client, address = organisation.client(by), one(organisation, "field", step)
    before, was = believed(organisation, "field"), stored(organisation, "field")
    actor = stored(organisation, by)
    opened = client.get(address)
    form = filled(read(opened)) if opened.status_code == 200 else {"csrf_token": token_of(client)}

    client.post(address, data=WANTED | form | own)

    now, changed = believed(organisation, "field"), stored(organisation, "field")
    keep = ("id", "keys", "key_version", "role", "base_id", "flags", "enabled", "acting_until", "worker_code")
    assert [getattr(now, name) for name in keep] == [getattr(before, name) for name in keep]
    differs = {name for name in was if was[name] != changed[name]}
    assert differs <= may_change | {"version", "display_name"}
    same = {"role", "base_id", "state", "username", "public_keys", "key_version", "waiting_keys", "ends_on"}
    assert {name: stored(organisation, by)[name] for name in same} == {name: actor[name] for name in same}


@pytest.mark.parametrize("way", ["/account/password", "/account/prove", "/account/recovery-card"])
def test_ones_own_forms_take_only_their_own_fields(organisation: Organisation, way: str) -> None:
    client = organisation.client("field")
    before = believed(organisation, "field"), stored(organisation, "field")["role"]

    client.post(way, data=WANTED | filled(read(client.get(way))))

    assert (believed(organisation, "field"), stored(organisation, "field")["role"]) == before


@pytest.mark.parametrize(
    "wanted",
    [
        {"role": "director", "base_id": ""},
        {"role": "supervisor"},
        {"role": "technician", "base_id": ""},
        {"base_id": str(HILLSIDE)},
        {"base_id": ""},
    ],
)
def test_a_supervisor_makes_no_account_that_the_form_does_not_offer(
    organisation: Organisation, wanted: dict[str, str]
) -> None:
    client = organisation.client("supervisor")
    form = filled(read(client.get("/settings/accounts/new")))
    typed = {"username": "newcomer", "display_name": "New Comer", "role": "field", "base_id": str(RIVERSIDE)}

    answer = client.post("/settings/accounts/new", data=form | typed | wanted)

    assert answer.status_code in {403, 422}
    assert "newcomer" not in client.get("/settings/accounts/").text


def test_a_form_for_a_new_account_takes_no_id_of_an_account_that_is_there(organisation: Organisation) -> None:
    client, before = organisation.client("supervisor"), stored(organisation, "caseworker")
    form = filled(read(client.get("/settings/accounts/new")))
    typed = {"username": "newcomer", "display_name": "New Comer", "role": "field", "base_id": str(RIVERSIDE)}
    taken = {"record_id": str(organisation.ids["caseworker"])}

    assert client.post("/settings/accounts/new", data=form | typed | taken).status_code in {403, 409, 422}
    assert stored(organisation, "caseworker") == before


def test_the_terms_that_a_form_carries_are_compared_and_never_believed(organisation: Organisation) -> None:
    renew(organisation, "field")
    words = six_words_of(organisation, "field")
    client, address = organisation.client("director"), one(organisation, "field", "/admit")
    form = filled(read(client.get(address)))
    before = believed(organisation, "field")

    answer = client.post(
        address, data=form | {"six_words": words, "shown": "director//safeguarding//Field Person"}
    )

    assert answer.status_code == 409
    assert believed(organisation, "field") == before
