"""Lists packets and their copies: number, case code, how far each came. Only facts that fit or are signed are shown."""

from collections.abc import Sized
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from app.access.proven_cases import children_of_cases, codes_of_cases
from app.access.scope import has
from app.foundation.chronology import CodedRecord
from app.foundation.marking import N_
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.vocabulary.copy_waits import CopyWait
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.packets.copies import CopyLine, copies_of
from app.packets.copy_states import WAITING, in_state
from app.packets.known_states import known_states
from app.packets.put_right import put_right_since
from app.packets.scopes import packets_reached
from app.packets.today import waiting_packets
from app.unit_of_work import UnitOfWork
from models.referral_packet import ReferralPacket


@dataclass(frozen=True)
class PacketLine:
    """One packet of the list, with the copies that were made of it; `due` are the marks of those that wait too long.

    Everything else is shown only while it `fits`; otherwise the row was changed outside Wayhome, or is not this
    person's.
    """

    id: UUID
    fit: Fit
    number: str
    version: int
    case_code: str
    state: PacketState
    drafted_at: datetime
    copies: tuple[CopyLine, ...]
    due: frozenset[str]
    waits_for_me: bool
    is_put_right: bool
    """Whether a record of its case or child was marked as a mistake, or moved, since it left."""

    @property
    def fits(self) -> bool:
        """Whether the row is what was written."""
        return self.fit is Fit.FITS

    @property
    def is_changed(self) -> bool:
        """Whether it was changed outside Wayhome."""
        return self.fit is Fit.CHANGED


@dataclass(frozen=True)
class PacketsPage(Numbered):
    """One page of the list, and what this person may do from it."""

    lines: tuple[PacketLine, ...]
    page: int
    total: int
    in_all: int
    state: PacketState | None
    waits: CopyWait | None
    may_draft: bool

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.last < self.total


def packets_page(
    work: UnitOfWork,
    *,
    state: PacketState | None = None,
    waits: CopyWait | None = None,
    case_id: UUID | None = None,
    page: int = 1,
) -> PacketsPage:
    """Return one page of the packets this person reaches, newest first.

    What is stored only chooses the packets, by their own state, a copy's, or what a copy waits for. What is said of
    each of them is signed.
    """
    query = everything = packets_reached(work)
    if state is not None:
        query = query.where(in_state(state))
    if waits is not None:
        query = query.where(WAITING[waits])
    if case_id is not None:
        query = query.where(ReferralPacket.case_id == case_id)
    total = _count(work, query)
    is_cut = query is not everything
    query = query.order_by(ReferralPacket.drafted_at.desc(), ReferralPacket.id.desc())
    rows = list(
        work.session.scalars(query.limit(PacketsPage.PAGE_SIZE).offset((page - 1) * PacketsPage.PAGE_SIZE))
    )
    return PacketsPage(
        lines=tuple(_lines(work, rows)),
        page=page,
        total=total,
        in_all=_count(work, everything) if is_cut else total,
        state=state,
        waits=waits,
        may_draft=has(work, Permission.PACKET_DRAFT),
    )


def packets_with_number(work: UnitOfWork, number: str) -> list[CodedRecord]:
    """Return the newest version with this number that the person reaches; its page leads to those before it.

    A row that was changed outside is not believed to have any number.
    """
    query = packets_reached(work).where(ReferralPacket.number == number)
    rows = work.session.scalars(query.order_by(ReferralPacket.number_version.desc())).all()
    fits = board_fits(work, rows)
    newest = next((row for row in rows if fits[row.id] is Fit.FITS), None)
    if newest is None:
        return []
    child_id = children_of_cases(work, [newest.case_id]).get(newest.case_id)
    return [CodedRecord("packet", N_("Packet"), number, newest.id, newest.drafted_at, child_id)]


def _count(work: UnitOfWork, query: Select[ReferralPacket]) -> int:
    return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _lines(work: UnitOfWork, rows: list[ReferralPacket]) -> list[PacketLine]:
    if not rows:
        return []
    fits, states = board_fits(work, rows), known_states(work, rows)
    codes = codes_of_cases(work, [row.case_id for row in rows])
    children = children_of_cases(work, [row.case_id for row in rows])
    for row in rows:
        if row.case_id in children:
            work.note_listed(None, row.case_id, children[row.case_id], base_id=row.base_id)
    copies = copies_of(work, rows)
    waiting, put_right = {row.id for row in waiting_packets(work)}, put_right_since(work, rows)
    return [
        PacketLine(
            id=row.id,
            fit=fits[row.id],
            number=row.number,
            version=row.number_version,
            case_code=codes.get(row.case_id, ""),
            state=states[row.id],
            drafted_at=row.drafted_at,
            copies=copies.get(row.id, ()),
            due=frozenset(one.mark for one in copies.get(row.id, ()) if one.facts.is_due(work.now)),
            waits_for_me=row.id in waiting,
            is_put_right=row.id in put_right,
        )
        for row in rows
    ]
