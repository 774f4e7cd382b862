"""A date of birth or an age that is later than what is recorded of the child is asked about, naming that record."""

from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.cases.notes import NoteInput, add_note
from app.child_page.first_day import record_before_birth
from app.children.children import see_child
from app.children.documents import Age
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.mistakes.marking import MarkInput, mark_mistaken
from app.outreach.documents import MetChildInput
from models.case_note import CaseNote
from tests.support.cases import link_concern, record_home
from tests.support.consents import consent_in, new_consent
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, shift_of, typed
from tests.support.pages import filled, read
from tests.support.tampering import put

NOTE_DAY = date(2026, 3, 9)
LATER = Age(0, 0, date(2026, 11, 2), AgeBasis.DOCUMENT, born_on=date(2026, 6, 1))


@pytest.fixture
def child_id(organisation: Organisation) -> UUID:
    """A child of unknown age."""
    return child_of(organisation)


@pytest.fixture
def case_id(organisation: Organisation, child_id: UUID) -> UUID:
    """Their case."""
    return case_of(organisation, child_id)


def note(organisation: Organisation, case_id: UUID) -> UUID:
    """Write a note of a day in spring."""
    note_id = uuid4()
    with organisation.writing("caseworker") as work:
        what = NoteInput("She came.", MomentInput(NOTE_DAY, time(9)), EvidenceBasis.SEEN)
        add_note(work, case_id, note_id, what)
    return note_id


def asked(organisation: Organisation, child_id: UUID, age: Age = LATER, by: str = "caseworker") -> Any:
    """Return what somebody would be asked about that age: the day and the kind of the earliest record."""
    with organisation.reading(by) as work:
        first = record_before_birth(work, child_id, age)
    return (first.day, first.title) if first else None


def test_the_form_asks_and_names_the_earliest_record_and_takes_a_tick(
    organisation: Organisation, child_id: UUID, case_id: UUID
) -> None:
    note(organisation, case_id)
    client, address = organisation.client("caseworker"), f"/children/{child_id}/edit"
    form = filled(read(client.get(address)))
    assert "is_after_records" not in form
    form |= {"born_on": "2026-06-01", "age_basis": "document"}

    page = read(client.post(address, data=form), status=422)
    words = page.get_text(" ")
    assert "Note, 9 March 2026" in words
    assert page.find(id="is_after_records") is not None
    assert client.post(address, data=form | {"is_after_records": "y"}).status_code == 303
    with organisation.reading("caseworker") as work:
        profile = see_child(work, child_id).profile
    assert profile is not None
    assert profile.age is not None
    assert profile.age.born_on == date(2026, 6, 1)

    form = filled(read(client.get(address))) | {"appearance": "a scar"}
    assert client.post(address, data=form).status_code == 303, "an age that nobody touched is not asked about"


def test_years_are_asked_about_too(organisation: Organisation, child_id: UUID, case_id: UUID) -> None:
    with organisation.writing("caseworker") as work:
        what = NoteInput("She came.", MomentInput(date(2011, 3, 9), time(9)), EvidenceBasis.SEEN)
        add_note(work, case_id, uuid4(), what)
    client, address = organisation.client("caseworker"), f"/children/{child_id}/edit"

    form = filled(read(client.get(address))) | {"age_low": "8", "age_high": "9"}
    page = read(client.post(address, data=form), status=422)
    assert "Note, 9 March 2011" in page.get_text(" ")


def test_every_kind_of_dated_record_is_looked_at(
    organisation: Organisation, child_id: UUID, case_id: UUID
) -> None:
    today = date(2026, 11, 2)
    born_tomorrow = Age(0, 0, today, AgeBasis.DOCUMENT, born_on=date(2026, 11, 3))
    assert asked(organisation, child_id, born_tomorrow) == (today, "Written down")

    link_concern(organisation, case_id)
    consent_in(organisation, case_id, new_consent(given_on=date(2026, 5, 20)))
    assert asked(organisation, child_id) == (date(2026, 5, 20), "Consent")
    record_home(organisation, case_id, from_on=date(2026, 5, 10))
    assert asked(organisation, child_id) == (date(2026, 5, 10), "Home")
    note(organisation, case_id)
    assert asked(organisation, child_id) == (NOTE_DAY, "Note")
    children = (MetChildInput(child_id=child_id),)
    met_on(organisation, shift_of(organisation), typed(organisation, children=children))
    assert asked(organisation, child_id, born_tomorrow, by="field") == (today, "Met on night outreach")


def test_a_mistake_and_what_was_changed_outside_are_not_asked_about(
    organisation: Organisation, child_id: UUID, case_id: UUID
) -> None:
    note_id, other = note(organisation, case_id), note(organisation, case_id)
    with organisation.writing("caseworker") as work:
        mark_mistaken(work, "case_note", note_id, MarkInput(uuid4(), "another child"))
    assert asked(organisation, child_id) == (NOTE_DAY, "Note")
    put(organisation, CaseNote, other, written_by=organisation.ids["field"])

    assert asked(organisation, child_id) is None


def test_nobody_learns_of_what_they_do_not_reach(
    organisation: Organisation, child_id: UUID, case_id: UUID
) -> None:
    note(organisation, case_id)

    assert asked(organisation, child_id) == (NOTE_DAY, "Note")
    assert asked(organisation, child_id, by="field") is None
