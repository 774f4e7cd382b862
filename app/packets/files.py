"""The files of a packet and what became of its copies, as its readers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import scoped
from app.audit.trail_pages import subjects_of_action
from app.foundation.permissions import Permission
from app.foundation.vocabulary.copy_steps import StepKind
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.known_directory import directory_for
from app.packets import vouching
from app.packets.copies import CopyFacts, facts_of, standing, steps_of
from app.packets.copy_order import is_hour_known
from app.packets.documents import ExportReason, Receipt, Recipient
from app.packets.loading import OpenPacket
from app.packets.registry import registered_files
from app.packets.template_reviews import may_be_handed_over
from app.packets.told import recalls_of
from app.packets.wording import Language
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.copy_step import CopyStep
from models.referral_packet import PacketFile

TAKEN = "packet.downloaded"
"""The event's name in the trail when somebody fetches a file."""


@dataclass(frozen=True)
class StepLine:
    """One step of a copy; `words` is None when they were written under a key that this person does not hold.

    It `counts` if it is signed and nothing later puts it right; a handover of before steps were signed does not. Where
    the hour is not known, only the day of `happened_at` says anything.
    """

    id: UUID
    recipient_id: UUID | None
    file_id: UUID | None
    kind: StepKind
    happened_at: datetime
    is_hour_known: bool
    words: Receipt | None
    recorded_by: str
    recorded_at: datetime
    corrects_id: UUID | None
    is_signed: bool
    counts: bool


@dataclass(frozen=True)
class FileLine:
    """One exported file; `reason` is None when it was written under a key that this person does not hold.

    `was_taken`: somebody downloaded it, once. `print_number` numbers the prints on paper of a copy.
    """

    id: UUID
    recipient_id: UUID
    language: Language
    pages: int
    sha256_hex: str
    template_version: str
    made_at: datetime
    made_by: str
    reason: str | None
    was_taken: bool
    may_be_handed_over: bool
    print_number: int | None


@dataclass(frozen=True)
class CopyView:
    """One copy on its packet's page: how far it has come (None while no file was made), its files, what happened."""

    recipient: Recipient
    facts: CopyFacts | None
    files: tuple[FileLine, ...]
    steps: tuple[StepLine, ...]
    is_due: bool

    @property
    def handed_files(self) -> frozenset[UUID | None]:
        """The files of which a handover counts."""
        return frozenset(
            step.file_id for step in self.steps if step.counts and step.kind is StepKind.HANDED_OVER
        )

    @property
    def is_handed_over(self) -> bool:
        """Whether a handover, a receipt or an outcome of it counts."""
        return any(step.counts and step.kind in _ON_ITS_WAY for step in self.steps)


@dataclass(frozen=True)
class FilesOfPacket:
    """A packet's files, newest first, its copies, and the number of its rows that were changed outside Wayhome.

    Nothing else is shown of those, not even which copy they belong to, because that may have been changed too.
    """

    lines: tuple[FileLine, ...]
    copies: tuple[CopyView, ...]
    changed: int


_ON_ITS_WAY = (StepKind.HANDED_OVER, StepKind.RECEIVED, StepKind.OUTCOME)


def files_of(work: UnitOfWork, packet: OpenPacket, recipients: Sequence[Recipient]) -> FilesOfPacket:
    """Return the packet's files, and what became of each recipient's copy."""
    query = scoped(work, PacketFile, Permission.PACKET_READ).where(PacketFile.packet_id == packet.row.id)
    files = work.session.scalars(query.order_by(PacketFile.exported_at.desc(), PacketFile.id)).all()
    reasons = {file.id: packet.folder.look(file, ExportReason) for file in files}
    signed = registered_files(work.session, directory_for(work), files)
    sound = [file for file in files if file.id in signed and not reasons[file.id].is_changed]
    steps, lost = _steps(work, packet, recipients, files)
    names = names_of_staff(work, [file.exported_by for file in sound])
    taken = subjects_of_action(work, TAKEN, (file.id for file in sound))
    lines = tuple(_file(file, reasons[file.id].document, names, was_taken=file.id in taken) for file in sound)
    return FilesOfPacket(
        lines=lines,
        copies=tuple(_copy(work, packet, one, sound, lines, steps) for one in recipients),
        changed=len(files) - len(sound) + lost,
    )


@dataclass(frozen=True)
class _Step:
    row: CopyStep
    words: Receipt | None
    recipient_id: UUID | None
    is_signed: bool


def _steps(
    work: UnitOfWork, packet: OpenPacket, recipients: Sequence[Recipient], files: Sequence[PacketFile]
) -> tuple[list[_Step], int]:
    """Return the steps that are what was written, and how many are not."""
    directory, marks = directory_for(work), {one.id: one.mark for one in recipients}
    of_file = {file.id: file.recipient_id for file in files}
    rows = steps_of(work, list(marks), list(of_file))
    looks = {row.id: packet.folder.look(row, Receipt) for row in rows}
    sound = [row for row in rows if not looks[row.id].is_changed]
    return [
        _Step(
            row,
            looks[row.id].document,
            row.recipient_id or of_file.get(row.file_id) if row.file_id else row.recipient_id,
            row.recipient_id in marks
            and vouching.is_step(directory, row, packet.row, mark=marks[row.recipient_id]),
        )
        for row in sound
    ], len(rows) - len(sound)


def _copy(
    work: UnitOfWork,
    packet: OpenPacket,
    one: Recipient,
    files: Sequence[PacketFile],
    lines: Sequence[FileLine],
    steps: Sequence[_Step],
) -> CopyView:
    own = [step for step in steps if step.recipient_id == one.id]
    signed = [step.row for step in own if step.is_signed]
    counting = {row.id for row in standing(signed)}
    withdrawn_at = packet.row.withdrawn_at if packet.state is PacketState.WITHDRAWN else None
    facts = facts_of(
        [file for file in files if file.recipient_id == one.id],
        signed,
        withdrawn_at=withdrawn_at,
        recalls=recalls_of(work.session, one.id),
    )
    names = names_of_staff(work, [step.row.recorded_by for step in own])
    return CopyView(
        recipient=one,
        facts=facts,
        files=tuple(line for line in lines if line.recipient_id == one.id),
        steps=tuple(
            _step(step, names, counts=step.row.id in counting, hour=is_hour_known(step.row, files))
            for step in own
        ),
        is_due=facts is not None and facts.is_due(work.now),
    )


def _step(step: _Step, names: dict[UUID, str], *, counts: bool, hour: bool) -> StepLine:
    row = step.row
    return StepLine(
        id=row.id,
        recipient_id=step.recipient_id,
        file_id=row.file_id,
        kind=StepKind(row.step) if row.step else StepKind.HANDED_OVER,
        happened_at=row.handed_at,
        is_hour_known=hour,
        words=step.words,
        recorded_by=names.get(row.recorded_by, ""),
        recorded_at=row.recorded_at,
        corrects_id=row.corrects_id,
        is_signed=step.is_signed,
        counts=counts,
    )


def _file(
    file: PacketFile, reason: ExportReason | None, names: dict[UUID, str], *, was_taken: bool
) -> FileLine:
    return FileLine(
        id=file.id,
        recipient_id=file.recipient_id,
        language=Language(file.language),
        pages=file.pages,
        sha256_hex=file.sha256,
        template_version=file.template_version,
        made_at=file.exported_at,
        made_by=names.get(file.exported_by, ""),
        reason=reason.words if reason else None,
        was_taken=was_taken,
        may_be_handed_over=may_be_handed_over(file),
        print_number=file.print_number,
    )
