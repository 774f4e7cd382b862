"""Writes packets: a draft from the case, its words and switches, its recipients, and corrections."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlalchemy import func, select

from app.access.scope import has, require
from app.bases.known import vouched_base
from app.bases.numbers import Series, next_number
from app.case_records.loading import readable_case
from app.foundation.errors import AlreadyDone, NotAllowedNow, Refused
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.case_status import is_closed
from app.keyring.known_directory import directory_for
from app.keyring.policy import FolderKind
from app.keyring.root import organisation_name
from app.keyring.stated_facts import KnownBase
from app.keyring.writing import make_folder
from app.packets.comparing import differences
from app.packets.contents import Cover, PacketContents, Urgency
from app.packets.documents import PacketDraft, Returned, SupervisorsWord
from app.packets.editing import with_words
from app.packets.fields import field_switches
from app.packets.gathering import pack_of
from app.packets.grounds import ground_of
from app.packets.loading import (
    OpenPacket,
    PacketToChange,
    back_to_draft,
    has_left,
    lock_packet,
    open_packet,
    write_draft,
    written_by,
)
from app.packets.marks import switched_off, with_mask, with_summary
from app.packets.recipients import UnitInput, units_from, with_units
from app.packets.snapshots import full_contents
from app.packets.taking import with_records
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.case import Case
from models.referral_packet import ReferralPacket


@dataclass(frozen=True)
class PacketInput:
    """What is typed to begin a packet."""

    id: UUID
    case_id: UUID
    urgency: Urgency
    request: str
    body_ids: tuple[str, ...] = ()
    typed_units: tuple[UnitInput, ...] = ()


@dataclass(frozen=True)
class News:
    """How many fields and entries changed, and how many records do not open for the person who asked."""

    changed: int
    closed: int


def begin_packet(work: UnitOfWork, new: PacketInput) -> UUID:
    """Begin a packet from what the case holds. Returns its id.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `case-closed`, `packet-unknown-body` or
    `packet-too-many-recipients`.
    """
    case = readable_case(work, new.case_id, Permission.CASE_READ)
    require(work, Permission.PACKET_DRAFT)
    readable_case(work, case.id, Permission.PACKET_DRAFT)
    base = work.session.get_one(Base, case.base_id, with_for_update=True, populate_existing=True)
    _refuse_second(work, new.id, case.id)
    if is_closed(work, case):
        raise NotAllowedNow("case-closed")
    stated = vouched_base(work, base.id)
    number = next_number(work, base, Series.PACKET, ReferralPacket.number)
    draft = _first_draft(work, case, _cover(work, stated, new, number), stated.timezone)
    units = units_from(pack_of(work, base.id), new.body_ids, new.typed_units)
    draft = with_units(written_by(work, draft), units)
    _keep(work, case, draft, packet_id=new.id, number=number, action="packet.drafted")
    return new.id


def change_words(
    work: UnitOfWork, packet_id: UUID, typed: Mapping[str, str], *, urgency: Urgency, version: int
) -> None:
    """Change the packet's own words. Raises Conflict, or NotAllowedNow as `change_draft`."""

    def edit(draft: PacketDraft) -> PacketDraft:
        return replace(draft, contents=with_words(draft.contents, typed, urgency=urgency))

    change_draft(work, packet_id, edit, version=version)


def change_part(
    work: UnitOfWork, packet_id: UUID, part: str, masked: Sequence[str], summary: str, *, version: int
) -> None:
    """Take names and places out of one part, and put our summary beside it; empty ones lift what was there.

    Raises Conflict, or NotAllowedNow as `change_draft` and `with_mask`.
    """

    def edit(draft: PacketDraft) -> PacketDraft:
        return with_summary(with_mask(draft, part, masked), part, clean_lines(summary))

    change_draft(work, packet_id, edit, version=version)


