"""Whoever may approve sharing without consent reads on Today that somebody waits for it, by code only."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.access.proven_cases import codes_of_cases
from app.consent.recording import OVERRIDE_ASKED, approve_override, ask_to_override
from app.consent.today import overrides_to_approve
from app.mistakes.marking import MarkInput, mark_mistaken
from app.today.page import today_page
from tests.support.consents import consent_in, new_override, override_in, take_back
from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import Organisation
from tests.support.tampering import forge_event, recorded


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case that `caseworker` is assigned to."""
    return case_of(organisation, child_of(organisation))


def waiting(organisation: Organisation, name: str) -> list[str]:
    """Return the codes that wait for a cast member."""
    with organisation.reading(name) as work:
        return [item.code for item in overrides_to_approve(work)]


def test_it_waits_for_those_who_may_approve_it_and_for_nobody_else(
    organisation: Organisation, case_id: UUID
) -> None:
    consent_in(organisation, case_id)
    override_in(organisation, case_id, approved_by=None)
    with organisation.reading("supervisor") as work:
        code = codes_of_cases(work, [case_id])[case_id]

    found = {name: waiting(organisation, name) for name in organisation.ids if name != "disabled"}

    approvers = {"supervisor", "supervisor2", "director", "director2"}
    assert {name for name, codes in found.items() if codes} == approvers
    assert all(found[name] == [code] for name in approvers)


def test_it_stands_on_today_and_nothing_is_opened_for_it(organisation: Organisation, case_id: UUID) -> None:
    override_in(organisation, case_id, approved_by=None)
    organisation.clock.move(timedelta(days=2))
    before = len(recorded(organisation, "opened") + recorded(organisation, "listed"))

    with organisation.reading("supervisor2") as work:
        items = [item for item in today_page(work).waiting if item.kind == "consent"]
        assert [item.record_id for item in items] == [case_id]

    assert len(recorded(organisation, "opened") + recorded(organisation, "listed")) == before


@pytest.mark.parametrize(
    "end", ["approved", "taken back", "written by mistake", "case closed", "asked by oneself"]
)
def test_it_waits_no_longer(organisation: Organisation, case_id: UUID, end: str) -> None:
    asker = "supervisor" if end == "asked by oneself" else "caseworker"
    new = new_override()
    with organisation.writing(asker) as work:
        ask_to_override(work, case_id, new)
    assert len(waiting(organisation, "supervisor2")) == 1

    if end == "approved":
        with organisation.writing("supervisor") as work:
            approve_override(work, new.id, version=1)
    elif end == "taken back":
        take_back(organisation, case_id, new.id)
    elif end == "written by mistake":
        with organisation.writing("caseworker") as work:
            mark_mistaken(work, "consent", new.id, MarkInput(uuid4(), "It was for another child."))
    elif end == "case closed":
        put_at(organisation, case_id, "closed")

    assert waiting(organisation, "supervisor") == []


def test_no_event_that_nobody_chained_makes_a_consent_wait(organisation: Organisation, case_id: UUID) -> None:
    consent = consent_in(organisation, case_id)
    forge_event(organisation, OVERRIDE_ASKED, consent)

    assert waiting(organisation, "supervisor") == []
