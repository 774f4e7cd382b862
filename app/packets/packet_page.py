"""Builds a packet's own page: its request, its approvals, what left, and what this person may do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import has
from app.children.codes import codes_of_children
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.packets.approving import capacity, why_not
from app.packets.contents import PacketContents
from app.packets.documents import ApprovedAs, Recipient, Returned, TakenBack
from app.packets.exporting import why_not_now
from app.packets.files import FileLine, files_of
from app.packets.grounds import PacketGround, ground_of
from app.packets.length import PacketLength, length_of
from app.packets.loading import OpenPacket, frozen_contents, has_left, open_packet
from app.packets.scopes import packets_reached
from app.packets.snapshots import kept_contents
from app.packets.submitting import what_is_missing
from app.packets.withdrawing import may_withdraw
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork
from models.referral_packet import ReferralPacket


@dataclass(frozen=True)
class ApprovalLine:
    """One valid approval."""

    approved_as: ApprovedAs
    name: str
    at: datetime


@dataclass(frozen=True)
class VersionLine:
    """Another version of the same packet, whose row is what was written."""

    id: UUID
    version: int
    state: PacketState


@dataclass(frozen=True)
class PacketRights:
    """What this person may do; the page hides what they have no right to do.

    `why_not_approve` and, for each recipient, `why_not_export` tell people with the permission why they cannot do it
    now.
    """

    edits: bool
    approves: bool
    why_not_approve: str | None
    exports: bool
    why_not_export: Mapping[UUID, tuple[str, ...]]
    withdraws: bool
    corrects: bool
    returns: bool


@dataclass(frozen=True)
class PacketPage:
    """One packet as its readers see it. `shown` is what leaves: the frozen contents, or the current draft.

    `closed` counts records about the child that did not open for the person who gathered, and are missing; `changed`
    counts registry rows that were changed outside Wayhome.
    """

    id: UUID
    number: str
    version: int
    row_version: int
    state: PacketState
    case_id: UUID
    case_code: str
    child_code: str
    drafted_at: datetime
    submitted_at: datetime | None
    digest: str | None
    shown: PacketContents
    recipients: tuple[Recipient, ...]
    writers: tuple[str, ...]
    approvals: tuple[ApprovalLine, ...]
    returned: tuple[Returned, ...]
    taken_back: TakenBack | None
    names: Mapping[UUID, str]
    ground: PacketGround
    missing: tuple[str, ...]
    length: PacketLength
    closed: int
    files: tuple[FileLine, ...]
    changed: int
    other_versions: tuple[VersionLine, ...]
    rights: PacketRights

    def files_for(self, recipient_id: UUID) -> tuple[FileLine, ...]:
        """Return the files made for one recipient."""
        return tuple(file for file in self.files if file.recipient_id == recipient_id)

    @property
    def is_replaced(self) -> bool:
        """Whether a later version was released."""
        return any(
            other.version > self.version and other.state is PacketState.RELEASED
            for other in self.other_versions
        )


def packet_page(work: UnitOfWork, packet_id: UUID) -> PacketPage:
    """Return a packet's page. Raises NotVisible, NoKey, WillNotOpen."""
    packet = open_packet(work, packet_id)
    row, draft = packet.row, packet.draft
    recipients = packet.snapshot.recipients if packet.snapshot else draft.recipients
    ground = ground_of(work, packet.case, recipients)
    files, versions = files_of(work, packet), _other_versions(work, packet)
    shown = frozen_contents(packet.snapshot) if packet.snapshot else kept_contents(draft, ground)
    names = _names(work, packet)
    return PacketPage(
        id=row.id,
        number=row.number,
        version=row.number_version,
        row_version=row.version,
        state=packet.state,
        case_id=packet.case.id,
        case_code=packet.case.code,
        child_code=codes_of_children(work, [packet.case.child_id]).get(packet.case.child_id, ""),
        drafted_at=row.drafted_at,
        submitted_at=row.submitted_at,
        digest=row.snapshot_hash,
        shown=shown,
        recipients=recipients,
        writers=tuple(names.get(writer, "") for writer in draft.writers),
        approvals=tuple(
            ApprovalLine(one.approved_as, names.get(one.by, ""), one.at) for one in packet.approvals
        ),
        returned=draft.returned,
        taken_back=draft.taken_back,
        names=names,
        ground=ground,
        missing=what_is_missing(draft, ground) if packet.state is PacketState.DRAFT else (),
        length=length_of(shown),
        closed=draft.closed,
        files=files.lines,
        changed=files.changed,
        other_versions=versions,
        rights=_rights(work, packet, has_files=has_left(work, row.id), versions=versions),
    )


def _names(work: UnitOfWork, packet: OpenPacket) -> dict[UUID, str]:
    """Return the names of everybody who wrote, approved, sent back or took back the packet."""
    draft = packet.draft
    named = {*draft.writers, *(one.by for one in packet.approvals), *(one.by for one in draft.returned)}
    named |= {draft.taken_back.by} if draft.taken_back else set()
    return {staff_id: one.name for staff_id, one in colleagues(work, named).items()}


def _other_versions(work: UnitOfWork, packet: OpenPacket) -> tuple[VersionLine, ...]:
    query = packets_reached(work).where(
        ReferralPacket.number == packet.row.number, ReferralPacket.id != packet.row.id
    )
    rows = work.session.scalars(query.order_by(ReferralPacket.number_version)).all()
    fits = board_fits(work, rows)
    return tuple(
        VersionLine(row.id, row.number_version, PacketState(row.state))
        for row in rows
        if fits[row.id] is Fit.FITS
    )


def _rights(
    work: UnitOfWork,
    packet: OpenPacket,
    *,
    has_files: bool,
    versions: tuple[VersionLine, ...],
) -> PacketRights:
    state, drafts = packet.state, has(work, Permission.PACKET_DRAFT)
    waits = state in (PacketState.SUBMITTED, PacketState.APPROVED)
    approves = has(work, Permission.PACKET_APPROVE) and waits
    refused = why_not(work, packet, capacity(work)) if approves else None
    exports = has(work, Permission.PACKET_EXPORT) and state is PacketState.RELEASED
    newest = all(other.version < packet.row.number_version for other in versions)
    return PacketRights(
        edits=drafts and not has_files and state is not PacketState.WITHDRAWN,
        approves=approves and refused is None,
        why_not_approve=refused,
        exports=exports,
        why_not_export={one.id: why_not_now(work, packet, (one,)) for one in packet.frozen.recipients}
        if exports
        else {},
        withdraws=may_withdraw(work, packet),
        corrects=drafts and newest and (has_files or state is PacketState.WITHDRAWN),
        returns=has(work, Permission.PACKET_APPROVE)
        and not has_files
        and state in (PacketState.SUBMITTED, PacketState.APPROVED, PacketState.RELEASED),
    )