def change_recipients(
    work: UnitOfWork,
    packet_id: UUID,
    body_ids: Sequence[str],
    typed: Sequence[UnitInput],
    *,
    version: int,
) -> None:
    """Change the recipients of the packet. Raises Conflict, or NotAllowedNow as `change_draft` and `units_from`."""
    base_id = open_packet(work, packet_id, Permission.PACKET_DRAFT).row.base_id
    units = units_from(pack_of(work, base_id), body_ids, typed)
    change_draft(work, packet_id, lambda draft: with_units(draft, units), version=version)


def set_switches(work: UnitOfWork, packet_id: UUID, kept: Collection[str], *, version: int) -> None:
    """Keep these fields, and withhold all others that may be withheld.

    Raises Conflict, or NotAllowedNow as `change_draft`.
    """
    packet = open_packet(work, packet_id, Permission.PACKET_DRAFT)
    ground = ground_of(work, packet.case, packet.draft.recipients)
    full = full_contents(packet.draft, ground)
    listed = {switch.key for switch in field_switches(full)}
    by_default = switched_off(replace(packet.draft, withheld=(), kept=()), full)
    # Only what a person decided otherwise is kept, so that the defaults still hold for what is taken in later.
    off, on = listed - set(kept) - by_default, by_default & set(kept)

    def edit(draft: PacketDraft) -> PacketDraft:
        return replace(draft, withheld=tuple(sorted(off)), kept=tuple(sorted(on)))

    change_draft(work, packet_id, edit, version=version)


def take_in_news(work: UnitOfWork, packet_id: UUID, *, version: int) -> News:
    """Take into the draft whatever the records say now. Returns what that changed.

    Raises Conflict, or NotAllowedNow as `change_draft`; nothing is changed when there is nothing new.
    """
    packet = lock_packet(work, packet_id, Permission.PACKET_DRAFT, version=version)
    before = packet.draft
    draft = with_records(work, packet.case, before)
    if draft != before:
        _write(work, packet, draft)
    found = differences(before.contents, draft.contents, shown=before.contents)
    return News(len(found), draft.closed)


def change_draft(
    work: UnitOfWork, packet_id: UUID, edit: Callable[[PacketDraft], PacketDraft], *, version: int
) -> None:
    """Change a draft. Any edit of a submitted packet voids its approvals and makes it a draft again.

    Raises Refused, NotVisible, Conflict, or NotAllowedNow with `packet-withdrawn` or `packet-left`.
    """
    packet = lock_packet(work, packet_id, Permission.PACKET_DRAFT, version=version)
    _write(work, packet, edit(packet.draft))


def correct_packet(work: UnitOfWork, packet_id: UUID, new_id: UUID, *, why_on_closed: str = "") -> UUID:
    """Begin a new version of a packet that has left or was withdrawn; it names the version it replaces.

    False words must not stand because a case is closed: then a supervisor begins it, and says why (decision 0039).

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `packet-not-left`, `packet-corrected-already`,
    `packet-case-closed` or `reason-missing`.
    """
    old = open_packet(work, packet_id, Permission.PACKET_DRAFT)
    word = _word_on_closed(work, old, clean_lines(why_on_closed))
    work.session.get_one(Base, old.row.base_id, with_for_update=True, populate_existing=True)
    _refuse_second(work, new_id, old.row.case_id)
    _check_correction(work, old)
    version = old.row.number_version + 1
    cover = replace(
        old.draft.contents.cover,
        version=version,
        replaces=f"{old.row.number} version {old.row.number_version}",
    )
    draft = replace(
        written_by(work, old.draft),
        contents=replace(old.draft.contents, cover=cover),
        # Rows of their own, because each lies in the folder of its packet. The marks stay the same.
        recipients=tuple(replace(one, id=uuid4()) for one in old.draft.recipients),
        returned=(),
        taken_back=None,
        on_closed=word,
    )
    draft = with_records(work, old.case, draft)
    _keep(
        work,
        old.case,
        draft,
        packet_id=new_id,
        number=old.row.number,
        action="packet.corrected",
        replaces=old.row,
    )
    return new_id


