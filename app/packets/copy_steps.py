"""Records what happened to a copy: handed over, received, acted on, asked back; and puts such a record right.

Nothing is overwritten: what puts a step right is a step of its own that names it, and the earlier one stays readable.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid4

from app.access.scope import locked, require, scoped
from app.foundation.clock import is_ahead
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import AlreadyDone, ChangedOutside, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import local_day, to_utc
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines, clean_text
from app.foundation.vocabulary.copy_steps import RECALL_ENDS, StepKind
from app.keyring.known_directory import directory_for
from app.packets import vouching
from app.packets.copies import CopyFacts, facts_of, standing, steps_of
from app.packets.copy_order import Dated, check_order
from app.packets.documents import Receipt
from app.packets.loading import OpenPacket, PacketToChange, open_packet, to_change
from app.packets.registry import registered_files
from app.packets.scopes import packets_reached
from app.packets.template_reviews import may_be_handed_over
from app.packets.told import recalls_of
from app.unit_of_work import UnitOfWork
from models.copy_step import CopyStep
from models.referral_packet import PacketFile, PacketRecipient, ReferralPacket

_EVENTS = {
    StepKind.HANDED_OVER: "packet.handed_over",
    StepKind.RECEIVED: "packet.received",
    StepKind.OUTCOME: "packet.outcome",
    StepKind.RECALL_ASKED: "packet.recall_asked",
    StepKind.RETURNED: "packet.recall_ended",
    StepKind.DESTROYED: "packet.recall_ended",
    StepKind.NOT_RETURNED: "packet.recall_ended",
    StepKind.MISTAKE: "packet.step_taken_out",
}
_WANTED = {
    StepKind.HANDED_OVER: ("officer-missing", "unit-missing"),
    StepKind.RECEIVED: ("officer-missing",),
    StepKind.OUTCOME: ("outcome-missing",),
    StepKind.RECALL_ASKED: ("reason-missing",),
    StepKind.NOT_RETURNED: ("reason-missing",),
    StepKind.MISTAKE: ("reason-missing",),
}


@dataclass(frozen=True)
class StepInput:
    """What is typed about a step of a copy; the hour may be unknown. `corrects_id` is the step that it puts right."""

    id: UUID
    step: StepKind
    on: date
    officer: str = ""
    unit: str = ""
    at: time | None = None
    stamp_number: str = ""
    remark: str = ""
    file_id: UUID | None = None
    corrects_id: UUID | None = None


@dataclass(frozen=True)
class _Copy:
    """One copy whose packet is locked: its signed files, newest first, and its signed steps."""

    recipient: PacketRecipient
    files: list[PacketFile]
    steps: list[CopyStep]

    def facts(self, packet: OpenPacket) -> CopyFacts | None:
        return facts_of(self.files, self.steps, withdrawn_at=packet.row.withdrawn_at)


def record_step(work: UnitOfWork, packet_id: UUID, recipient_id: UUID, new: StepInput) -> None:
    """Record what happened to a copy; a handover with a stamp number is a receipt too.

    A recall can always be asked for and ended, whatever became of the packet or its case.

    Raises NotVisible, Refused, AlreadyDone, or NotAllowedNow with `packet-withdrawn`, `packet-recalled`,
    `khmer-draft`, `officer-missing`, `unit-missing`, `outcome-missing`, `reason-missing`, `in-the-future`,
    `handed-before-made`, `no-file-made`, `not-recalled`, `recall-stays`, `corrected-already`, `steps-out-of-order` or
    `nothing-put-right`.
    """
    packet = open_packet(work, packet_id)
    if new.step is StepKind.RECALL_ASKED:
        require(work, Permission.PACKET_APPROVE)
    # The same form sent twice at once waits here and then finds its record.
    work.session.scalars(locked(packets_reached(work).where(ReferralPacket.id == packet_id))).one()
    _refuse_second(work, new, recipient_id)
    copy = _copy(work, packet, recipient_id)
    words = _words(new)
    file = _file(copy, new)
    happened = _moment(work, file, new)
    _check(work, packet, copy, new, happened)
    _check_order(packet, copy, new, words, happened)
    changing = to_change(work, packet)
    _write(work, changing, copy, new, words, happened=happened)
    if new.step is StepKind.HANDED_OVER and words.stamp_number and new.corrects_id is None:
        receipt = StepInput(uuid4(), StepKind.RECEIVED, new.on, file_id=new.file_id)
        _write(work, changing, copy, receipt, words, happened=happened)
    work.session.flush()


def _check(work: UnitOfWork, packet: OpenPacket, copy: _Copy, new: StepInput, happened: datetime) -> None:
    if new.corrects_id is not None:
        _check_correction(copy, new)
    elif new.step is StepKind.MISTAKE:
        raise NotVisible("handover")
    withdrawn_at = packet.row.withdrawn_at
    if new.step is StepKind.HANDED_OVER:
        # A receipt may arrive after a packet was withdrawn, but no handover may be later than that.
        if withdrawn_at is not None and happened > withdrawn_at:
            raise NotAllowedNow("packet-withdrawn")
        # A recall that was removed outside Wayhome says no more when it was.
        if recalls_of(work.session, copy.recipient.id) - {step.id for step in copy.steps}:
            raise NotAllowedNow("packet-recalled")
        if not all(may_be_handed_over(file) for file in copy.files if file.id == new.file_id):
            raise NotAllowedNow("khmer-draft")
    facts = copy.facts(packet)
    if new.step in RECALL_ENDS and (facts is None or (facts.recall is None and withdrawn_at is None)):
        raise NotAllowedNow("not-recalled")


def _check_order(packet: OpenPacket, copy: _Copy, new: StepInput, words: Receipt, happened: datetime) -> None:
    """Compare what is typed with the other steps that count, and a correction with what it puts right."""
    if new.step is StepKind.MISTAKE:
        return
    old = next((step for step in copy.steps if step.id == new.corrects_id), None)
    # A correction that changes nothing would strike through what was right.
    is_same = old is not None and (old.step, old.handed_at) == (new.step, happened)
    if old is not None and is_same and packet.folder.look(old, Receipt).document == words:
        raise NotAllowedNow("nothing-put-right")
    others = [step for step in standing(copy.steps) if step is not old]
    check_order(copy.files, others, Dated(new.step, happened, new.at is not None, new.file_id))


def _check_correction(copy: _Copy, new: StepInput) -> None:
    """Only a step that counts is put right, and it stays the kind of step it is, or was a mistake altogether.

    A recall is never taken out: that would take a protection away that others relied on, for nobody else to see.
    """
    old = next((step for step in copy.steps if step.id == new.corrects_id), None)
    if old is None:
        raise NotVisible("handover")
    if old not in standing(copy.steps):
        raise NotAllowedNow("corrected-already")
    if new.step is StepKind.MISTAKE:
        if old.step in (StepKind.RECALL_ASKED, StepKind.MISTAKE):
            raise NotAllowedNow("recall-stays")
        return
    same = old.step == new.step or {old.step, new.step} <= set(RECALL_ENDS)
    if not same or old.file_id != new.file_id:
        raise NotVisible("handover")


def _write(
    work: UnitOfWork,
    packet: PacketToChange,
    copy: _Copy,
    new: StepInput,
    words: Receipt,
    *,
    happened: datetime,
) -> None:
    row = CopyStep(
        id=new.id,
        file_id=new.file_id,
        folder_id=packet.folder.id,
        handed_at=happened,
        recorded_by=work.person.id,
        recorded_at=work.now,
        step=new.step.value,
        recipient_id=copy.recipient.id,
        corrects_id=new.corrects_id,
    )
    vouching.sign_step(work, packet.folder, row, packet.row, mark=copy.recipient.mark)
    packet.folder.write(row, words)
    work.session.flush()
    work.record(
        _EVENTS[new.step] if new.step is StepKind.MISTAKE or not new.corrects_id else "packet.step_corrected",
        subjects=[new.id, *([new.file_id] if new.file_id else []), *packet.subjects],
        folders=[packet.folder.id],
        base_id=packet.row.base_id,
        mark=copy.recipient.mark,
        step=new.step.value,
        recipient=copy.recipient.id.hex,
    )


def _words(new: StepInput) -> Receipt:
    words = Receipt(
        clean_text(new.officer), clean_text(new.unit), clean_text(new.stamp_number), clean_lines(new.remark)
    )
    said = {
        "officer-missing": words.officer,
        "unit-missing": words.unit,
        "outcome-missing": words.remark,
        "reason-missing": words.remark,
    }
    missing = [code for code in _WANTED.get(new.step, ()) if not said[code]]
    if missing:
        raise NotAllowedNow(*missing)
    return words


def _copy(work: UnitOfWork, packet: OpenPacket, recipient_id: UUID) -> _Copy:
    query = scoped(work, PacketRecipient, Permission.PACKET_READ)
    query = query.where(PacketRecipient.id == recipient_id, PacketRecipient.packet_id == packet.row.id)
    recipient = work.session.scalars(query).one_or_none()
    if recipient is None:
        raise NotVisible("packet_recipient")
    packet.folder.check(recipient)
    of_copy = scoped(work, PacketFile, Permission.PACKET_READ).where(
        PacketFile.packet_id == packet.row.id, PacketFile.recipient_id == recipient_id
    )
    rows = list(work.session.scalars(of_copy.order_by(PacketFile.exported_at.desc())))
    signed = registered_files(work.session, directory_for(work), rows)
    if len(signed) < len(rows):
        raise ChangedOutside("nobody signed that this file was made", record=recipient_id)
    steps = [
        step
        for step in steps_of(work, [recipient_id], ())
        if vouching.is_step(directory_for(work), step, packet.row, mark=recipient.mark)
    ]
    return _Copy(recipient, rows, steps)


def _file(copy: _Copy, new: StepInput) -> PacketFile:
    """Return the file that was handed over, or else the first that was made: nothing happens before that."""
    is_named = new.file_id is not None or new.step is StepKind.HANDED_OVER
    found = [file for file in copy.files if file.id == new.file_id] if is_named else copy.files[-1:]
    if found:
        return found[0]
    if is_named:
        raise NotVisible("packet_file")
    raise NotAllowedNow("no-file-made")


def _moment(work: UnitOfWork, file: PacketFile, new: StepInput) -> datetime:
    """Return when it happened, UTC; without an hour, the start of the day or the time the file was made."""
    if new.step is StepKind.MISTAKE:
        return work.now
    refuse_unlikely(DayMeaning.DONE, new.on, local_day(work.now))
    if is_ahead(file.exported_at, work.now):
        # A wrong clock says when it was made; what is said of the step stands.
        return _typed(work, new)
    if new.on < local_day(file.exported_at):
        raise NotAllowedNow("handed-before-made")
    moment = _typed(work, new)
    if new.at is None:
        return max(moment, file.exported_at)
    # Typed times end at the minute; the file was made some seconds into it.
    if moment < file.exported_at.replace(second=0, microsecond=0):
        raise NotAllowedNow("handed-before-made")
    return moment


def _typed(work: UnitOfWork, new: StepInput) -> datetime:
    moment = to_utc(datetime.combine(new.on, new.at or time(0)))
    if moment > work.now:
        raise NotAllowedNow("in-the-future")
    return moment


def _refuse_second(work: UnitOfWork, new: StepInput, recipient_id: UUID) -> None:
    there = work.session.get(CopyStep, new.id)
    if there is None:
        return
    if (there.recorded_by, there.recipient_id) != (work.person.id, recipient_id):
        raise Refused(Permission.PACKET_READ.value)
    raise AlreadyDone(record_id=new.id)
