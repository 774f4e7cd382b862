"""Builds the preview: the pages as they will leave, and each field's switch beside them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.access.scope import has
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.contents import AgeRange, Moment, PacketContents
from app.packets.document import PacketCopy, Purpose, packet_text
from app.packets.documents import Recipient, RecipientUnit
from app.packets.drawing import DrawingStopped
from app.packets.fields import FieldSwitch, Section, field_switches
from app.packets.file_making import draw_preview
from app.packets.grounds import ground_of
from app.packets.length import PacketLength, length_of
from app.packets.loading import OpenPacket, frozen_contents, open_packet
from app.packets.page_images import PageImage, page_images
from app.packets.printed_times import printed_day, printed_minute, printed_moment
from app.packets.snapshots import full_contents, kept_contents
from app.packets.wording import Language, words_in
from app.unit_of_work import UnitOfWork

VALUE_SHOWN = 90
"""How many letters of a value are shown beside its switch: enough to recognise it."""

NO_MARK = "00"
"""The mark on a preview before a recipient was chosen."""


@dataclass(frozen=True)
class SwitchView:
    """One switch with the beginning of its value."""

    key: str
    label: str
    value: str
    is_kept: bool


@dataclass(frozen=True)
class SwitchGroup:
    """The switches of a section without items, or of one child, entry or answer. `name` can be used in a form."""

    name: str
    section: Section
    item: str | None
    switches: tuple[SwitchView, ...]

    @property
    def leaving(self) -> int:
        """How many of the fields leave; none if the whole child, entry or answer is switched off."""
        is_whole_off = any(
            not switch.is_kept and self.item is not None and switch.key.count(".") == 1
            for switch in self.switches
        )
        return 0 if is_whole_off else sum(switch.is_kept for switch in self.switches)


@dataclass(frozen=True)
class PreviewPage:
    """A packet's pages as they would leave, in one language for one recipient, and their switches.

    `switches` is empty once the packet is frozen, and for people who may not write in it. `text` is the same packet
    for people who listen to it. `why_no_pages` is the code of the reason why nothing could be drawn.
    """

    packet_id: UUID
    number: str
    row_version: int
    state: PacketState
    language: Language
    recipient: Recipient
    recipients: tuple[Recipient, ...]
    pages: tuple[PageImage, ...]
    why_no_pages: str | None
    length: PacketLength
    text: str
    switches: tuple[SwitchGroup, ...]


def preview_page(
    work: UnitOfWork, packet_id: UUID, *, language: Language = Language.ENGLISH, mark: str = ""
) -> PreviewPage:
    """Draw a packet as it would leave; takes a second. Raises NotVisible, NoKey, WillNotOpen, PdfLibraryMissing."""
    packet = open_packet(work, packet_id)
    contents, switches = _contents(work, packet)
    recipients = packet.snapshot.recipients if packet.snapshot else packet.draft.recipients
    chosen = [one for one in recipients if one.mark == mark] or list(recipients)
    recipient = chosen[0] if chosen else Recipient(packet.row.id, NO_MARK, RecipientUnit(""))
    name = recipient.unit.name_local if language is Language.KHMER else ""
    cover = replace(contents.cover, recipient_unit=name or recipient.unit.name or None)
    contents = replace(contents, cover=cover)
    copy = PacketCopy(
        language=language, recipient_mark=recipient.mark, issued_at=work.now, purpose=Purpose.PREVIEW
    )
    page = PreviewPage(
        packet_id=packet.row.id,
        number=packet.row.number,
        row_version=packet.row.version,
        state=packet.state,
        language=language,
        recipient=recipient,
        recipients=recipients,
        pages=(),
        why_no_pages=None,
        length=length_of(contents),
        text=packet_text(contents, copy),
        switches=switches,
    )
    # No snapshot is held open while the pages are drawn.
    work.end_transaction()
    return _drawn(page, contents, copy)


def _drawn(page: PreviewPage, contents: PacketContents, copy: PacketCopy) -> PreviewPage:
    if page.length.is_too_long:
        return replace(page, why_no_pages="packet-too-long")
    try:
        rendering = draw_preview(
            contents, language=copy.language, recipient_mark=copy.recipient_mark, now=copy.issued_at
        )
    except DrawingStopped:
        return replace(page, why_no_pages="packet-drawing-stopped")
    return replace(page, pages=page_images(rendering.pdf))


def switch_groups(contents: PacketContents, withheld: frozenset[str]) -> tuple[SwitchGroup, ...]:
    """Return the switches of full contents, in printed order, each with its value."""
    groups = groupby(field_switches(contents), key=lambda switch: (switch.section, switch.item))
    return tuple(
        SwitchGroup(
            name=f"{section.value}__{item or ''}".replace("-", "_"),
            section=section,
            item=item,
            switches=tuple(_view(contents, switch, withheld) for switch in switches),
        )
        for (section, item), switches in groups
    )


def _contents(work: UnitOfWork, packet: OpenPacket) -> tuple[PacketContents, tuple[SwitchGroup, ...]]:
    if packet.snapshot is not None:
        return frozen_contents(packet.snapshot), ()
    ground = ground_of(work, packet.case, packet.draft.recipients)
    full = full_contents(packet.draft, ground)
    switches = (
        switch_groups(full, frozenset(packet.draft.withheld)) if has(work, Permission.PACKET_DRAFT) else ()
    )
    return kept_contents(packet.draft, ground), switches


def _view(contents: PacketContents, switch: FieldSwitch, withheld: frozenset[str]) -> SwitchView:
    value = " ".join(_value(contents, switch.key).split())
    shown = value if len(value) <= VALUE_SHOWN else f"{value[:VALUE_SHOWN].rstrip()}…"
    return SwitchView(switch.key, switch.label, shown, switch.key not in withheld)


def _value(contents: PacketContents, key: str) -> str:
    """Return the value of a registry key, as it would be printed in English."""
    section, *rest = key.split(".")
    part: Any = getattr(contents, section)
    if rest and rest[0].isdigit():
        items = part.agreements if section == Section.GROUNDS else part
        part, rest = items[int(rest[0]) - 1], rest[1:]
    if not rest:
        return _whole(part)
    return _printed(getattr(part, rest[0]), contents.time_zone)


def _whole(part: Any) -> str:
    """Return what distinguishes a child, an entry or an answer from the others."""
    texts = (getattr(part, name, None) for name in ("text", "name_romanised", "child_code", "code"))
    return next((text for text in texts if text), "")


def _printed(value: object, time_zone: str) -> str:
    zone, english = ZoneInfo(time_zone), Language.ENGLISH
    match value:
        case AgeRange():
            return " – ".join(str(y) for y in dict.fromkeys((value.youngest_years, value.oldest_years)))
        case Moment():
            return printed_moment(value, zone, words_in(english), english)
        case datetime():
            return printed_minute(value, zone, english)
        case date():
            return printed_day(value, english)
        case StrEnum():
            return value.value
        case _:
            return str(value)
