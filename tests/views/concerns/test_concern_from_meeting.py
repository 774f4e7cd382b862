"""A meeting that should be told: its concern begins with what the meeting says, and its page knows it was told."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from app.concerns.triage import acknowledge
from app.foundation.vocabulary.age_bands import AgeBand
from app.foundation.vocabulary.company import Company
from app.foundation.vocabulary.sexes import Sex
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place
from tests.support.concerns import WORDS, new_concern, post
from tests.support.organisation import Organisation
from tests.support.outreach import child_of, met_on, shift_of, typed
from tests.support.pages import filled, read

RED_SHIRT = ChildDescription(Sex.MALE, AgeBand.FROM_6_TO_12, "red shirt")
ACCOUNT = Account(Place("12", "night market gate"), (Company.UNKNOWN_ADULT,), "a woman in yellow")


@pytest.fixture
def encounter_id(organisation: Organisation) -> UUID:
    """A meeting marked Now, with a child nobody knows and an adult nobody knows."""
    what = typed(organisation, account=ACCOUNT, urgency=Urgency.NOW, children=(MetChildInput(RED_SHIRT),))
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


def test_the_known_child_of_a_meeting_with_one_is_chosen_for_the_concern(organisation: Organisation) -> None:
    known = child_of(organisation)
    what = typed(organisation, children=(MetChildInput(child_id=known),))
    encounter_id = met_on(organisation, shift_of(organisation, team=("field",)), what)

    assert form_of(organisation, "field", encounter_id)["child_id"] == [str(known)]


def test_the_known_child_among_several_is_offered_and_not_chosen(organisation: Organisation) -> None:
    known = child_of(organisation)
    what = typed(organisation, count=2, children=(MetChildInput(child_id=known), MetChildInput(RED_SHIRT)))
    encounter_id = met_on(organisation, shift_of(organisation, team=("field",)), what)
    page = read(organisation.client("field").get(f"/concerns/new?encounter={encounter_id}"))

    assert page.select(f'[name="child_id"][value="{known}"]')
    assert filled(page)["child_id"] == [""]
    assert filled(page)["look_for"] == ""


def meeting(organisation: Organisation, name: str, encounter_id: UUID) -> BeautifulSoup:
    """Open the meeting's page."""
    return read(organisation.client(name).get(f"/outreach/encounters/{encounter_id}"))


def test_a_meeting_that_was_told_says_so_and_whether_it_was_received(
    organisation: Organisation, encounter_id: UUID
) -> None:
    assert "NOT a report yet" in meeting(organisation, "field", encounter_id).text
    posted = post(organisation, new=new_concern(Urgency.NOW, encounter_id=encounter_id))
    waiting = meeting(organisation, "field", encounter_id)
    with organisation.writing("supervisor") as work:
        acknowledge(work, posted.id)
    received = meeting(organisation, "field", encounter_id)

    for page in (waiting, received):
        assert "RV-C-0001" in page.text
        assert "nobody is told" not in page.text
        assert page.select(f'main a[href="/concerns/{posted.id}"]')
    assert "Nobody has received it yet" in waiting.text
    assert waiting.select('main a[href^="tel:"]')
    assert "received, acting" in received.text
    assert not received.select('main a[href^="tel:"]')


def test_a_teammate_sees_that_it_was_told_and_no_way_into_it(
    organisation: Organisation, encounter_id: UUID
) -> None:
    posted = post(organisation, by="supervisor", new=new_concern(encounter_id=encounter_id))
    page = meeting(organisation, "field", encounter_id)

    assert "RV-C-0001" in page.text
    assert WORDS not in page.text
    assert not page.select(f'a[href*="{posted.id}"]')
