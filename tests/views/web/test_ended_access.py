"""Access that ends while somebody writes loses no words: they are kept for the writer and for supervision."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.cases.assigning import end_assignment
from app.foundation.roles import Role
from app.staff.members import account, mark_of
from app.staff.role_change import RoleInput, change_role
from models.assignment import Assignment
from tests.support.lived_in import LivedIn
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation
from tests.support.outreach import ended, shift_of
from tests.support.pages import filled, read
from tests.views.web.test_late_forms import drafts, sign_in, sign_out

WORDS = "she wants to see her sister on Sunday"


def begun(client: FlaskClient, address: str) -> dict[str, Any]:
    """Open a form and write into it."""
    return filled(read(client.get(address))) | {"account": WORDS}


def keepers(organisation: Organisation) -> set[str]:
    """Return who has a copy of what was kept, as the cast calls them."""
    names = {id_: name for name, id_ in organisation.ids.items()}
    return {names[row.staff_id] for row in drafts(organisation)}


def take_off(organisation: Organisation, case_id: UUID, name: str) -> None:
    """End somebody's work on a case."""
    with organisation.writing("supervisor") as work:
        query = select(Assignment.id).where(
            Assignment.case_id == case_id, Assignment.staff_id == organisation.ids[name]
        )
        end_assignment(work, case_id, work.session.scalars(query).one())


def test_words_are_kept_for_the_writer_and_supervision_when_an_assignment_ends(lived: LivedIn) -> None:
    organisation, case_id = lived.organisation, lived.ids["case_id"]
    address = f"/cases/{case_id}/notes/new"
    client = organisation.client("caseworker")
    form = begun(client, address)
    take_off(organisation, case_id, "caseworker")

    answer = client.post(address, data=form)

    assert answer.status_code == 404
    assert "What you had written is kept for you for a day." in answer.text
    assert "The supervisors of its base have it too" in answer.text
    assert keepers(organisation) == {"caseworker", "supervisor", "supervisor2"}
    for name in ("caseworker", "supervisor"):
        reader = organisation.client(name)
        link = read(reader.get("/today")).find("a", string="Go on with it")
        assert link is not None
        page = read(reader.get(str(link["href"])))
        assert WORDS in page.text
        assert form["record_id"] not in page.text
    (kept,) = [row.id for row in drafts(organisation) if row.staff_id == organisation.ids["supervisor"]]
    assert client.get(f"/account/kept/{kept}").status_code == 404
    assert WORDS not in answer.text


def test_an_address_somebody_guessed_keeps_nothing_and_tells_nothing(lived: LivedIn) -> None:
    organisation, case_id = lived.organisation, lived.ids["case_id"]
    client = organisation.client("othercaseworker")
    token = filled(read(client.get("/account/password")))["csrf_token"]
    answers = [
        client.post(f"/cases/{id_}/notes/new", data={"csrf_token": token, "account": WORDS})
        for id_ in (case_id, "5e6f6f0e-0000-4000-8000-000000000000")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert drafts(organisation) == []
    assert all("kept" not in answer.text for answer in answers)


def test_a_form_kept_when_a_session_ended_is_read_after_the_access_ended_too(lived: LivedIn) -> None:
    organisation, case_id = lived.organisation, lived.ids["case_id"]
    address = f"/cases/{case_id}/notes/new"
    client = organisation.client("caseworker")
    form = begun(client, address)
    sign_out(client)
    client.post(address, data=form)
    take_off(organisation, case_id, "caseworker")
    sign_in(client, "caseworker")

    link = read(client.get("/today")).find("a", string="Go on with it")
    assert link is not None
    answer = client.get(str(link["href"]))

    assert answer.status_code == 302
    assert WORDS in read(client.get(answer.location)).text


def test_a_meeting_sent_after_its_shift_was_over_for_a_day_is_kept(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    ended(organisation, shift_id)
    organisation.clock.move(timedelta(hours=23, minutes=50))
    client = organisation.client("field")
    address = f"/outreach/shifts/{shift_id}/encounters/new"
    form = filled(read(client.get(address))) | {"words": WORDS, "place_words": "by the steps"}
    form |= {"children-0-sex": "male"}
    organisation.clock.move(timedelta(minutes=11))

    answer = client.post(address, data=form)

    assert answer.status_code == 409
    assert keepers(organisation) == {"field", "supervisor", "supervisor2"}
    link = read(organisation.client("supervisor").get("/today")).find("a", string="Go on with it")
    assert link is not None
    page = read(organisation.client("supervisor").get(str(link["href"])))
    assert WORDS in page.text
    assert [each.text for each in page.select("main bdi") if each.text.lower() == "male"] == ["Male"]
    assert "Go on with it" not in page.text


def become(organisation: Organisation, name: str, role: Role, base_id: UUID) -> None:
    """Give somebody another role, or another base."""
    with organisation.writing("director") as work:
        version = mark_of(work, account(work, organisation.ids[name]))
        change_role(work, organisation.ids[name], RoleInput(role, base_id), version=version)


@pytest.mark.parametrize(
    ("role", "base_id"),
    [(Role.CASEWORKER, HILLSIDE), (Role.FIELD, RIVERSIDE)],
    ids=["another base", "another role"],
)
def test_words_are_kept_when_role_or_base_changed_while_somebody_wrote(
    lived: LivedIn, role: Role, base_id: UUID
) -> None:
    organisation, case_id = lived.organisation, lived.ids["case_id"]
    address = f"/cases/{case_id}/notes/new"
    client = organisation.client("caseworker")
    form = begun(client, address)
    become(organisation, "caseworker", role, base_id)

    answer = client.post(address, data=form)

    assert answer.status_code in (403, 404)
    assert "What you had written is kept for you for a day." in answer.text
    assert keepers(organisation) == {"caseworker", "supervisor", "supervisor2"}
    for name in ("caseworker", "supervisor"):
        reader = organisation.client(name)
        link = read(reader.get("/today")).find("a", string="Go on with it")
        assert link is not None, name
        assert WORDS in read(reader.get(str(link["href"]))).text
    assert WORDS not in organisation.client("othersupervisor").get("/today").text
