"""The referral packets of the year: drafted, approved by two others, made into a file and handed over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID, uuid4

from app.foundation.vocabulary.copy_steps import StepKind
from app.packets.approving import PagesSeen, approve_packet, show_pages
from app.packets.contents import Urgency
from app.packets.copy_steps import StepInput, record_step
from app.packets.drafting import PacketInput, begin_packet, change_part
from app.packets.exporting import ExportedFile, ExportOrder, export_packet
from app.packets.packet_page import packet_page
from app.packets.rendering import PdfLibraryMissing
from app.packets.submitting import submit_packet
from app.packets.wording import Language
from app.practice.calendar import just_before
from app.practice.cases import Road
from app.practice.people import DIRECTOR
from app.practice.story import Referral

Keep = Callable[[ExportedFile], None]
"""Receives the finished file and its words, which are kept nowhere in the organisation."""


@dataclass
class _Packet:
    road: Road
    referral: Referral
    keep: Keep
    id: UUID = field(default_factory=uuid4)
    file_id: UUID = field(default_factory=uuid4)
    is_made: bool = False


def note_referral(road: Road, keep: Keep) -> None:
    """Write a story's packet into the diary, as far as it has progressed."""
    referral = road.story.referral
    if referral is None:
        return
    packet = _Packet(road, referral, keep)
    steps = (
        (referral.begun, _begin),
        (referral.submitted, _submit),
        (referral.supervised, partial(_approve, by=road.story.supervisor)),
        (referral.directed, partial(_approve, by=DIRECTOR.username)),
        (referral.exported, _export),
        (referral.handed, _hand_over),
    )
    for days, step in steps:
        if days is not None:
            road.year.at(road.at(days), partial(step, packet))


def _begin(packet: _Packet) -> None:
    road, referral = packet.road, packet.referral
    new = PacketInput(packet.id, road.case_id, Urgency(referral.urgency), referral.request, referral.bodies)
    with road.practice.writing(road.story.worker) as work:
        begin_packet(work, new)
    if referral.summary:
        with road.practice.writing(road.story.worker) as work:
            version = packet_page(work, packet.id).row_version
            change_part(work, packet.id, "safety", (), referral.summary, version=version)


def _submit(packet: _Packet) -> None:
    with packet.road.practice.writing(packet.road.story.worker) as work:
        submit_packet(work, packet.id, version=packet_page(work, packet.id).row_version)


def _approve(packet: _Packet, *, by: str) -> None:
    with packet.road.practice.writing(by) as work:
        page = packet_page(work, packet.id)
        digest = page.digest or ""
        # A year of practice draws no page before its last step: the length stands for what would be on the screen.
        pages = page.length.pages
        signature = show_pages(work, packet.id, pages, digest=digest)
        seen = PagesSeen(pages, signature, frozenset(range(1, pages + 1)))
        approve_packet(work, packet.id, digest=digest, seen=seen, version=page.row_version)


def _export(packet: _Packet) -> None:
    practice = packet.road.practice
    practice.sign_in_anew(DIRECTOR.username)  # the password is asked for again before anything leaves
    with practice.reading(DIRECTOR.username) as work:
        page = packet_page(work, packet.id)
        order = ExportOrder(
            id=packet.file_id,
            packet_id=packet.id,
            recipient_id=page.recipients[0].id,
            language=Language.ENGLISH,
            reason=packet.referral.reason,
            version=page.row_version,
        )
        try:
            made = export_packet(work, order)
        except PdfLibraryMissing as error:
            practice.left_out.append(error)
            return
    packet.is_made = True
    packet.keep(made)


def _hand_over(packet: _Packet) -> None:
    if not packet.is_made:
        return
    road, referral = packet.road, packet.referral
    handed = just_before(road.practice.clock.now(), hours=1)
    handover = StepInput(
        id=uuid4(),
        step=StepKind.HANDED_OVER,
        file_id=packet.file_id,
        officer=referral.officer,
        unit=referral.unit,
        on=handed.on,
        at=handed.at,
        stamp_number=referral.stamp_number,
    )
    with road.practice.writing(road.story.supervisor) as work:
        recipient = packet_page(work, packet.id).recipients[0]
        record_step(work, packet.id, recipient.id, handover)
