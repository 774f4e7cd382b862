"""What a packet's writing pages show: its contents, and what other records say that helps to write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import require
from app.bases.pack import Pack
from app.case_records.loading import readable_case
from app.cases.contact_rules import rules_of_cases
from app.children.children import visible_child
from app.foundation.contact_rules import ContactRule
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.contents import PacketContents
from app.packets.documents import Recipient, Returned
from app.packets.gathering import pack_of
from app.packets.grounds import PacketGround, ground_of
from app.packets.length import PacketLength, length_of
from app.packets.loading import has_left, open_packet
from app.packets.marks import switched_off
from app.packets.other_packets import OtherPacket, others_of_case
from app.packets.parts import PartView, Unprintable, part_views, unprintable_in
from app.packets.preview import SwitchGroup, switch_groups
from app.packets.snapshots import full_contents, kept_contents
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewPacketPage:
    """What the page for beginning a packet shows: the case by code, whether sharing is agreed, and other drafts."""

    case_id: UUID
    case_code: str
    child_code: str
    pack: Pack
    ground: PacketGround
    others: tuple[OtherPacket, ...]


@dataclass(frozen=True)
class DraftPage:
    """A packet as its writers see it: everything it holds, nothing left out yet."""

    packet_id: UUID
    number: str
    row_version: int
    state: PacketState
    case_id: UUID
    contents: PacketContents
    length: PacketLength
    recipients: tuple[Recipient, ...]
    switches: tuple[SwitchGroup, ...]
    pack: Pack
    parts: tuple[PartView, ...]
    cautions: Mapping[str, str]
    unprintable: tuple[Unprintable, ...]
    returned: tuple[Returned, ...]
    last_writer: str
    last_written_at: datetime | None
    rule: ContactRule | None
    """The child's contact rule, beside the fields that say whom to call."""

    @property
    def voids_approvals(self) -> bool:
        """Whether saving turns a submitted packet back into a draft."""
        return self.state is not PacketState.DRAFT


def new_packet_page(work: UnitOfWork, case_id: UUID) -> NewPacketPage:
    """Return what is shown before a packet is begun. Raises NotVisible, Refused."""
    case = readable_case(work, case_id, Permission.CASE_READ)
    require(work, Permission.PACKET_DRAFT)
    return NewPacketPage(
        case_id=case.id,
        case_code=case.code,
        child_code=visible_child(work, case.child_id).code,
        pack=pack_of(work, case.base_id),
        ground=ground_of(work, case, ()),
        others=others_of_case(work, case),
    )


def draft_page(work: UnitOfWork, packet_id: UUID) -> DraftPage:
    """Return a packet for people who may write in it.

    Raises NotVisible, Refused, or NotAllowedNow with `packet-withdrawn` or `packet-left`.
    """
    packet = open_packet(work, packet_id, Permission.PACKET_DRAFT)
    if packet.state is PacketState.WITHDRAWN:
        raise NotAllowedNow("packet-withdrawn")
    if has_left(work, packet_id):
        raise NotAllowedNow("packet-left")
    draft = packet.draft
    ground = ground_of(work, packet.case, draft.recipients)
    full, kept = full_contents(draft, ground), kept_contents(draft, ground)
    last = colleagues(work, [draft.last_writer])
    return DraftPage(
        packet_id=packet.row.id,
        number=packet.row.number,
        row_version=packet.row.version,
        state=packet.state,
        case_id=packet.case.id,
        contents=full,
        length=length_of(kept),
        recipients=draft.recipients,
        switches=switch_groups(full, switched_off(draft, full)),
        pack=pack_of(work, packet.case.base_id),
        parts=part_views(draft, full),
        cautions=draft.cautions,
        unprintable=unprintable_in(kept),
        returned=draft.returned,
        last_writer=last[draft.last_writer].name if draft.last_writer in last else "",
        last_written_at=draft.last_written_at,
        rule=rules_of_cases(work, [packet.case.id]).get(packet.case.id),
    )


def part_page(work: UnitOfWork, packet_id: UUID, key: str) -> tuple[DraftPage, PartView]:
    """Return a draft and one of its parts, to mask or summarise it. Raises as `draft_page` does, and NotVisible."""
    page = draft_page(work, packet_id)
    part = next((one for one in page.parts if one.key == key), None)
    if part is None:
        raise NotVisible("packet_part")
    return page, part
