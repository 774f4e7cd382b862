"""What a packet's writing pages show: its contents, and what other records say that helps to write it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import require
from app.bases.pack import Pack
from app.case_records.loading import readable_case
from app.children.children import visible_child
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.contents import PacketContents
from app.packets.documents import Recipient, Returned
from app.packets.gathering import SafetyHints, pack_of, safety_hints
from app.packets.grounds import PacketGround, ground_of
from app.packets.length import PacketLength, length_of
from app.packets.loading import has_left, open_packet
from app.packets.preview import SwitchGroup, switch_groups
from app.packets.snapshots import full_contents, kept_contents
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewPacketPage:
    """What the page for beginning a packet shows: the case by code, and whether sharing is agreed."""

    case_id: UUID
    case_code: str
    child_code: str
    pack: Pack
    ground: PacketGround


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
    hints: SafetyHints
    returned: tuple[Returned, ...]
    last_writer: str
    last_written_at: datetime | None

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
    full = full_contents(draft, ground)
    last = colleagues(work, [draft.last_writer])
    return DraftPage(
        packet_id=packet.row.id,
        number=packet.row.number,
        row_version=packet.row.version,
        state=packet.state,
        case_id=packet.case.id,
        contents=full,
        length=length_of(kept_contents(draft, ground)),
        recipients=draft.recipients,
        switches=switch_groups(full, frozenset(draft.withheld)),
        pack=pack_of(work, packet.case.base_id),
        hints=safety_hints(work, packet.case),
        returned=draft.returned,
        last_writer=last[draft.last_writer].name if draft.last_writer in last else "",
        last_written_at=draft.last_written_at,
    )
