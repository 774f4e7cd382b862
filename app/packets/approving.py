"""Approves the frozen snapshot: a supervisor, then a director, neither of whom wrote in it, nobody twice."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from app.foundation.errors import Conflict, NotAllowedNow, Refused
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.comparing import compared
from app.packets.documents import ApprovedAs, SealedApproval
from app.packets.grounds import ground_of
from app.packets.length import is_too_long
from app.packets.loading import (
    OpenPacket,
    PacketToChange,
    frozen_contents,
    hands_of,
    lock_packet,
    open_packet,
    saw_pages,
    sign_pages,
    signed_approval,
)
from app.packets.separation import changers_in, why_not_approve
from app.packets.told import stands_as_submitted
from app.packets.vouching import sign_release
from app.unit_of_work import UnitOfWork
from models.referral_packet import PacketApproval

_APPROVES_AS = {Role.SUPERVISOR: ApprovedAs.SUPERVISOR, Role.DIRECTOR: ApprovedAs.DIRECTOR}
_NEXT = {ApprovedAs.SUPERVISOR: PacketState.APPROVED, ApprovedAs.DIRECTOR: PacketState.RELEASED}


@dataclass(frozen=True)
class PagesSeen:
    """The pages of a snapshot that were put on the approver's screen, and those of them that they say they have read.

    `signature` was made, in their name, when the pages were drawn for them (`show_pages`): nobody can say it for them.
    """

    pages: int
    signature: str
    read: frozenset[int]

    @property
    def is_every_page(self) -> bool:
        """Whether none is left out."""
        return self.pages > 0 and self.read == frozenset(range(1, self.pages + 1))


def show_pages(work: UnitOfWork, packet_id: UUID, pages: int, *, digest: str) -> str:
    """Sign that all pages of this snapshot, so many, go onto this person's screen. Returns the signature.

    Raises NotVisible, Refused, or Conflict when there is another snapshot by now.
    """
    packet = open_packet(work, packet_id, Permission.PACKET_APPROVE)
    if packet.frozen.digest != digest:
        raise Conflict(record=packet_id)
    return sign_pages(work, packet, pages)


def approve_packet(
    work: UnitOfWork, packet_id: UUID, *, digest: str, seen: PagesSeen, version: int
) -> PacketState:
    """Approve the snapshot whose hash the page showed, of which every page was `seen`. Returns the new state.

    The approval is written twice: as a row, and signed by the approver into the sealed snapshot. So neither a row nor
    the packet's drafter can approve anything. Raises Refused, NotVisible, Conflict when there is another snapshot by
    now, or NotAllowedNow with `packet-not-submitted`, `packet-own-draft`, `packet-own-change`,
    `packet-approved-by-you`, `packet-supervisor-first`, `packet-approved-already`, `packet-pages-not-seen`,
    `packet-put-back`, or what `Comparison.reasons` says.
    """
    packet = lock_packet(work, packet_id, Permission.PACKET_APPROVE, version=version)
    approved_as = capacity(work)
    if packet.frozen.digest != digest:
        raise Conflict(record=packet_id)
    reason = why_not(work, packet, approved_as)
    if reason:
        raise NotAllowedNow(reason)
    approval = _approval(work, packet, approved_as, seen)
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


def _approval(
    work: UnitOfWork, packet: OpenPacket, approved_as: ApprovedAs, seen: PagesSeen
) -> SealedApproval:
    """Return the approval of what says what its records say, and was seen. Raises NotAllowedNow."""
    found = compared(work, packet, ground_of(work, packet.case, packet.frozen.recipients))
    if found.reasons:
        raise NotAllowedNow(*found.reasons)
    approval = SealedApproval(
        uuid4(),
        work.person.id,
        approved_as,
        work.now,
        pages=seen.pages,
        seen=seen.signature,
        saw=tuple(change.mark for change in found.changes),
    )
    if not seen.is_every_page or not saw_pages(work, packet, approval):
        raise NotAllowedNow("packet-pages-not-seen")
    return approval


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
    contents = frozen_contents(packet.frozen)
    if is_too_long(contents):
        return "packet-too-long"
    if work.person.worker_code in changers_in(contents):
        return "packet-own-change"
    reason = why_not_approve(hands_of(packet), work.person.id, approved_as)
    is_newest = stands_as_submitted(work.session, packet.row.id, packet.frozen.digest)
    return reason or (None if is_newest else "packet-put-back")
