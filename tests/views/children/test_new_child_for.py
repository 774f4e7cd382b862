"""A child without a record: from the concern or the meeting to a new record, and back to link it."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from app.foundation.vocabulary.sexes import Sex
from app.outreach.documents import ChildDescription, MetChildInput
from models.concern import Concern
from models.encounter import EncounterChild
from tests.support.concerns import OBSERVED, new_concern, post
from tests.support.organisation import Organisation
from tests.support.outreach import child_of, met_on, shift_of, typed
from tests.support.pages import filled, read, send

RED_SHIRT = ChildDescription(sex=Sex.MALE, words="red shirt")


@pytest.fixture
def encounter_id(organisation: Organisation) -> UUID:
    """A meeting with one child nobody knows."""
    what = typed(organisation, children=(MetChildInput(RED_SHIRT),))
    return met_on(organisation, shift_of(organisation, team=("field",)), what)


def concern_of(organisation: Organisation, encounter_id: UUID | None = None) -> UUID:
    """Post a concern about a child described in words."""
    observed = replace(OBSERVED, child_words="boy, red shirt")
    return post(organisation, new=new_concern(encounter_id=encounter_id, observed=observed)).id


def rows(organisation: Organisation) -> list[EncounterChild]:
    """Return every child of every meeting."""
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(EncounterChild)))


def child_named(organisation: Organisation, concern_id: UUID) -> UUID | None:
    """Return the child that a concern is linked to."""
    with organisation.server.store.reading() as session:
        return session.get_one(Concern, concern_id).child_id


def test_from_a_concern_a_new_child_is_written_down_and_linked(organisation: Organisation) -> None:
    concern_id = concern_of(organisation)
    client = organisation.client("supervisor")
    address = f"/concerns/{concern_id}/child"
    looked = read(send(client, address, {"look_for": "Zzyzx", "press_then": "find"}))
    (way,) = looked.select('main a[href^="/children/new"]')

    assert filled(read(client.get(str(way["href"]))))["appearance"] == "boy, red shirt"
    made = send(client, str(way["href"]))
    assert made.location.startswith(f"{address}?child=")
    assert send(client, made.location).status_code == 303
    assert child_named(organisation, concern_id) is not None


def test_from_a_meeting_a_new_child_is_written_down_and_linked(
    organisation: Organisation, encounter_id: UUID
) -> None:
    client = organisation.client("supervisor")
    (row,) = rows(organisation)
    address = f"/outreach/encounters/{encounter_id}/children/{row.id}/link"
    (way,) = read(client.get(address)).select('main a[href^="/children/new"]')

    begun = filled(read(client.get(str(way["href"]))))
    assert "red shirt" in begun["appearance"]
    assert begun["sex"] in ("male", ["male"])
    made = send(client, str(way["href"]))
    assert made.location.startswith(f"{address}?child=")
    assert send(client, made.location, action="/record").status_code == 303
    assert rows(organisation)[0].child_id is not None


def test_the_form_of_a_new_child_takes_no_word_from_what_one_cannot_open(
    organisation: Organisation, encounter_id: UUID
) -> None:
    concern_id, (row,) = concern_of(organisation), rows(organisation)

    for name, asked in (
        ("field", f"concern={concern_id}"),
        ("field2", f"encounter={encounter_id}&row={row.id}"),
    ):
        begun = filled(read(organisation.client(name).get(f"/children/new?{asked}")))
        assert begun["appearance"] == ""


@pytest.mark.parametrize("is_ticked", [True, False])
def test_the_child_of_the_meeting_is_linked_with_the_concern_if_the_box_stays_ticked(
    organisation: Organisation, encounter_id: UUID, is_ticked: bool
) -> None:
    concern_id = concern_of(organisation, encounter_id)
    client = organisation.client("supervisor")
    made = send(client, f"/children/new?concern={concern_id}")
    form = filled(read(client.get(made.location)))
    assert form["meeting_too"]
    if not is_ticked:
        del form["meeting_too"]

    assert client.post(made.location, data=form).status_code == 303
    child_id = child_named(organisation, concern_id)
    assert child_id is not None
    assert rows(organisation)[0].child_id == (child_id if is_ticked else None)


def test_no_box_is_shown_when_two_children_of_the_meeting_are_unknown(organisation: Organisation) -> None:
    encounter_id = met_on(organisation, shift_of(organisation, team=("field",)), typed(organisation, count=2))
    concern_id = concern_of(organisation, encounter_id)

    page = read(organisation.client("supervisor").get(f"/concerns/{concern_id}/child"))
    assert not page.select('[name="meeting_too"]')


def test_the_box_is_not_ticked_when_the_concern_names_another_child(
    organisation: Organisation, encounter_id: UUID
) -> None:
    observed = replace(OBSERVED, child_words="boy, red shirt")
    new = replace(new_concern(encounter_id=encounter_id, observed=observed), child_id=child_of(organisation))
    concern_id = post(organisation, new=new).id

    page = read(organisation.client("supervisor").get(f"/concerns/{concern_id}/child"))
    assert page.select('[name="meeting_too"]')
    assert "meeting_too" not in filled(page)
