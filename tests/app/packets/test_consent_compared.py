"""What a packet prints of consent stands while it leaves: for every recipient, field by field."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from app.consent.documents import Withholding
from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.packets.changes import Change, ChangeKind
from app.packets.drafting import begin_packet, set_switches
from app.packets.fields import field_switches
from app.packets.grounds import ground_of
from app.packets.marks import switched_off
from app.packets.recipients import UnitInput
from app.packets.snapshots import full_contents
from tests.support.consents import consent_in, new_consent, override_in, take_back
from tests.support.organisation import Organisation
from tests.support.packets import (
    PacketCase,
    approve,
    drafted,
    exported,
    new_packet,
    opened,
    order_for,
    page_of,
    submitted,
    told_case,
    version_of,
)

pytestmark = pytest.mark.usefixtures("quick")

RITH = Withholding(SharedWith.FAMILY, "Uncle Rith", "he took the money")


def withheld(organisation: Organisation, packet_id: UUID, key: str) -> None:
    """Hold one more field back."""
    draft = opened(organisation, packet_id).draft
    with organisation.writing("caseworker") as work:
        case = opened(organisation, packet_id).case
        full = full_contents(draft, ground_of(work, case, draft.recipients))
        kept = {one.key for one in field_switches(full)} - switched_off(draft, full) - {key}
        set_switches(work, packet_id, kept, version=version_of(organisation, packet_id))


def release(organisation: Organisation, packet_id: UUID) -> UUID:
    """Bring a draft through both approvals."""
    submitted(organisation, packet_id)
    approve(organisation, packet_id, by="supervisor")
    return approve(organisation, packet_id, by="director")


def changes(organisation: Organisation, packet_id: UUID) -> tuple[Change, ...]:
    """Return what a director is shown."""
    return page_of(organisation, packet_id).comparison.changes


def refuses_export(organisation: Organisation, packet_id: UUID) -> None:
    """Check that no file is made."""
    with pytest.raises(NotAllowedNow, match="packet-grounds-changed"):
        exported(organisation, packet_id)


def new_withholding(organisation: Organisation, case: PacketCase) -> None:
    """Write down, in a consent to nothing, that somebody must not be told."""
    organisation.clock.move(timedelta(minutes=1))
    consent_in(organisation, case.case_id, new_consent(shared_with=(), withheld=(RITH,)))


def test_what_was_withdrawn_for_one_recipient_is_printed_for_none(
    organisation: Organisation, case: PacketCase
) -> None:
    other = new_consent(given_by="Aunt", shared_with=(SharedWith.SERVICE,), given_on=date(2026, 10, 30))
    consent = consent_in(organisation, case.case_id, other)
    new = replace(
        new_packet(case.case_id), typed_units=(UnitInput("Riverside clinic", kind=SharedWith.SERVICE),)
    )
    with organisation.writing("caseworker") as work:
        packet_id = begin_packet(work, new)
    release(organisation, packet_id)
    take_back(organisation, case.case_id, consent)

    (change,) = changes(organisation, packet_id)
    assert (change.kind, change.stops, change.may_be_refused) == (ChangeKind.GONE, True, False)
    assert "Aunt" in change.before
    with pytest.raises(NotAllowedNow, match="packet-grounds-changed"):
        exported(organisation, packet_id, order_for(organisation, packet_id, number=0))


@pytest.mark.parametrize("key", ["", "grounds.1.given_by", "grounds.1.given_on", "grounds.1.limits"])
def test_somebody_new_who_must_not_be_told_stops_it_whatever_else_is_withheld(
    organisation: Organisation, case: PacketCase, key: str
) -> None:
    packet_id = drafted(organisation, case.case_id)
    withheld(organisation, packet_id, key)
    release(organisation, packet_id)
    assert changes(organisation, packet_id) == ()
    new_withholding(organisation, case)

    (change,) = changes(organisation, packet_id)
    assert (change.key, change.stops, change.may_be_refused) == ("grounds.1.limits", True, False)
    assert "not to be told: Uncle Rith" in change.after
    refuses_export(organisation, packet_id)


def test_a_newer_consent_beside_the_one_that_stands_is_shown_as_new(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = drafted(organisation, case.case_id)
    withheld(organisation, packet_id, "grounds.1.given_on")
    release(organisation, packet_id)
    consent_in(organisation, case.case_id, new_consent(given_by="Aunt"))

    (change,) = changes(organisation, packet_id)
    assert (change.kind, change.stops) == (ChangeKind.NEW, False)
    assert "Aunt" in change.after
    assert not page_of(organisation, packet_id).comparison.is_nothing_new
    exported(organisation, packet_id)


def test_without_consent_too_somebody_new_who_must_not_be_told_stops_it(organisation: Organisation) -> None:
    case = told_case(organisation, with_consent="no")
    override_in(organisation, case.case_id)
    packet_id = release(organisation, drafted(organisation, case.case_id))
    assert changes(organisation, packet_id) == ()
    new_withholding(organisation, case)

    (change,) = changes(organisation, packet_id)
    assert (change.key, change.stops) == ("grounds.lawful_reason", True)
    refuses_export(organisation, packet_id)
