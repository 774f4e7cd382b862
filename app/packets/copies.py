"""How far each copy of a packet has come, told by signed records alone, and what it waits for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.access.scope import scoped
from app.foundation.permissions import Permission
from app.foundation.vocabulary.copy_steps import RECALL_ENDS, StepKind
from app.foundation.vocabulary.copy_waits import CopyWait
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.known_directory import directory_for
from app.packets import vouching
from app.packets.registry import registered_files
from app.packets.told import recalled_copies
from app.unit_of_work import UnitOfWork
from models.copy_step import CopyStep
from models.referral_packet import PacketFile, PacketRecipient, ReferralPacket

DUE_AFTER: Mapping[CopyWait, timedelta] = {
    CopyWait.HANDOVER: timedelta(days=2),
    CopyWait.RECEIPT: timedelta(days=7),
    CopyWait.OUTCOME: timedelta(days=30),
    CopyWait.RECALL: timedelta(0),
    CopyWait.RECALL_END: timedelta(days=7),
}
"""How long a copy may wait before it is shown as due. A receipt takes a week where it comes by post; a copy that has
to be asked back is due at once."""

_OF_RECALLS = (StepKind.RECALL_ASKED, *RECALL_ENDS)


@dataclass(frozen=True)
class CopyFacts:
    """A copy's state and since when; what it waits for, and from when that is due. `recall` is the last word of one."""

    state: PacketState
    since: datetime
    waits_for: CopyWait | None
    due_from: datetime | None
    recall: StepKind | None

    def is_due(self, now: datetime) -> bool:
        """Whether it has waited too long."""
        return self.due_from is not None and self.due_from <= now


@dataclass(frozen=True)
class CopyLine:
    """One copy in a list: its mark, and how far it has come."""

    recipient_id: UUID
    mark: str
    facts: CopyFacts


def standing(steps: Iterable[CopyStep]) -> list[CopyStep]:
    """Return those of these signed steps of one copy that no later one puts right, oldest first."""
    steps = list(steps)
    put_right = {step.corrects_id for step in steps}
    kept = [step for step in steps if step.id not in put_right]
    return sorted(kept, key=lambda step: (step.handed_at, step.recorded_at))


def facts_of(
    files: Sequence[PacketFile],
    steps: Iterable[CopyStep],
    *,
    withdrawn_at: datetime | None,
    recalls: Collection[UUID] = (),
) -> CopyFacts | None:
    """Return how far a copy has come by its signed files and steps; None while no file was made.

    `recalls` are the steps by which the trail says that it was asked back. Where none of them is left, somebody asks
    again: it was removed outside Wayhome.
    """
    if not files:
        return None
    counting = standing(steps)
    last = {StepKind(step.step): step for step in counting if step.step}
    recall = next((step for step in reversed(counting) if step.step in _OF_RECALLS), None)
    if withdrawn_at is not None or recall is not None:
        return _asked_anew(files, counting) or _recalled(recall, withdrawn_at)
    state, since = PacketState.FILE_MADE, max(file.exported_at for file in files)
    if recalls:
        return _recalled(None, since)
    for kind, reached in ((StepKind.HANDED_OVER, PacketState.HANDED_OVER), *_RECEIVED):
        if kind in last and (reached is not state):
            state, since = reached, last[kind].handed_at
    waits = None if StepKind.OUTCOME in last else _WAITS[state]
    return CopyFacts(state, since, waits, since + DUE_AFTER[waits] if waits else None, None)


_RECEIVED = ((StepKind.RECEIVED, PacketState.RECEIVED), (StepKind.OUTCOME, PacketState.RECEIVED))
"""Whoever acted on a copy has received it."""
_WAITS = {
    PacketState.FILE_MADE: CopyWait.HANDOVER,
    PacketState.HANDED_OVER: CopyWait.RECEIPT,
    PacketState.RECEIVED: CopyWait.OUTCOME,
}


