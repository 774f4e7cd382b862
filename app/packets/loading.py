"""Loads a packet through its permission and opens what it holds; a snapshot that was exchanged is refused."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from app.access.scope import locked
from app.case_records.loading import readable_case
from app.foundation.errors import Conflict, NotAllowedNow, WillNotOpen
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.folders import Fit, OpenFolder, open_folder
from app.keyring.policy import FolderKind
from app.keyring.refusals import record_refusal
from app.keyring.signed_words import are_words_of, once_stood_as, sign_words
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
from app.packets.told import was_exported
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.referral_packet import PacketApproval, PacketFile, ReferralPacket

_APPROVAL = "packet approval"
_ROLES = {ApprovedAs.SUPERVISOR: Role.SUPERVISOR, ApprovedAs.DIRECTOR: Role.DIRECTOR}


@dataclass(frozen=True)
class OpenPacket:
    """A packet with everything this person may open of it. Its row is what was written, or it does not open.

    `snapshot` is there from submission on; `approvals` are those of what is frozen now that their approvers signed.
    """

    row: ReferralPacket
    case: Case
    folder: OpenFolder
    draft: PacketDraft
    snapshot: PacketSnapshot | None
    approvals: tuple[SealedApproval, ...] = ()

    @property
    def state(self) -> PacketState:
        """How far it has come, as far as it is signed: whoever drafts a packet could write any state into its row."""
        if self.row.state == PacketState.WITHDRAWN or self.draft.taken_back is not None:
            return PacketState.WITHDRAWN
        if self.snapshot is None:
            return PacketState.DRAFT
        given = {one.approved_as for one in self.approvals}
        if ApprovedAs.SUPERVISOR not in given:
            return PacketState.SUBMITTED
        return PacketState.RELEASED if ApprovedAs.DIRECTOR in given else PacketState.APPROVED

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
    return PacketToChange(packet.row, packet.case, folder, packet.draft, packet.snapshot, packet.approvals)


def frozen_contents(snapshot: PacketSnapshot) -> PacketContents:
    """Return what was frozen."""
    return contents_from_json(snapshot.contents)


def hands_of(packet: OpenPacket) -> Hands:
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
    approved = [(one.by, one.approved_as) for one in packet.approvals]
    return Hands(frozenset(writers), tuple(approved))


def _approvals(work: UnitOfWork, packet: OpenPacket) -> tuple[SealedApproval, ...]:
    """Return the approvals of what is frozen now: signed by the approver, and standing in a row that fits alike."""
    if packet.snapshot is None or not packet.snapshot.approvals:
        return ()
    query = select(PacketApproval).where(
        PacketApproval.packet_id == packet.row.id,
        PacketApproval.voided_at.is_(None),
        PacketApproval.snapshot_hash == packet.row.snapshot_hash,
    )
    rows = {
        SealedApproval(row.id, row.approved_by, ApprovedAs(row.approved_as), row.approved_at)
        for row in work.session.scalars(query)
        if packet.folder.fit_of(row) is Fit.FITS
    }
    sealed = packet.snapshot.approvals
    return tuple(
        one for one in sealed if replace(one, signature="") in rows and _is_signed(work, packet, one)
    )


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


def back_to_draft(work: UnitOfWork, packet: PacketToChange) -> None:
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
        # One that is not what was written counts for nothing as it is, and nothing is put over it.
        if packet.folder.fit_of(approval) is Fit.FITS:
            packet.folder.write(approval)
            approval.voided_at = work.now
    packet.folder.write(row)
    row.state = PacketState.DRAFT.value
    row.snapshot = row.snapshot_hash = row.submitted_at = None
    row.released_by = row.release_signature = None


def has_left(work: UnitOfWork, packet_id: UUID) -> bool:
    """Tell whether a file of the packet was ever made, as its registry or the trail says.

    Either is enough: an entry that was pointed at another packet must not let what has left be written anew.
    """
    query = select(PacketFile.id).where(PacketFile.packet_id == packet_id).limit(1)
    in_registry = work.session.scalars(query).first() is not None
    return in_registry or was_exported(work.session, packet_id)


def written_by(work: UnitOfWork, draft: PacketDraft) -> PacketDraft:
    """Return the draft with the acting person among its writers, as the last of them."""
    me = work.person.id
    writers = tuple(dict.fromkeys([*draft.writers, me]))
    return replace(draft, writers=writers, last_writer=me, last_written_at=work.now)


def write_draft(packet: PacketToChange, draft: PacketDraft) -> None:
    """Put a changed draft in its place."""
    packet.folder.write(packet.row, draft)


def _opened(work: UnitOfWork, row: ReferralPacket) -> OpenPacket:
    case = readable_case(work, row.case_id, Permission.PACKET_READ)
    folder = open_folder(work, row.folder_id)
    try:
        draft = folder.read(row, PacketDraft)
        snapshot = _snapshot(row, folder)
    except WillNotOpen as error:
        record_refusal(work, folder.id, error, row_id=row.id, table="referral_packet")
        raise
    packet = OpenPacket(row, case, folder, draft, snapshot)
    return replace(packet, approvals=_approvals(work, packet))


def _snapshot(row: ReferralPacket, folder: OpenFolder) -> PacketSnapshot | None:
    """Open what was frozen. Raises WillNotOpen when it is not what the row, and with it every approval, names."""
    if row.snapshot is None:
        return None
    snapshot = folder.read(row, PacketSnapshot)
    if snapshot.digest != row.snapshot_hash:
        raise WillNotOpen("a snapshot is not the one that was submitted", record=row.id)
    return snapshot
