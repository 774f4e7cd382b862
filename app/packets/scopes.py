"""Who reaches which packets: caseworkers those they drafted, in cases they are assigned to; supervision its base's."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.addresses import declare_address
from app.access.assigned import assigned_case
from app.access.scope import Rule, declare_scope, own_base, scoped, visible_for
from app.foundation.permissions import Permission, Reach
from app.unit_of_work import UnitOfWork
from models.copy_step import CopyStep
from models.mapping import Model
from models.referral_packet import PacketApproval, PacketFile, PacketRecipient, ReferralPacket

_ASSIGNED_CASE = assigned_case(ReferralPacket.case_id)


def _own_drafts() -> Rule:
    # The drafter has the packet's key and no other caseworker has, so no other caseworker is shown the row.
    return lambda work: and_(ReferralPacket.drafted_by == work.person.id, _ASSIGNED_CASE(work))


_RULES: dict[Reach, Rule] = {
    Reach.BASE: own_base(ReferralPacket.base_id),
    Reach.ASSIGNED: _own_drafts(),
}


# Checked row by row: a list of ids would name every packet the base ever had, in every query.
def _of_packet(column: InstrumentedAttribute[Any], rule: Rule) -> Rule:
    of_row = ReferralPacket.id == column
    return lambda work: select(ReferralPacket.id).where(of_row, rule(work)).correlate(column.table).exists()


def _of_step(rule: Rule) -> Rule:
    of_file, of_copy = _of_packet(PacketFile.packet_id, rule), _of_packet(PacketRecipient.packet_id, rule)
    # Steps of before name their file only.
    return lambda work: or_(
        select(PacketRecipient.id)
        .where(PacketRecipient.id == CopyStep.recipient_id, of_copy(work))
        .correlate(CopyStep)
        .exists(),
        select(PacketFile.id)
        .where(PacketFile.id == CopyStep.file_id, of_file(work))
        .correlate(CopyStep)
        .exists(),
    )


declare_scope(
    ReferralPacket,
    allowed={
        Permission.PACKET_READ,
        Permission.PACKET_DRAFT,
        Permission.PACKET_APPROVE,
        Permission.PACKET_EXPORT,
    },
    rules=_RULES,
)
_PARTS: dict[type[Model], InstrumentedAttribute[Any]] = {
    PacketApproval: PacketApproval.packet_id,
    PacketRecipient: PacketRecipient.packet_id,
    PacketFile: PacketFile.packet_id,
}
for _model, _column in _PARTS.items():
    declare_scope(
        _model,
        allowed={Permission.PACKET_READ},
        rules={reach: _of_packet(_column, rule) for reach, rule in _RULES.items()},
    )
declare_scope(
    CopyStep,
    allowed={Permission.PACKET_READ},
    rules={reach: _of_step(rule) for reach, rule in _RULES.items()},
)
declare_address("packet_id", "recipient_id", PacketRecipient.packet_id)
declare_address("packet_id", "file_id", PacketFile.packet_id)
declare_address("recipient_id", "step_id", CopyStep.recipient_id)


def visible_packet(
    work: UnitOfWork, packet_id: UUID, permission: Permission = Permission.PACKET_READ
) -> ReferralPacket:
    """Load a packet with a permission: 404 for people who may not read it, 403 for readers who lack the permission.

    Raises NotVisible, Refused.
    """
    return visible_for(work, ReferralPacket, packet_id, permission, reads=Permission.PACKET_READ)


def packets_reached(
    work: UnitOfWork, permission: Permission = Permission.PACKET_READ
) -> Select[ReferralPacket]:
    """Return the query that this room begins from: the packets the permission reaches."""
    return scoped(work, ReferralPacket, permission)
