"""How far packets have come, by the approvals that are there, for lists that open nothing."""

from collections.abc import Sequence
from uuid import UUID

from app.access.scope import scoped
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.documents import ApprovedAs
from app.unit_of_work import UnitOfWork
from models.referral_packet import PacketApproval, ReferralPacket

_BY_APPROVALS = (PacketState.SUBMITTED, PacketState.APPROVED, PacketState.RELEASED)
"""The states that only hold with their approvals."""


def known_states(work: UnitOfWork, packets: Sequence[ReferralPacket]) -> dict[UUID, PacketState]:
    """Return how far each of these packets has come, by its id, as its page says it.

    A row says so for all to filter by. Without the approvals of what is frozen now, it is not believed.
    """
    given = _given(work, packets)
    return {
        packet.id: _known(PacketState(packet.state), given.get((packet.id, packet.snapshot_hash), set()))
        for packet in packets
    }


def _known(stored: PacketState, given: set[ApprovedAs]) -> PacketState:
    if stored not in _BY_APPROVALS:
        return stored
    if ApprovedAs.SUPERVISOR not in given:
        return PacketState.SUBMITTED
    return PacketState.RELEASED if ApprovedAs.DIRECTOR in given else PacketState.APPROVED


def _given(
    work: UnitOfWork, packets: Sequence[ReferralPacket]
) -> dict[tuple[UUID, str | None], set[ApprovedAs]]:
    """Return as what the snapshots of these packets were approved. The packet's own tag proves what it claims by it."""
    query = scoped(work, PacketApproval, Permission.PACKET_READ).where(
        PacketApproval.packet_id.in_([packet.id for packet in packets]), PacketApproval.voided_at.is_(None)
    )
    found: dict[tuple[UUID, str | None], set[ApprovedAs]] = {}
    for row in work.session.scalars(query).all() if packets else ():
        found.setdefault((row.packet_id, row.snapshot_hash), set()).add(ApprovedAs(row.approved_as))
    return found
