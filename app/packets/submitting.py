"""Submits a packet: asks the consent gate, and freezes the kept fields as the sealed snapshot."""

from dataclasses import replace
from uuid import UUID

from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.comparing import compared
from app.packets.documents import PacketDraft
from app.packets.grounds import PacketGround, ground_of
from app.packets.headlines import why_no_headline
from app.packets.length import is_too_long
from app.packets.loading import PacketToChange, lock_packet, written_by
from app.packets.snapshots import freeze, kept_contents
from app.unit_of_work import UnitOfWork
from models.referral_packet import PacketRecipient


def submit_packet(work: UnitOfWork, packet_id: UUID, *, version: int) -> None:
    """Freeze a draft and ask for its approvals. The person who submits it counts as one of its writers.

    Raises Refused, NotVisible, Conflict, or NotAllowedNow with `packet-not-draft`, what `what_is_missing`
    returns, or `packet-source-gone` or `packet-mask-outdated` when a kept field has no record behind it any more.
    """
    packet = lock_packet(work, packet_id, Permission.PACKET_DRAFT, version=version)
    if packet.state is not PacketState.DRAFT:
        raise NotAllowedNow("packet-not-draft")
    draft = written_by(work, packet.draft)
    ground = ground_of(work, packet.case, draft.recipients)
    missing = (*what_is_missing(draft, ground), *compared(work, packet, ground).why_not_submit)
    if missing:
        raise NotAllowedNow(*missing)
    draft = replace(draft, refusals=())
    snapshot = freeze(draft, ground)
    row = packet.row
    packet.folder.write(row, draft, snapshot)
    row.snapshot_hash = snapshot.digest
    row.state = PacketState.SUBMITTED.value
    row.submitted_at = work.now
    _keep_recipients(work, packet, draft)
    work.session.flush()
    work.record(
        "packet.submitted",
        subjects=packet.subjects,
        folders=[packet.folder.id],
        base_id=row.base_id,
        snapshot=snapshot.digest,
    )


def what_is_missing(draft: PacketDraft, ground: PacketGround) -> tuple[str, ...]:
    """Return the codes of the reasons why a draft cannot be submitted yet; empty when it can."""
    cover = draft.contents.cover
    wanted = {
        "packet-no-request": cover.request,
        "packet-no-phone": cover.contact_phone,
        "packet-no-recipient": draft.recipients,
    }
    missing = [code for code, value in wanted.items() if not value]
    kept = kept_contents(draft, ground)
    if is_too_long(kept):
        missing.append("packet-too-long")
    return (*missing, *why_no_headline(kept, draft), *ground.reasons)


def _keep_recipients(work: UnitOfWork, packet: PacketToChange, draft: PacketDraft) -> None:
    """Give every recipient a row that files can name; rows of earlier submissions stay."""
    for one in draft.recipients:
        if work.session.get(PacketRecipient, one.id) is None:
            row = PacketRecipient(
                id=one.id, packet_id=packet.row.id, folder_id=packet.folder.id, mark=one.mark
            )
            packet.folder.write(row, one.unit)
