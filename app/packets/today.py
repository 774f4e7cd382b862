"""What waits in this room: packets that wait for this person's approval, and copies that nobody heard of for long."""

from datetime import date, timedelta

from sqlalchemy import or_, select

from app.access.scope import has
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary.copy_waits import LABELS as WAITS_FOR
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.packets.copies import CopyFacts, copies_of
from app.packets.copy_states import WAITING
from app.packets.scopes import packets_reached
from app.unit_of_work import UnitOfWork
from models.referral_packet import PacketApproval, ReferralPacket

WAITS = N_("Read the packet and decide")
DUE = N_("Copy of a packet")
LOOKED_BACK, MOST_LOOKED_AT = timedelta(days=365), 100
"""Of the year's newest packets with a copy that waits; the list finds the others."""

_WAITING_FOR = {Role.SUPERVISOR: PacketState.SUBMITTED, Role.DIRECTOR: PacketState.APPROVED}


def due_items(work: UnitOfWork) -> list[DueItem]:
    """Return packets that wait for this person's approval, oldest first; never those they drafted or approved.

    `code` is the packet's number. A packet that was changed outside Wayhome stays in the list, dated now and without
    its number.
    """
    rows = waiting_packets(work)
    fits = board_fits(work, rows)
    return [_due(work, row, fits[row.id]) for row in rows]


def _due(work: UnitOfWork, row: ReferralPacket, fit: Fit) -> DueItem:
    submitted_at = row.submitted_at if fit is Fit.FITS else None
    begun_at = row.drafted_at if fit is Fit.FITS else work.now
    return DueItem(
        due_on=local_day(submitted_at or begun_at),
        kind="packet",
        record_id=row.id,
        title=WAITS,
        code=row.number if fit is Fit.FITS else "",
        due_at=submitted_at,
        is_waiting=True,
        case_id=row.case_id if fit is Fit.FITS else None,
    )


def due_copies(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the copies that wait too long by a day, one for each packet: to be handed over, received or given back.

    Whoever reaches the packet can ask the unit and record the answer.
    """
    since = work.now - LOOKED_BACK
    query = packets_reached(work).where(ReferralPacket.drafted_at >= since, or_(*WAITING.values()))
    rows = list(work.session.scalars(query.order_by(ReferralPacket.drafted_at.desc()).limit(MOST_LOOKED_AT)))
    fits, copies = board_fits(work, rows), copies_of(work, rows)
    found = []
    for row in rows:
        waiting = [one.facts for one in copies.get(row.id, ()) if one.facts.due_from and one.facts.waits_for]
        due = [facts for facts in waiting if facts.due_from and local_day(facts.due_from) <= until]
        if due and fits[row.id] is Fit.FITS:
            found.append(_overdue(row, min(due, key=lambda facts: facts.due_from or work.now)))
    return found


def _overdue(row: ReferralPacket, facts: CopyFacts) -> DueItem:
    return DueItem(
        due_on=local_day(facts.due_from or facts.since),
        kind="packet",
        record_id=row.id,
        title=DUE,
        code=row.number,
        label=WAITS_FOR[facts.waits_for] if facts.waits_for else "",
        case_id=row.case_id,
    )


def waiting_packets(work: UnitOfWork) -> list[ReferralPacket]:
    """Return the rows of those packets."""
    state = _WAITING_FOR.get(work.person.role)
    if state is None or not has(work, Permission.PACKET_APPROVE):
        return []
    approved_by_me = select(PacketApproval.id).where(
        PacketApproval.packet_id == ReferralPacket.id,
        PacketApproval.approved_by == work.person.id,
        PacketApproval.voided_at.is_(None),
    )
    query = packets_reached(work, Permission.PACKET_APPROVE).where(
        ReferralPacket.state == state.value,
        ReferralPacket.drafted_by != work.person.id,
        ~approved_by_me.exists(),
    )
    return list(work.session.scalars(query.order_by(ReferralPacket.submitted_at)))
