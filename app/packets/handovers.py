"""Records that a file was handed to somebody, and their receipt."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from app.access.scope import locked, scoped
from app.foundation.clock import is_ahead
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import AlreadyDone, ChangedOutside, NotAllowedNow, NotVisible, Refused
from app.foundation.local_time import HOME_ZONE, local_day
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines, clean_text
from app.keyring.known_directory import directory_for
from app.packets.documents import Receipt
from app.packets.loading import OpenPacket, open_packet, to_change
from app.packets.registry import registered_files
from app.packets.scopes import packets_reached
from app.packets.wording import Language
from app.unit_of_work import UnitOfWork
from models.handover import Handover
from models.referral_packet import PacketFile, ReferralPacket


@dataclass(frozen=True)
class HandoverInput:
    """What is typed for a handover; the hour may be unknown."""

    id: UUID
    file_id: UUID
    officer: str
    unit: str
    on: date
    at: time | None = None
    stamp_number: str = ""
    remark: str = ""


def record_handover(work: UnitOfWork, packet_id: UUID, new: HandoverInput) -> None:
    """Record a handover of one of the packet's files.

    Raises NotVisible, Refused, AlreadyDone, or NotAllowedNow with `packet-withdrawn`, `khmer-draft`, `officer-missing`,
    `unit-missing`, `in-the-future` or `handed-before-made`.
    """
    packet = open_packet(work, packet_id)
    # The same form sent twice at once waits here and then finds its record.
    work.session.scalars(locked(packets_reached(work).where(ReferralPacket.id == packet_id))).one()
    _refuse_second(work, new)
    file = _file(work, packet, new.file_id)
    handed_at = _moment(work, file, new)
    # A receipt may arrive after a packet was taken back, but no handover may be later than that.
    if packet.row.withdrawn_at is not None and handed_at > packet.row.withdrawn_at:
        raise NotAllowedNow("packet-withdrawn")
    # Until a reviewer of the Khmer template is recorded, handovers are in English.
    if file.language == Language.KHMER:
        raise NotAllowedNow("khmer-draft")
    row = Handover(
        id=new.id,
        file_id=file.id,
        folder_id=packet.folder.id,
        handed_at=handed_at,
        recorded_by=work.person.id,
        recorded_at=work.now,
    )
    to_change(work, packet).folder.write(row, _receipt(new))
    work.session.flush()
    work.record(
        "packet.handed_over",
        subjects=[new.id, file.id, *packet.subjects],
        folders=[packet.folder.id],
        base_id=packet.row.base_id,
    )


def _receipt(new: HandoverInput) -> Receipt:
    receipt = Receipt(
        clean_text(new.officer), clean_text(new.unit), clean_text(new.stamp_number), clean_lines(new.remark)
    )
    wanted = {"officer-missing": receipt.officer, "unit-missing": receipt.unit}
    missing = [code for code, value in wanted.items() if not value]
    if missing:
        raise NotAllowedNow(*missing)
    return receipt


def _file(work: UnitOfWork, packet: OpenPacket, file_id: UUID) -> PacketFile:
    query = scoped(work, PacketFile, Permission.PACKET_READ)
    query = query.where(PacketFile.id == file_id, PacketFile.packet_id == packet.row.id)
    file = work.session.scalars(query).one_or_none()
    if file is None:
        raise NotVisible("packet_file")
    packet.folder.check(file)
    if file.id not in registered_files(work.session, directory_for(work), [file]):
        raise ChangedOutside("nobody signed that this file was made", record=file.id)
    return file


def _moment(work: UnitOfWork, file: PacketFile, new: HandoverInput) -> datetime:
    """Return when it was handed over, UTC; without an hour, the start of the day or the time the file was made."""
    refuse_unlikely(DayMeaning.DONE, new.on, local_day(work.now))
    if is_ahead(file.exported_at, work.now):
        # A wrong clock says when it was made; what is said of the handover stands.
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


def _typed(work: UnitOfWork, new: HandoverInput) -> datetime:
    moment = datetime.combine(new.on, new.at or time(0), tzinfo=HOME_ZONE).astimezone(UTC)
    if moment > work.now:
        raise NotAllowedNow("in-the-future")
    return moment


def _refuse_second(work: UnitOfWork, new: HandoverInput) -> None:
    there = work.session.get(Handover, new.id)
    if there is None:
        return
    if there.recorded_by != work.person.id or there.file_id != new.file_id:
        raise Refused(Permission.PACKET_READ.value)
    raise AlreadyDone(record_id=new.id)
