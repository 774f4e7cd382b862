"""A meeting that should be told: its concern begins with what the meeting says."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.foundation.vocabulary.age_bands import AgeBand
from app.foundation.vocabulary.company import Company
from app.foundation.vocabulary.sexes import Sex
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.documents import Account, ChildDescription, Place, TypedChild
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, shift_of, typed
from tests.support.pages import filled, read

RED_SHIRT = ChildDescription(Sex.MALE, AgeBand.FROM_6_TO_12, "red shirt")
ACCOUNT = Account(Place("12", "night market gate"), (Company.UNKNOWN_ADULT,), "a woman in yellow")


@pytest.fixture
def encounter_id(organisation: Organisation) -> UUID:
    """A meeting marked Now, with a child nobody knows and an adult nobody knows."""
    what = typed(organisation, account=ACCOUNT, urgency=Urgency.NOW, children=(TypedChild(RED_SHIRT),))
    return met_on(organisation, shift_of(organisation, team=("field",)), what)


def form_of(organisation: Organisation, name: str, encounter_id: UUID) -> dict[str, Any]:
    """Return what the form of a concern about the meeting begins with."""
    return filled(read(organisation.client(name).get(f"/concerns/new?encounter={encounter_id}")))


@pytest.mark.parametrize("name", ["field", "supervisor"])
def test_a_concern_begins_with_what_its_meeting_says(
    organisation: Organisation, encounter_id: UUID, name: str
) -> None:
    organisation.clock.move(timedelta(minutes=20))
    begun = form_of(organisation, name, encounter_id)

    assert begun["urgency"] == ["now"]
    assert begun["place"] == "night market gate, Phnom Penh"
    assert (begun["seen_on"], begun["seen_at"]) == ("2026-11-02", "09:00")
    assert "red shirt" in begun["child_words"]
    assert begun["involved"] == "An adult we do not know; a woman in yellow"
    assert begun["encounter_id"] == str(encounter_id)


@pytest.mark.parametrize("name", ["field2", "otherfield"])
def test_nothing_of_a_meeting_comes_to_somebody_who_cannot_open_it(
    organisation: Organisation, encounter_id: UUID, name: str
) -> None:
    begun = form_of(organisation, name, encounter_id)

    assert begun["urgency"] == ["high"]
    assert {begun["place"], begun["child_words"], begun["involved"]} == {""}
