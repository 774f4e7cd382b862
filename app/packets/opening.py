"""Loads a packet through its permission and opens what it holds; a snapshot that was exchanged is refused."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from app.access.scope import locked
from app.cases.reading import readable_case
from app.foundation.errors import Conflict, NotAllowedNow, WillNotOpen
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.folders import OpenFolder, open_folder, record_refusal
from app.keyring.own_words import are_words_of, once_stood_as, sign_words
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write
from app.packets.contents import PacketContents, contents_from_json
from app.packets.documents import (
    ApprovedAs,
    PacketDraft,
    PacketSnapshot,
    SealedApproval,
)
from app.packets.scopes import packets_reached, visible_packet
from app.packets.separation import Hands
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.referral_packet import PacketApproval, PacketFile, ReferralPacket

_APPROVAL = "packet approval"
_ROLES = {ApprovedAs.SUPERVISOR: Role.SUPERVISOR, ApprovedAs.DIRECTOR: Role.DIRECTOR}


@dataclass(frozen=True)
class OpenPacket:
    """A packet with everything this person may open of it. `snapshot` is there from submission on."""

    row: ReferralPacket
    case: Case
    folder: OpenFolder
    draft: PacketDraft
    snapshot: PacketSnapshot | None

    @property
    def state(self) -> PacketState:
        """How far it has come."""
        return PacketState(self.row.state)

    @property
    def frozen(self) -> PacketSnapshot:
        """What was submitted. Raises NotAllowedNow with `packet-not-submitted` while it is a draft."""
        if self.snapshot is None:
            raise NotAllowedNow("packet-not-submitted")
        return self.snapshot

    @property
    def subjects(self) -> list[UUID]:
        """The records an event about this packet names."""
        return [self.row.id, self.case.id, self.case.child_id]


@dataclass(frozen=True)
class PacketToChange(OpenPacket):
    """A packet that nobody else changes until this work ends."""

    folder: FolderToWrite


def open_packet(
    work: UnitOfWork, packet_id: UUID, permission: Permission = Permission.PACKET_READ
) -> OpenPacket:
    """Load and open a packet. Raises NotVisible, Refused, NoKey, or WillNotOpen when it was changed outside."""
    return _opened(work, visible_packet(work, packet_id, permission))


def lock_packet(work: UnitOfWork, packet_id: UUID, permission: Permission, *, version: int) -> PacketToChange:
    """Load a packet to change it, so that nobody else does until this work ends.

    Raises the same, and Conflict when it is not the version that the form showed.
    """
    visible_packet(work, packet_id, permission)
    query = packets_reached(work, permission).where(ReferralPacket.id == packet_id)
    row = work.session.scalars(locked(query)).one()
    if row.version != version:
        raise Conflict(record=packet_id, version=row.version)
    return to_change(work, _opened(work, row))


def to_change(work: UnitOfWork, packet: OpenPacket) -> PacketToChange:
    """Make a packet, whose row this work has locked, one that may be written to. Raises NoKey, KeyRefused."""
    folder = case_folder_to_write(work, FolderKind.PACKET, packet.row.folder_id, packet.case)
    return PacketToChange(packet.row, packet.case, folder, packet.draft, packet.snapshot)


def save(work: UnitOfWork) -> None:
    """Write what was changed. Raises Conflict when somebody else's change came in between."""
    try:
        work.session.flush()
    except StaleDataError:
        raise Conflict("packet") from None


def frozen_contents(snapshot: PacketSnapshot) -> PacketContents:
    """Return what was frozen."""
    return contents_from_json(snapshot.contents)


def hands_of(work: UnitOfWork, packet: OpenPacket) -> Hands:
    """Return everybody who had a hand in a packet: its writers by seal and row, and the approvals that stand.

    Whoever made its folder signed that they did, and began the packet.
    """
    snapshot = packet.snapshot
    writers = {
        packet.folder.row.bound_by,
        packet.row.drafted_by,
        *packet.draft.writers,
        *(snapshot.writers if snapshot else ()),
    }
    approved = [(one.by, one.approved_as) for one in approvals_of(work, packet)]
    return Hands(frozenset(writers), tuple(approved))