def _check_correction(work: UnitOfWork, old: OpenPacket) -> None:
    if not has_left(work, old.row.id) and old.state is not PacketState.WITHDRAWN:
        raise NotAllowedNow("packet-not-left")
    newest = work.session.scalar(
        select(func.max(ReferralPacket.number_version)).where(ReferralPacket.number == old.row.number)
    )
    if newest != old.row.number_version:
        raise NotAllowedNow("packet-corrected-already")


def _word_on_closed(work: UnitOfWork, packet: OpenPacket, why: str) -> SupervisorsWord | None:
    if not is_closed(work, packet.case):
        return None
    if not has(work, Permission.PACKET_APPROVE):
        raise NotAllowedNow("packet-case-closed")
    if not why:
        raise NotAllowedNow("reason-missing")
    return SupervisorsWord(work.person.id, work.now, why)


def return_to_writer(work: UnitOfWork, packet_id: UUID, *, why: str, version: int) -> None:
    """Send a submitted packet back with a reason, as a possible approver; approvals given so far become void.

    Raises Refused, NotVisible, Conflict, or NotAllowedNow with `packet-not-submitted`, `reason-missing`,
    `packet-withdrawn` or `packet-left`.
    """
    packet = lock_packet(work, packet_id, Permission.PACKET_APPROVE, version=version)
    words = clean_lines(why)
    if packet.state is PacketState.DRAFT:
        raise NotAllowedNow("packet-not-submitted")
    if not words:
        raise NotAllowedNow("reason-missing")
    back_to_draft(work, packet)
    returned = Returned(work.person.id, work.now, words)
    write_draft(packet, replace(packet.draft, returned=(*packet.draft.returned, returned)))
    work.session.flush()
    _record(work, packet, "packet.returned")


def _write(work: UnitOfWork, packet: PacketToChange, draft: PacketDraft) -> None:
    if packet.state is not PacketState.DRAFT:
        back_to_draft(work, packet)
    write_draft(packet, written_by(work, draft))
    work.session.flush()
    _record(work, packet, "packet.changed")


def _record(work: UnitOfWork, packet: OpenPacket, action: str) -> None:
    work.record(
        action,
        subjects=packet.subjects,
        folders=[packet.folder.id],
        base_id=packet.row.base_id,
        version=packet.row.version,
    )


def _first_draft(work: UnitOfWork, case: Case, cover: Cover, time_zone: str) -> PacketDraft:
    contents = PacketContents(cover=cover, time_zone=time_zone)
    return with_records(work, case, PacketDraft(contents, withheld=(), recipients=(), writers=()))


def _cover(work: UnitOfWork, base: KnownBase, new: PacketInput, number: str) -> Cover:
    organisation = organisation_name(work.session, directory_for(work))
    return Cover(
        packet_number=number,
        version=1,
        urgency=new.urgency,
        request=clean_lines(new.request) or None,
        contact=work.person.worker_code,
        contact_phone=base.duty_number or None,
        organisation=organisation or None,
        base=base.name,
    )


def _keep(
    work: UnitOfWork,
    case: Case,
    draft: PacketDraft,
    *,
    packet_id: UUID,
    number: str,
    action: str,
    replaces: ReferralPacket | None = None,
) -> None:
    folder = make_folder(
        work, FolderKind.PACKET, base_id=case.base_id, child_id=case.child_id, case_id=case.id
    )
    row = ReferralPacket(
        id=packet_id,
        number=number,
        number_version=draft.contents.cover.version,
        replaces_id=replaces.id if replaces else None,
        base_id=case.base_id,
        case_id=case.id,
        folder_id=folder.id,
        state=PacketState.DRAFT.value,
        drafted_by=work.person.id,
        drafted_at=work.now,
    )
    folder.write(row, draft)
    work.session.flush()
    work.record(
        action, subjects=[packet_id, case.id, case.child_id], folders=[folder.id], base_id=case.base_id
    )


def _refuse_second(work: UnitOfWork, packet_id: UUID, case_id: UUID) -> None:
    there = work.session.get(ReferralPacket, packet_id)
    if there is None:
        return
    if (there.drafted_by, there.case_id) != (work.person.id, case_id):
        raise Refused(Permission.PACKET_DRAFT.value)
    raise AlreadyDone(record_id=packet_id)
