"""Leaves a packet as it is although its record says something else since: an approver decides it, with a reason."""

from dataclasses import replace
from uuid import UUID

from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.packets.approving import capacity
from app.packets.comparing import compared
from app.packets.documents import Refusal
from app.packets.grounds import ground_of
from app.packets.loading import frozen_contents, hands_of, lock_packet, signed_refusal, write_draft
from app.packets.separation import changers_in
from app.unit_of_work import UnitOfWork


def refuse_change(work: UnitOfWork, packet_id: UUID, mark: str, *, why: str, version: int) -> None:
    """Decide that a submitted packet stays as it is in one field; signed, and shown to everybody who decides later.

    It holds for this snapshot, and for exactly what the record says now. Raises Refused, NotVisible, Conflict when
    the record changed again, or NotAllowedNow with `packet-not-submitted`, `packet-own-draft`, `packet-own-change`,
    `reason-missing`, or `packet-not-refusable` when nothing stands behind the field any more.
    """
    packet = lock_packet(work, packet_id, Permission.PACKET_APPROVE, version=version)
    capacity(work)
    words, digest = clean_lines(why), packet.frozen.digest
    if work.person.id in hands_of(packet).writers:
        raise NotAllowedNow("packet-own-draft")
    if work.person.worker_code in changers_in(frozen_contents(packet.frozen)):
        raise NotAllowedNow("packet-own-change")
    if not words:
        raise NotAllowedNow("reason-missing")
    found = compared(work, packet, ground_of(work, packet.case, packet.frozen.recipients))
    change = next((one for one in found.changes if one.mark == mark), None)
    if change is None:
        raise Conflict(record=packet_id)
    if not change.may_be_refused:
        raise NotAllowedNow("packet-not-refusable")
    refusal = signed_refusal(
        work, packet, Refusal(change.key, change.digest, digest, work.person.id, work.now, words)
    )
    others = tuple(
        one for one in packet.draft.refusals if (one.key, one.digest) != (change.key, change.digest)
    )
    write_draft(packet, replace(packet.draft, refusals=(*others, refusal)))
    work.session.flush()
    work.record(
        "packet.change_refused",
        subjects=packet.subjects,
        folders=[packet.folder.id],
        base_id=packet.row.base_id,
        snapshot=digest,
    )
