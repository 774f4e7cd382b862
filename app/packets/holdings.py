"""The drafts of packets of a colleague who leaves; supervision holds their keys and goes on with them."""

from uuid import UUID

from app.access.scope import has
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.keyring.known_directory import directory_for
from app.offers.holdings import Held
from app.packets.scopes import packets_reached
from app.unit_of_work import UnitOfWork
from models.referral_packet import ReferralPacket

DRAFT = N_("Draft of a packet")
GOES_ON = N_("Supervision opens it and goes on. It stays on Today until it is submitted or withdrawn.")
LEFT = N_("Draft of a packet: whoever wrote it has left")


def held(work: UnitOfWork, staff_id: UUID) -> list[Held]:
    """Return the drafts that somebody began."""
    return [
        Held("packet", row.id, row.id, DRAFT, row.number, stays=GOES_ON) for row in _drafts(work, [staff_id])
    ]


def left_behind(work: UnitOfWork) -> list[DueItem]:
    """Return drafts whose writer's account is closed, for people who approve packets."""
    gone = [one.id for one in directory_for(work).people.values() if not one.enabled]
    return [
        DueItem(local_day(row.drafted_at), "packet", row.id, LEFT, row.number, is_waiting=True)
        for row in (_drafts(work, gone) if gone else ())
    ]


def _drafts(work: UnitOfWork, staff_ids: list[UUID]) -> list[ReferralPacket]:
    if not has(work, Permission.PACKET_APPROVE):
        return []
    query = packets_reached(work, Permission.PACKET_APPROVE).where(
        ReferralPacket.state == PacketState.DRAFT.value, ReferralPacket.drafted_by.in_(staff_ids)
    )
    # Sorted here: asked for their order, SQLite walks along every packet instead of the few that are drafts.
    rows = sorted(work.session.scalars(query), key=lambda row: row.drafted_at)
    fits = board_fits(work, rows)
    return [row for row in rows if fits[row.id] is Fit.FITS]
