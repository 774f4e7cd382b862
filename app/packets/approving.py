"""Approves the frozen snapshot: a supervisor, then a director, neither of whom wrote in it, nobody twice."""

from dataclasses import replace
from uuid import UUID, uuid4

from app.foundation.errors import Conflict, NotAllowedNow, Refused
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.documents import ApprovedAs, SealedApproval
from app.packets.length import is_too_long
from app.packets.loading import (
    OpenPacket,
    PacketToChange,
    frozen_contents,
    hands_of,
    lock_packet,
    signed_approval,
)
from app.packets.separation import why_not_approve
from app.packets.vouching import sign_release
from app.unit_of_work import UnitOfWork
from models.referral_packet import PacketApproval

_APPROVES_AS = {Role.SUPERVISOR: ApprovedAs.SUPERVISOR, Role.DIRECTOR: ApprovedAs.DIRECTOR}
_NEXT = {ApprovedAs.SUPERVISOR: PacketState.APPROVED, ApprovedAs.DIRECTOR: PacketState.RELEASED}


def approve_packet(work: UnitOfWork, packet_id: UUID, *, digest: str, version: int) -> PacketState:
    """Approve the snapshot whose hash the page showed. Returns the packet's new state.

    The approval is written twice: as a row, and signed by the approver into the sealed snapshot. So neither a row nor
    the packet's drafter can approve anything. Raises Refused, NotVisible, Conflict when there is another snapshot by
    now, or NotAllowedNow with `packet-not-submitted`, `packet-own-draft`, `packet-approved-by-you`,
    `packet-supervisor-first` or `packet-approved-already`.
    """
    packet = lock_packet(work, packet_id, Permission.PACKET_APPROVE, version=version)
    approved_as = capacity(work)
    if packet.frozen.digest != digest:
        raise Conflict(record=packet_id)
    reason = why_not(work, packet, approved_as)
    if reason:
        raise NotAllowedNow(reason)
    approval = SealedApproval(uuid4(), work.person.id, approved_as, work.now)
    state = _put_down(work, packet, signed_approval(work, packet, approval))
    work.record(
        "packet.approved" if approved_as is ApprovedAs.SUPERVISOR else "packet.released",
        subjects=packet.subjects,
        folders=[packet.folder.id],
        base_id=packet.row.base_id,
        snapshot=digest,
        number=packet.row.number,
        version=packet.row.number_version,
    )
    return state


def _put_down(work: UnitOfWork, packet: PacketToChange, approval: SealedApproval) -> PacketState:
    """Write an approval in both places. Returns the packet's new state."""
    row, snapshot, state = packet.row, packet.frozen, _NEXT[approval.approved_as]
    packet.folder.write(row, replace(snapshot, approvals=(*packet.approvals, approval)))
    row.state = state.value
    if state is PacketState.RELEASED:
        sign_release(work, packet.folder, row)
    packet.folder.write(
        PacketApproval(
            id=approval.id,
            packet_id=row.id,
            snapshot_hash=snapshot.digest,
            approved_as=approval.approved_as.value,
            approved_by=approval.by,
            approved_at=approval.at,
        )
    )
    work.session.flush()
    return state


def capacity(work: UnitOfWork) -> ApprovedAs:
    """Return the role in which the person would approve. Raises Refused for a role that cannot approve."""
    if work.person.role not in _APPROVES_AS:
        raise Refused(Permission.PACKET_APPROVE.value)
    return _APPROVES_AS[work.person.role]


def why_not(work: UnitOfWork, packet: OpenPacket, approved_as: ApprovedAs) -> str | None:
    """Return the code of the reason why this person cannot approve the packet now; None when they can."""
    if packet.state not in (PacketState.SUBMITTED, PacketState.APPROVED):
        return "packet-withdrawn" if packet.state is PacketState.WITHDRAWN else "packet-approved-already"
    if is_too_long(frozen_contents(packet.frozen)):
        return "packet-too-long"
    return why_not_approve(hands_of(packet), work.person.id, approved_as)
