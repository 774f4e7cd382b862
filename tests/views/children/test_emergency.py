"""The pages of the emergency sheet."""

from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.children.children import change_safe_contact
from app.children.documents import SafeContact
from models.emergency_sheet import EmergencySheet
from tests.support.children import add_child
from tests.support.organisation import Organisation
from tests.support.pages import filled, read, send

TYPED = {
    "danger": "A man has offered to take her to another town.",
    "where_now": "With her aunt",
    "safety_plan": "Maly meets her on Tuesdays",
    "medical": "None known",
    "reasons": "The aunt reads her phone",
}


@pytest.fixture
def sheet(organisation: Organisation) -> str:
    """The address of a child's sheet."""
    return f"/children/{add_child(organisation)}/emergency"


def test_an_empty_sheet_says_what_to_do(organisation: Organisation, sheet: str) -> None:
    assert "Write the sheet" in read(organisation.client("caseworker").get(sheet)).text


def test_what_is_written_is_read_with_the_rule_in_red(organisation: Organisation, sheet: str) -> None:
    child_id = UUID(sheet.split("/")[2])
    with organisation.writing("field") as work:
        change_safe_contact(work, child_id, SafeContact(never="By phone"), version=1)
    client = organisation.client("supervisor")
    assert send(client, f"{sheet}/edit", TYPED).status_code == 303

    found = read(client.get(sheet))
    text = " ".join(found.text.split())
    assert [said for said in TYPED.values() if said not in text] == []
    assert "Written by Supervisor Person" in text
    assert "set by Field Person" in text
    assert "By phone" in str(found.select_one("[data-contact-rule]"))
    assert found.title is not None
    assert "Sok" not in found.title.get_text()


@pytest.mark.parametrize("name", ["field", "counsellor", "othersupervisor", "technician"])
def test_for_others_there_is_no_such_page(organisation: Organisation, sheet: str, name: str) -> None:
    send(organisation.client("supervisor"), f"{sheet}/edit", TYPED)
    read(organisation.client(name).get(sheet), status=404)
    read(organisation.client(name).get(f"{sheet}/edit"), status=404)
    assert "/emergency" not in organisation.client("field").get(sheet.removesuffix("/emergency")).text


@pytest.mark.parametrize(
    "changes", [{"danger": "x" * 2001}, {"where_now": "x" * 241}, {"safety_plan": "x" * 241}, {"version": ""}]
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(
    organisation: Organisation, sheet: str, changes: dict[str, str]
) -> None:
    found = read(send(organisation.client("caseworker"), f"{sheet}/edit", TYPED | changes), status=422)
    assert filled(found)["medical"] == "None known"


def test_of_two_who_write_at_once_the_second_sees_both(organisation: Organisation, sheet: str) -> None:
    late = organisation.client("caseworker")
    form = filled(read(late.get(f"{sheet}/edit")))
    send(organisation.client("supervisor"), f"{sheet}/edit", TYPED)
    found = read(late.post(f"{sheet}/edit", data=form | {"danger": "Mine"}), status=409)

    assert "Saved by Supervisor Person" in found.text
    again = filled(found)
    assert (again["danger"], again["where_now"]) == ("Mine", "With her aunt")
    assert late.post(f"{sheet}/edit", data=again).status_code == 303
    assert "Mine" in read(late.get(sheet)).text


def test_a_sheet_sent_twice_is_written_once(organisation: Organisation, sheet: str) -> None:
    client = organisation.client("caseworker")
    form = filled(read(client.get(f"{sheet}/edit"))) | TYPED
    assert [client.post(f"{sheet}/edit", data=form).status_code for _ in range(2)] == [303, 303]
    with organisation.server.store.reading() as session:
        assert session.get_one(EmergencySheet, UUID(sheet.split("/")[2])).version == 1


def test_a_sheet_that_does_not_open_says_so(organisation: Organisation, sheet: str) -> None:
    client = organisation.client("caseworker")
    send(client, f"{sheet}/edit", TYPED)
    with Session(organisation.server.store.engine) as session:
        session.execute(update(EmergencySheet).values(sheet=bytes(200)))
        session.commit()

    assert "This record does not open" in read(client.get(sheet)).text
    read(client.get(f"{sheet}/edit"), status=409)
