"""Builds the preview: the pages as they will leave, and each field's switch beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from app.access.scope import has
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.contents import PacketContents
from app.packets.document import PacketCopy, Purpose, packet_text
from app.packets.documents import Recipient, RecipientUnit
from app.packets.drawing import DrawingStopped
from app.packets.fields import FieldSwitch, Section, field_switches
from app.packets.file_making import draw_preview
from app.packets.grounds import ground_of
from app.packets.length import PacketLength, length_of
from app.packets.loading import OpenPacket, frozen_contents, open_packet
from app.packets.marks import switched_off
from app.packets.page_images import PageImage, page_images
from app.packets.parts import Unprintable, unprintable_in
from app.packets.snapshots import full_contents, kept_contents
from app.packets.template_reviews import translation_of
from app.packets.values import value_of
from app.packets.wording import Language
from app.unit_of_work import UnitOfWork

NO_MARK = "00"
"""The mark on a preview before a recipient was chosen."""


@dataclass(frozen=True)
class SwitchView:
    """One switch with its value, as it would be printed in English."""

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
    has_passages: bool
    unprintable: tuple[Unprintable, ...]
    cautions: Mapping[str, str]
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
        language=language,
        recipient_mark=recipient.mark,
        issued_at=work.now,
        translation=translation_of(work, language),
        purpose=Purpose.PREVIEW,
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
        unprintable=unprintable_in(contents),
        has_passages=bool(contents.passages),
        cautions=packet.draft.cautions,
        switches=switches,
    )
    # No snapshot is held open while the pages are drawn.
    work.end_transaction()
    return _drawn(page, contents, copy)


def every_page(work: UnitOfWork, packet_id: UUID) -> PreviewPage:
    """Draw every page that may leave: the English ones, and the Khmer ones where somebody wrote Khmer beside them.

    Pages are numbered as one pile. What only comes from lists is in Khmer as the reviewed template says it. Raises as
    `preview_page` does.
    """
    english = preview_page(work, packet_id)
    if not english.has_passages or english.why_no_pages:
        return english
    khmer = preview_page(work, packet_id, language=Language.KHMER)
    pile = [*english.pages, *khmer.pages]
    pages = tuple(replace(image, number=number) for number, image in enumerate(pile, 1))
    text = f"{english.text}\n\n{khmer.text}"
    return replace(english, pages=pages, text=text, why_no_pages=khmer.why_no_pages)


def _drawn(page: PreviewPage, contents: PacketContents, copy: PacketCopy) -> PreviewPage:
    if page.length.is_too_long:
        return replace(page, why_no_pages="packet-too-long")
    try:
        rendering = draw_preview(
            contents,
            language=copy.language,
            recipient_mark=copy.recipient_mark,
            now=copy.issued_at,
            translation=copy.translation,
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
        switch_groups(full, switched_off(packet.draft, full)) if has(work, Permission.PACKET_DRAFT) else ()
    )
    return kept_contents(packet.draft, ground), switches


def _view(contents: PacketContents, switch: FieldSwitch, withheld: frozenset[str]) -> SwitchView:
    return SwitchView(switch.key, switch.label, value_of(contents, switch.key), switch.key not in withheld)
