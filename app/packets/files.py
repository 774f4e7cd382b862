"""The files of a packet with their receipts, as its readers see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import scoped
from app.audit.trail_pages import subjects_of_action
from app.foundation.permissions import Permission
from app.keyring.known_directory import directory_for
from app.packets.documents import ExportReason, Receipt
from app.packets.loading import OpenPacket
from app.packets.registry import registered_files
from app.packets.wording import Language
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork
from models.handover import Handover
from models.referral_packet import PacketFile

TAKEN = "packet.downloaded"
"""What the trail calls it when somebody takes a file."""


@dataclass(frozen=True)
class HandoverLine:
    """One handover; `receipt` is None when it was written under a key that this person does not hold."""

    id: UUID
    handed_at: datetime
    receipt: Receipt | None
    recorded_by: str


@dataclass(frozen=True)
class FileLine:
    """One file that was made; `reason` is None when it was written under a key that this person does not hold.

    `was_taken`: it left for a disk, once.
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
    handovers: tuple[HandoverLine, ...]
    was_taken: bool

    @property
    def may_be_handed_over(self) -> bool:
        """Whether its language's template was reviewed; English is the language we write in."""
        return self.language is Language.ENGLISH


@dataclass(frozen=True)
class FilesOfPacket:
    """A packet's files, the newest first, and how many rows of its registry were changed outside Wayhome.

    Of those nothing is told, not even which copy they were of: that is one of the things that may be changed.
    """

    lines: tuple[FileLine, ...]
    changed: int


def files_of(work: UnitOfWork, packet: OpenPacket) -> FilesOfPacket:
    """Return the packet's files with their receipts."""
    query = scoped(work, PacketFile, Permission.PACKET_READ).where(PacketFile.packet_id == packet.row.id)
    files = work.session.scalars(query.order_by(PacketFile.exported_at.desc(), PacketFile.id)).all()
    query_handed = scoped(work, Handover, Permission.PACKET_READ).where(
        Handover.file_id.in_([file.id for file in files])
    )
    handed = work.session.scalars(query_handed.order_by(Handover.handed_at)).all() if files else []
    reasons = {file.id: packet.folder.look(file, ExportReason) for file in files}
    signed = registered_files(work.session, directory_for(work), files)
    sound = [file for file in files if file.id in signed and not reasons[file.id].is_changed]
    receipts = {row.id: packet.folder.look(row, Receipt) for row in handed}
    received = [row for row in handed if not receipts[row.id].is_changed]
    people = colleagues(work, [*(file.exported_by for file in sound), *(row.recorded_by for row in received)])
    names = {staff_id: person.name for staff_id, person in people.items()}
    lines: dict[UUID, list[HandoverLine]] = {}
    for row in received:
        line = HandoverLine(row.id, row.handed_at, receipts[row.id].document, names.get(row.recorded_by, ""))
        lines.setdefault(row.file_id, []).append(line)
    taken = subjects_of_action(work, TAKEN, (file.id for file in sound))
    return FilesOfPacket(
        lines=tuple(
            _file(file, reasons[file.id].document, names, lines.get(file.id, []), was_taken=file.id in taken)
            for file in sound
        ),
        changed=len(files) - len(sound) + len(handed) - len(received),
    )


def _file(
    file: PacketFile,
    reason: ExportReason | None,
    names: dict[UUID, str],
    handovers: list[HandoverLine],
    *,
    was_taken: bool,
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
        handovers=tuple(handovers),
        was_taken=was_taken,
    )
