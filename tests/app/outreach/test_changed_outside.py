"""Meetings and children that were changed outside are told apart, and the rest stands."""

import pytest
from sqlalchemy import select

from app.foundation.errors import WillNotOpen
from app.outreach.shift_page import shift_page
from app.outreach.writing_page import correcting_page
from models.audit_event import AuditEvent
from models.encounter import Encounter, EncounterChild
from tests.support.organisation import Organisation
from tests.support.outreach import change, met_on, read, rows_of, shift_of, typed
from tests.support.tampering import flip, put


def refusals(organisation: Organisation) -> int:
    """Return how many sealed values were refused so far."""
    with organisation.server.store.reading() as session:
        return len(session.scalars(select(AuditEvent.seq).where(AuditEvent.action == "seal.refused")).all())


def test_a_meeting_that_was_changed_outside_is_told_apart_and_the_others_stand(
    organisation: Organisation,
) -> None:
    shift_id = shift_of(organisation)
    broken, whole = met_on(organisation, shift_id), met_on(organisation, shift_id)
    flip(organisation, Encounter, "account", broken)

    with organisation.reading("field") as work:
        accounts = {met.id: met.account for met in shift_page(work, shift_id, page=1).met}
    assert accounts[broken] is None
    assert accounts[whole] is not None
    assert refusals(organisation) == 1
    assert read(organisation, broken).met.account is None


def test_a_child_that_was_changed_outside_is_told_apart_and_nothing_is_put_over_it(
    organisation: Organisation,
) -> None:
    shift_id = shift_of(organisation)
    encounter_id = met_on(organisation, shift_id, typed(organisation, count=2))
    broken = rows_of(organisation, encounter_id)[0].row_id
    assert broken is not None
    flip(organisation, EncounterChild, "description", broken)

    page = read(organisation, encounter_id)
    assert page.met.account is not None
    assert [child.description is None for child in page.met.children].count(True) == 1
    with organisation.writing("field") as work, pytest.raises(WillNotOpen):
        correcting_page(work, encounter_id)
    with pytest.raises(WillNotOpen):
        change(organisation, encounter_id, typed(organisation, count=2))


def test_a_value_moved_to_another_meeting_does_not_open(organisation: Organisation) -> None:
    shift_id = shift_of(organisation)
    one, other = met_on(organisation, shift_id), met_on(organisation, shift_id)
    with organisation.server.store.reading() as session:
        account = session.get_one(Encounter, one).account
    put(organisation, Encounter, other, account=account)

    assert read(organisation, other).met.account is None
    assert read(organisation, one).met.account is not None
