"""Attacks on three hands by whoever drafts a packet, holds its key, and may write to the database."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import delete

from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.documents import ApprovedAs, SealedApproval
from app.packets.exporting import why_not_now
from app.packets.listing import packets_page
from app.packets.loading import open_packet, signed_approval, to_change
from models.referral_packet import PacketApproval
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, approve, drafted, page_of, released, submitted
from tests.support.tampering import behind


def test_approvals_sealed_by_the_drafter_in_others_names_approve_nothing(
    told: tuple[Organisation, PacketCase],
) -> None:
    organisation, case = told
    packet_id = submitted(organisation, drafted(organisation, case.case_id))
    forged = tuple(
        SealedApproval(uuid4(), organisation.ids[name], ApprovedAs(name), organisation.clock.now())
        for name in ("supervisor", "director")
    )
    with organisation.writing("caseworker") as work:
        packet = to_change(work, open_packet(work, packet_id))
        own = tuple(signed_approval(work, packet, one) for one in forged)
        packet.folder.write(packet.row, replace(packet.frozen, approvals=own))
        packet.row.state = "released"
        for one in forged:
            row = PacketApproval(
                id=one.id,
                packet_id=packet_id,
                snapshot_hash=packet.frozen.digest,
                approved_as=one.approved_as.value,
                approved_by=one.by,
                approved_at=one.at,
            )
            packet.folder.write(row)

    with organisation.reading("director2") as work:
        seen = open_packet(work, packet_id)
        assert len(seen.frozen.approvals) == 2
        assert seen.approvals == ()
        assert seen.state is PacketState.SUBMITTED
        assert "packet-not-approved" in why_not_now(work, seen, ())


def test_a_signature_for_another_packet_approves_nothing(told: tuple[Organisation, PacketCase]) -> None:
    organisation, case = told
    with_it = submitted(organisation, drafted(organisation, case.case_id))
    without = submitted(organisation, drafted(organisation, case.case_id))
    approve(organisation, with_it, by="supervisor")
    with organisation.writing("caseworker") as work:
        given = open_packet(work, with_it).frozen.approvals
        packet = to_change(work, open_packet(work, without))
        packet.folder.write(packet.row, replace(packet.frozen, approvals=given))
        row = PacketApproval(
            id=uuid4(),
            packet_id=without,
            snapshot_hash=packet.frozen.digest,
            approved_as=given[0].approved_as.value,
            approved_by=given[0].by,
            approved_at=given[0].at,
        )
        packet.folder.write(row)

    with organisation.reading("director") as work:
        assert open_packet(work, without).approvals == ()


def test_whoever_began_a_packet_does_not_approve_it_though_it_names_another_writer(
    told: tuple[Organisation, PacketCase],
) -> None:
    organisation, case = told
    packet_id = drafted(organisation, case.case_id, by="supervisor")
    submitted(organisation, packet_id, by="supervisor")
    with organisation.writing("supervisor") as work:
        packet = to_change(work, open_packet(work, packet_id))
        other = (organisation.ids["caseworker"],)
        frozen = replace(packet.frozen, writers=other)
        packet.folder.write(packet.row, replace(packet.draft, writers=other), frozen)
        packet.row.snapshot_hash, packet.row.drafted_by = frozen.digest, other[0]

    with pytest.raises(NotAllowedNow, match="packet-own-draft"):
        approve(organisation, packet_id, by="supervisor")


@pytest.mark.parametrize("removed", list(ApprovedAs))
def test_a_packet_whose_approvals_were_removed_is_called_released_nowhere(
    told: tuple[Organisation, PacketCase], removed: ApprovedAs
) -> None:
    organisation, case = told
    packet_id = released(organisation, case.case_id)

    def listed() -> PacketState:
        with organisation.reading("director") as work:
            return next(line.state for line in packets_page(work).lines if line.id == packet_id)

    assert listed() is page_of(organisation, packet_id).state is PacketState.RELEASED
    with behind(organisation) as session:
        session.execute(delete(PacketApproval).where(PacketApproval.approved_as == removed.value))
    known = PacketState.SUBMITTED if removed is ApprovedAs.SUPERVISOR else PacketState.APPROVED
    assert listed() is page_of(organisation, packet_id).state is known
