"""Attacks on three hands by whoever drafts a packet, holds its key, and may write to the database."""

from dataclasses import replace
from uuid import uuid4

import pytest

from app.foundation.errors import NotAllowedNow
from app.packets.documents import ApprovedAs, SealedApproval
from app.packets.exporting import why_not_now
from app.packets.opening import approvals_of, open_packet, signed_approval, to_change
from models.referral_packet import PacketApproval
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, approve, drafted, submitted


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
        packet.row.snapshot = packet.folder.seal(replace(packet.frozen, approvals=own), packet_id)
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
            work.session.add(row)

    with organisation.reading("director2") as work:
        seen = open_packet(work, packet_id)
        assert len(seen.frozen.approvals) == 2
        assert approvals_of(work, seen) == []
        assert "packet-not-approved" in why_not_now(work, seen, ())


def test_a_signature_for_another_packet_approves_nothing(told: tuple[Organisation, PacketCase]) -> None:
    organisation, case = told
    with_it = submitted(organisation, drafted(organisation, case.case_id))
    without = submitted(organisation, drafted(organisation, case.case_id))
    approve(organisation, with_it, by="supervisor")
    with organisation.writing("caseworker") as work:
        given = open_packet(work, with_it).frozen.approvals
        packet = to_change(work, open_packet(work, without))
        packet.row.snapshot = packet.folder.seal(replace(packet.frozen, approvals=given), without)
        row = work.session.get_one(PacketApproval, given[0].id)
        row.packet_id, row.snapshot_hash = without, packet.frozen.digest

    with organisation.reading("director") as work:
        assert approvals_of(work, open_packet(work, without)) == []


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
        packet.row.draft = packet.folder.seal(replace(packet.draft, writers=other), packet_id)
        packet.row.snapshot = packet.folder.seal(frozen, packet_id)
        packet.row.snapshot_hash, packet.row.drafted_by = frozen.digest, other[0]

    with pytest.raises(NotAllowedNow, match="packet-own-draft"):
        approve(organisation, packet_id, by="supervisor")