def _asked_anew(files: Sequence[PacketFile], counting: Sequence[CopyStep]) -> CopyFacts | None:
    """Return what a copy waits for of which a file was made after a recall had ended: that file came back nowhere."""
    newest = max(file.exported_at for file in files)
    ends = [step.recorded_at for step in counting if step.step in RECALL_ENDS]
    if not ends or max(ends) >= newest:
        return None
    asked = [step for step in counting if step.step == StepKind.RECALL_ASKED and step.recorded_at >= newest]
    return _recalled(asked[-1], None) if asked else _recalled(None, newest)


def _recalled(step: CopyStep | None, withdrawn_at: datetime | None) -> CopyFacts:
    kind = StepKind(step.step) if step is not None and step.step else None
    moments = [moment for moment in (withdrawn_at, step.handed_at if step else None) if moment]
    if kind in RECALL_ENDS:
        return CopyFacts(PacketState.RECALLED, max(moments), None, None, kind)
    waits = CopyWait.RECALL_END if kind else CopyWait.RECALL
    since = moments[-1]
    return CopyFacts(PacketState.RECALLED, since, waits, since + DUE_AFTER[waits], kind)


def steps_of(work: UnitOfWork, recipient_ids: Collection[UUID], file_ids: Collection[UUID]) -> list[CopyStep]:
    """Return the stored steps of these copies, with those of before that name a file only."""
    if not recipient_ids:
        return []
    query = scoped(work, CopyStep, Permission.PACKET_READ).where(
        CopyStep.recipient_id.in_(recipient_ids)
        | (CopyStep.recipient_id.is_(None) & CopyStep.file_id.in_(file_ids))
    )
    return list(work.session.scalars(query.order_by(CopyStep.handed_at, CopyStep.recorded_at)))


def copies_of(work: UnitOfWork, packets: Sequence[ReferralPacket]) -> dict[UUID, tuple[CopyLine, ...]]:
    """Return the copies that were made of each of these packets, by packet; nothing is opened.

    An entry that was moved to another packet, and a step that nobody signed, counts nowhere.
    """
    by_id = {packet.id: packet for packet in packets}
    recipients = _recipients(work, by_id)
    query = scoped(work, PacketFile, Permission.PACKET_READ).where(PacketFile.packet_id.in_(by_id))
    rows = work.session.scalars(query).all() if by_id else ()
    files = registered_files(work.session, directory_for(work), rows)
    made: dict[UUID, list[PacketFile]] = {}
    for file in files.values():
        made.setdefault(file.recipient_id, []).append(file)
    steps = _signed_by_copy(work, by_id, {one.id: one for one in recipients if one.id in made})
    recalls = recalled_copies(work.session) if made else {}
    found: dict[UUID, list[CopyLine]] = {}
    for one in sorted(recipients, key=lambda each: each.mark):
        facts = facts_of(
            made.get(one.id, []),
            steps.get(one.id, []),
            withdrawn_at=_withdrawn_at(work, by_id[one.packet_id]),
            recalls=recalls.get(one.id, ()),
        )
        if facts is not None:
            found.setdefault(one.packet_id, []).append(CopyLine(one.id, one.mark, facts))
    return {packet_id: tuple(lines) for packet_id, lines in found.items()}


def _recipients(work: UnitOfWork, packets: Mapping[UUID, ReferralPacket]) -> Sequence[PacketRecipient]:
    query = scoped(work, PacketRecipient, Permission.PACKET_READ)
    return work.session.scalars(query.where(PacketRecipient.packet_id.in_(packets))).all() if packets else ()


def _signed_by_copy(
    work: UnitOfWork, packets: Mapping[UUID, ReferralPacket], recipients: Mapping[UUID, PacketRecipient]
) -> dict[UUID, list[CopyStep]]:
    directory = directory_for(work)
    found: dict[UUID, list[CopyStep]] = {}
    for step in steps_of(work, recipients, ()):
        one = recipients[step.recipient_id] if step.recipient_id else None
        if one and vouching.is_step(directory, step, packets[one.packet_id], mark=one.mark):
            found.setdefault(one.id, []).append(step)
    return found


def _withdrawn_at(work: UnitOfWork, packet: ReferralPacket) -> datetime | None:
    return packet.withdrawn_at if vouching.is_withdrawn(directory_for(work), packet) else None