def approvals_of(work: UnitOfWork, packet: OpenPacket) -> list[SealedApproval]:
    """Return the approvals of what is frozen now: signed by the approver and standing in the database alike."""
    if packet.snapshot is None:
        return []
    query = select(PacketApproval).where(
        PacketApproval.packet_id == packet.row.id,
        PacketApproval.voided_at.is_(None),
        PacketApproval.snapshot_hash == packet.row.snapshot_hash,
    )
    rows = {
        SealedApproval(row.id, row.approved_by, ApprovedAs(row.approved_as), row.approved_at)
        for row in work.session.scalars(query)
    }
    sealed = packet.snapshot.approvals
    return [one for one in sealed if replace(one, signature="") in rows and _is_signed(work, packet, one)]


def signed_approval(work: UnitOfWork, packet: OpenPacket, approval: SealedApproval) -> SealedApproval:
    """Return the acting person's approval of what is frozen now, with their signature."""
    return replace(approval, signature=sign_words(work, packet.folder, _APPROVAL, *_words(packet, approval)))


def _is_signed(work: UnitOfWork, packet: OpenPacket, approval: SealedApproval) -> bool:
    """Tell whether the one named signed it, and ever was what they approved as."""
    words = _words(packet, approval)
    return once_stood_as(work, packet.folder, approval.by, _ROLES[approval.approved_as]) and are_words_of(
        work, packet.folder, _APPROVAL, *words, by=approval.by, signature=approval.signature
    )


def _words(packet: OpenPacket, approval: SealedApproval) -> tuple[UUID | str, ...]:
    moment = approval.at.isoformat()
    return packet.row.id, packet.frozen.digest, approval.id, approval.approved_as.value, moment


def back_to_draft(work: UnitOfWork, packet: OpenPacket) -> None:
    """Undo a submission: what was frozen goes and every approval of it is void. The row was locked.

    Raises NotAllowedNow with `packet-withdrawn`, or `packet-left` once a file was made: then a correction is written.
    """
    if packet.state is PacketState.WITHDRAWN:
        raise NotAllowedNow("packet-withdrawn")
    if has_left(work, packet.row.id):
        raise NotAllowedNow("packet-left")
    row = packet.row
    query = select(PacketApproval).where(
        PacketApproval.packet_id == row.id, PacketApproval.voided_at.is_(None)
    )
    for approval in work.session.scalars(query):
        approval.voided_at = work.now
    row.state = PacketState.DRAFT.value
    row.snapshot = row.snapshot_hash = row.submitted_at = None


def has_left(work: UnitOfWork, packet_id: UUID) -> bool:
    """Tell whether a file of the packet was ever made."""
    query = select(PacketFile.id).where(PacketFile.packet_id == packet_id).limit(1)
    return work.session.scalars(query).first() is not None


def written_by(work: UnitOfWork, draft: PacketDraft) -> PacketDraft:
    """Return the draft with the acting person among its writers, as the last of them."""
    me = work.person.id
    writers = tuple(dict.fromkeys([*draft.writers, me]))
    return replace(draft, writers=writers, last_writer=me, last_written_at=work.now)


def seal_draft(packet: PacketToChange, draft: PacketDraft) -> None:
    """Put a changed draft in its place."""
    packet.row.draft = packet.folder.seal(draft, packet.row.id)


def _opened(work: UnitOfWork, row: ReferralPacket) -> OpenPacket:
    case = readable_case(work, row.case_id, Permission.PACKET_READ)
    folder = open_folder(work, row.folder_id)
    draft = folder.open(PacketDraft, row.id, row.draft)
    return OpenPacket(row, case, folder, draft, _snapshot(work, row, folder))


def _snapshot(work: UnitOfWork, row: ReferralPacket, folder: OpenFolder) -> PacketSnapshot | None:
    if row.snapshot is None:
        return None
    snapshot = folder.open(PacketSnapshot, row.id, row.snapshot)
    if snapshot.digest != row.snapshot_hash:
        error = WillNotOpen("a snapshot is not the one that was submitted", record=row.id)
        record_refusal(work, folder.id, error, row_id=row.id, table="referral_packet")
        raise error
    return snapshot
