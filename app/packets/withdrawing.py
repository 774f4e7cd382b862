"""Takes a packet back: it makes no more files, and those who hold one are listed for recall."""

from dataclasses import replace
from uuid import UUID

from app.access.scope import has, require
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.packet_states import PacketState
from app.packets.documents import TakenBack
from app.packets.loading import OpenPacket, has_left, lock_packet, write_draft
from app.packets.vouching import sign_withdrawal
from app.unit_of_work import UnitOfWork


def withdraw_packet(work: UnitOfWork, packet_id: UUID, *, why: str, version: int) -> None:
    """Take a packet back. Supervision and direction may at any time, its writers while nothing has left.

    Raises Refused, NotVisible, Conflict, or NotAllowedNow with `packet-withdrawn` or `reason-missing`.
    """
    packet = lock_packet(work, packet_id, Permission.PACKET_READ, version=version)
    require(work, permission_to_withdraw(work, packet))
    if packet.state is PacketState.WITHDRAWN:
        raise NotAllowedNow("packet-withdrawn")
    words = clean_lines(why)
    if not words:
        raise NotAllowedNow("reason-missing")
    write_draft(packet, replace(packet.draft, taken_back=TakenBack(work.person.id, work.now, words)))
    packet.row.state = PacketState.WITHDRAWN.value
    packet.row.withdrawn_at = work.now
    sign_withdrawal(work, packet.folder, packet.row)
    work.session.flush()
    work.record(
        "packet.withdrawn",
        subjects=packet.subjects,
        folders=[packet.folder.id],
        base_id=packet.row.base_id,
    )


def permission_to_withdraw(work: UnitOfWork, packet: OpenPacket) -> Permission:
    """Return what taking this packet back asks of this person."""
    if has(work, Permission.PACKET_APPROVE) or has_left(work, packet.row.id):
        return Permission.PACKET_APPROVE
    return Permission.PACKET_DRAFT


def may_withdraw(work: UnitOfWork, packet: OpenPacket) -> bool:
    """Tell whether to offer it."""
    return packet.state is not PacketState.WITHDRAWN and has(work, permission_to_withdraw(work, packet))
