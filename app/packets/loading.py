"""Loads a packet through its permission and opens its contents; a swapped snapshot is refused."""

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
    Refusal,
    SealedApproval,
)
from app.packets.scopes import packets_reached, visible_packet
from app.packets.separation import Hands
from app.packets.told import was_exported
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.referral_packet import PacketApproval, PacketFile, ReferralPacket

_APPROVAL = "packet approval"
_PAGES = "packet pages seen"
_REFUSAL = "packet refusal"
_ROLES = {ApprovedAs.SUPERVISOR: Role.SUPERVISOR, ApprovedAs.DIRECTOR: Role.DIRECTOR}


@dataclass(frozen=True)
class OpenPacket:
    """A packet with everything this person may open. If its row is not what was written, it does not open.

    `snapshot` exists from submission on; `approvals` and `refusals` are those of it that approvers signed.
    """

    row: ReferralPacket
    case: Case
    folder: OpenFolder
    draft: PacketDraft
    snapshot: PacketSnapshot | None
    approvals: tuple[SealedApproval, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def state(self) -> PacketState:
        """The packet's state as far as it is signed: its drafter could write any state into its row."""
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
    """A packet that is locked until this work ends."""

    folder: FolderToWrite


def open_packet(
    work: UnitOfWork, packet_id: UUID, permission: Permission = Permission.PACKET_READ
) -> OpenPacket:
    """Load and open a packet. Raises NotVisible, Refused, NoKey, or WillNotOpen when it was changed outside."""
    return _opened(work, visible_packet(work, packet_id, permission))


def lock_packet(work: UnitOfWork, packet_id: UUID, permission: Permission, *, version: int) -> PacketToChange:
    """Load a packet to change it, locked until this work ends.

    Raises the same, and Conflict when it is not the version that the form showed.
    """
    visible_packet(work, packet_id, permission)
    query = packets_reached(work, permission).where(ReferralPacket.id == packet_id)
    row = work.session.scalars(locked(query)).one()
    if row.version != version:
        raise Conflict(record=packet_id, version=row.version)
    return to_change(work, _opened(work, row))


def to_change(work: UnitOfWork, packet: OpenPacket) -> PacketToChange:
    """Make a packet writable; this work has already locked its row. Raises NoKey, KeyRefused."""
    folder = case_folder_to_write(work, FolderKind.PACKET, packet.row.folder_id, packet.case)
    return PacketToChange(
        packet.row, packet.case, folder, packet.draft, packet.snapshot, packet.approvals, packet.refusals
    )


def frozen_contents(snapshot: PacketSnapshot) -> PacketContents:
    """Return the frozen contents."""
    return contents_from_json(snapshot.contents)


def hands_of(packet: OpenPacket) -> Hands:
    """Return everybody who had a hand in a packet: its writers by seal and row, and the valid approvals.

    The maker of its folder signed that they made it, and began the packet.
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
    """Return the approvals of the current snapshot: signed by the approver, with a row that agrees."""
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
    return tuple(one for one in sealed if _as_row(one) in rows and _is_signed(work, packet, one))


def _as_row(approval: SealedApproval) -> SealedApproval:
    return SealedApproval(approval.id, approval.by, approval.approved_as, approval.at)


def signed_approval(work: UnitOfWork, packet: OpenPacket, approval: SealedApproval) -> SealedApproval:
    """Return the acting person's approval of the current snapshot, with their signature."""
    return replace(approval, signature=sign_words(work, packet.folder, _APPROVAL, *_words(packet, approval)))


def _is_signed(work: UnitOfWork, packet: OpenPacket, approval: SealedApproval) -> bool:
    """Tell whether the named person signed it and that they saw every page, and ever had the role they approved in."""
    if frozen_contents(packet.frozen).names_sources and not saw_pages(work, packet, approval):
        return False
    words = _words(packet, approval)
    return once_stood_as(work, packet.folder, approval.by, _ROLES[approval.approved_as]) and are_words_of(
        work, packet.folder, _APPROVAL, *words, by=approval.by, signature=approval.signature
    )


def _words(packet: OpenPacket, approval: SealedApproval) -> tuple[UUID | str | int, ...]:
    moment = approval.at.isoformat()
    words = (packet.row.id, packet.frozen.digest, approval.id, approval.approved_as.value, moment)
    # Approvals of packets of format 1 said nothing of pages.
    return (*words, approval.pages, approval.seen, *approval.saw) if approval.seen else words


def sign_pages(work: UnitOfWork, packet: OpenPacket, pages: int) -> str:
    """Sign, as the acting person, that so many pages of the snapshot were put on their screen: all it has."""
    return sign_words(work, packet.folder, _PAGES, packet.row.id, packet.frozen.digest, pages)


def saw_pages(work: UnitOfWork, packet: OpenPacket, approval: SealedApproval) -> bool:
    """Tell whether the approver signed that they had these pages of this snapshot on their screen."""
    words = (packet.row.id, packet.frozen.digest, approval.pages)
    return approval.pages > 0 and are_words_of(
        work, packet.folder, _PAGES, *words, by=approval.by, signature=approval.seen
    )


def signed_refusal(work: UnitOfWork, packet: OpenPacket, refusal: Refusal) -> Refusal:
    """Return the acting person's refusal to take in a change, with their signature."""
    words = _refusal_words(packet, refusal)
    return replace(refusal, signature=sign_words(work, packet.folder, _REFUSAL, *words))


def _refusals(work: UnitOfWork, packet: OpenPacket) -> tuple[Refusal, ...]:
    """Return the refusals of changes to the current snapshot, each signed by somebody who may approve."""
    if packet.snapshot is None:
        return ()
    return tuple(
        one
        for one in packet.draft.refusals
        if one.snapshot == packet.snapshot.digest
        and any(once_stood_as(work, packet.folder, one.by, role) for role in _ROLES.values())
        and are_words_of(
            work,
            packet.folder,
            _REFUSAL,
            *_refusal_words(packet, one),
            by=one.by,
            signature=one.signature,
        )
    )


def _refusal_words(packet: OpenPacket, one: Refusal) -> tuple[UUID | str, ...]:
    return packet.row.id, one.snapshot, one.key, one.digest, one.at.isoformat(), one.why


def back_to_draft(work: UnitOfWork, packet: PacketToChange) -> None:
    """Undo a submission: the snapshot is removed and every approval of it is void. The row was already locked.

    Raises NotAllowedNow with `packet-withdrawn`, or with `packet-left` once a file was made: write a correction then.
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
        # A changed approval already counts for nothing, and is never overwritten.
        if packet.folder.fit_of(approval) is Fit.FITS:
            packet.folder.write(approval)
            approval.voided_at = work.now
    packet.folder.write(row)
    row.state = PacketState.DRAFT.value
    row.snapshot = row.snapshot_hash = row.submitted_at = None
    row.released_by = row.release_signature = None


def has_left(work: UnitOfWork, packet_id: UUID) -> bool:
    """Tell whether a file of the packet was ever made, as its registry or the trail says.

    Either is enough: moving a registry entry to another packet must not allow rewriting what has left.
    """
    query = select(PacketFile.id).where(PacketFile.packet_id == packet_id).limit(1)
    in_registry = work.session.scalars(query).first() is not None
    return in_registry or was_exported(work.session, packet_id)


def written_by(work: UnitOfWork, draft: PacketDraft) -> PacketDraft:
    """Return the draft with the acting person added as its last writer."""
    me = work.person.id
    writers = tuple(dict.fromkeys([*draft.writers, me]))
    return replace(draft, writers=writers, last_writer=me, last_written_at=work.now)


def write_draft(packet: PacketToChange, draft: PacketDraft) -> None:
    """Replace the draft with a changed one."""
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
    return replace(packet, approvals=_approvals(work, packet), refusals=_refusals(work, packet))


def _snapshot(row: ReferralPacket, folder: OpenFolder) -> PacketSnapshot | None:
    """Open the frozen contents. Raises WillNotOpen when they are not what the row and every approval name."""
    if row.snapshot is None:
        return None
    snapshot = folder.read(row, PacketSnapshot)
    if snapshot.digest != row.snapshot_hash:
        raise WillNotOpen("a snapshot is not the one that was submitted", record=row.id)
    return snapshot
