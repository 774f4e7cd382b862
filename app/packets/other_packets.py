"""Packets of one case that are being written at the same time: two drafts of one case warn each other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.packets.scopes import packets_reached
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.referral_packet import ReferralPacket

BEING_WRITTEN = (PacketState.DRAFT, PacketState.SUBMITTED, PacketState.APPROVED)


@dataclass(frozen=True)
class OtherPacket:
    """Another packet of the case that has not been approved yet: its number, who began it, and when.

    `is_reached`: this person may open it. Who drafts in the case must know of it even when they may not.
    """

    id: UUID
    number: str
    version: int
    state: PacketState
    begun_by: str
    begun_at: datetime
    is_reached: bool


def others_of_case(work: UnitOfWork, case: Case, *, than: UUID | None = None) -> tuple[OtherPacket, ...]:
    """Return the packets of a case, which the caller has loaded through its permission, that somebody writes now.

    What was changed outside Wayhome is no such packet.
    """
    query = select(ReferralPacket).where(
        ReferralPacket.case_id == case.id, ReferralPacket.state.in_([state.value for state in BEING_WRITTEN])
    )
    found = [row for row in work.session.scalars(query.order_by(ReferralPacket.drafted_at)) if row.id != than]
    fits = board_fits(work, found)
    rows = [row for row in found if fits[row.id] is not Fit.CHANGED]
    if not rows:
        return ()
    reached = packets_reached(work).where(ReferralPacket.id.in_([row.id for row in rows]))
    ids = {row.id for row in work.session.scalars(reached)}
    people = colleagues(work, [row.drafted_by for row in rows])
    return tuple(
        OtherPacket(
            row.id,
            row.number,
            row.number_version,
            PacketState(row.state),
            people[row.drafted_by].worker_code if row.drafted_by in people else "",
            row.drafted_at,
            row.id in ids,
        )
        for row in rows
    )
