"""Builds a packet's own page: its request, its approvals, what left, and what this person may do next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.access.scope import has
from app.children.codes import codes_of_children
from app.foundation.permissions import Permission
from app.foundation.vocabulary.copy_waits import CopyWait
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.boards import board_fits
from app.keyring.case_status import is_closed
from app.keyring.folders import Fit
from app.packets.approving import capacity, why_not
from app.packets.comparing import NOTHING_CHANGED, Comparison, compared
from app.packets.contents import PacketContents
from app.packets.documents import ApprovedAs, Recipient, Returned, SupervisorsWord, TakenBack
from app.packets.exporting import why_not_now
from app.packets.files import CopyView, FileLine, files_of
from app.packets.grounds import PacketGround, ground_of
from app.packets.known_states import known_states
from app.packets.left_out import LeftOut, masked_of, withheld_of
from app.packets.length import PacketLength, length_of
from app.packets.loading import OpenPacket, frozen_contents, has_left, open_packet
from app.packets.mask_words import masked_names
from app.packets.other_packets import BEING_WRITTEN, OtherPacket, others_of_case
from app.packets.parts import StillTold, Unprintable, still_told_in, unprintable_in
from app.packets.scopes import packets_reached
from app.packets.snapshots import full_contents, kept_contents
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
    recalls: bool = False
    corrects_closed: bool = False


@dataclass(frozen=True)
class PacketPage:
    """One packet as its readers see it. `shown` is what leaves: the frozen contents, or the current draft.

    `closed` counts records about the child that did not open for the person who gathered, and are missing; `changed`
    counts registry rows that were changed outside Wayhome. `others` are packets of the case that somebody writes now.
    `comparison` is with the records as they are now, of which the other approver had seen the changes in
    `seen_before`.
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
    changed: int
    other_versions: tuple[VersionLine, ...]
    rights: PacketRights
    copies: tuple[CopyView, ...] = ()
    on_closed: SupervisorsWord | None = None
    others: tuple[OtherPacket, ...] = ()
    comparison: Comparison = NOTHING_CHANGED
    unprintable: tuple[Unprintable, ...] = ()
    withheld: tuple[LeftOut, ...] = ()
    masked: tuple[LeftOut, ...] = ()
    still_told: tuple[StillTold, ...] = ()
    seen_before: frozenset[str] = frozenset()

    @property
    def files(self) -> tuple[FileLine, ...]:
        """All files that were made, newest first."""
        files = (file for copy in self.copies for file in copy.files)
        return tuple(sorted(files, key=lambda file: file.made_at, reverse=True))

    @property
    def to_recall(self) -> tuple[CopyView, ...]:
        """The copies that were recalled and are not accounted for yet."""
        waits = (CopyWait.RECALL, CopyWait.RECALL_END)
        return tuple(copy for copy in self.copies if copy.facts and copy.facts.waits_for in waits)

    @property
    def is_replaced(self) -> bool:
        """Whether a later version was approved."""
        return any(
            other.version > self.version and other.state is PacketState.RELEASED
            for other in self.other_versions
        )


def packet_page(work: UnitOfWork, packet_id: UUID) -> PacketPage:
    """Return a packet's page. Raises NotVisible, NoKey, WillNotOpen."""
    packet = open_packet(work, packet_id)
    row, draft, names = packet.row, packet.draft, _names(work, packet)
    recipients, ground = _grounds(work, packet)
    files, versions = files_of(work, packet, recipients), _other_versions(work, packet)
    shown = frozen_contents(packet.snapshot) if packet.snapshot else kept_contents(draft, ground)
    page = PacketPage(
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
        changed=files.changed,
        other_versions=versions,
        rights=_rights(work, packet, has_files=has_left(work, row.id), versions=versions),
        copies=files.copies,
        on_closed=draft.on_closed,
    )
    return _with_records(work, packet, page)


def _grounds(work: UnitOfWork, packet: OpenPacket) -> tuple[tuple[Recipient, ...], PacketGround]:
    recipients = packet.snapshot.recipients if packet.snapshot else packet.draft.recipients
    return recipients, ground_of(work, packet.case, recipients)


def _with_records(work: UnitOfWork, packet: OpenPacket, page: PacketPage) -> PacketPage:
    """Return the page with what it leaves out, how its records differ, and what else is being written."""
    is_over = page.state is PacketState.WITHDRAWN
    comparison = NOTHING_CHANGED if is_over else compared(work, packet, page.ground)
    is_draft = page.state is PacketState.DRAFT
    full = full_contents(packet.draft, page.ground)
    return replace(
        page,
        missing=(*page.missing, *comparison.why_not_submit) if is_draft else (),
        others=others_of_case(work, packet.case, than=page.id) if page.state in BEING_WRITTEN else (),
        comparison=comparison,
        unprintable=unprintable_in(page.shown),
        withheld=withheld_of(full, page.shown),
        masked=masked_of(full, page.shown),
        still_told=still_told_in(page.shown, masked_names(packet.draft)),
        seen_before=frozenset(mark for one in packet.approvals for mark in one.saw),
    )


def _names(work: UnitOfWork, packet: OpenPacket) -> dict[UUID, str]:
    """Return the names of everybody who wrote, approved, sent back or took back the packet."""
    draft = packet.draft
    named = {*draft.writers, *(one.by for one in packet.approvals), *(one.by for one in draft.returned)}
    named |= {said.by for said in (draft.taken_back, draft.on_closed) if said}
    named |= {one.by for one in packet.refusals}
    return {staff_id: one.name for staff_id, one in colleagues(work, named).items()}


def _other_versions(work: UnitOfWork, packet: OpenPacket) -> tuple[VersionLine, ...]:
    query = packets_reached(work).where(
        ReferralPacket.number == packet.row.number, ReferralPacket.id != packet.row.id
    )
    rows = work.session.scalars(query.order_by(ReferralPacket.number_version)).all()
    fits, states = board_fits(work, rows), known_states(work, rows)
    return tuple(
        VersionLine(row.id, row.number_version, states[row.id]) for row in rows if fits[row.id] is Fit.FITS
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
    is_over, closed = has_files or state is PacketState.WITHDRAWN, is_closed(work, packet.case)
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
        corrects=drafts and newest and is_over and not closed,
        corrects_closed=drafts and newest and is_over and closed and has(work, Permission.PACKET_APPROVE),
        returns=has(work, Permission.PACKET_APPROVE)
        and not has_files
        and state in (PacketState.SUBMITTED, PacketState.APPROVED, PacketState.RELEASED),
        recalls=has(work, Permission.PACKET_APPROVE),
    )
