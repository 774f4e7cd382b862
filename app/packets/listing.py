"""Lists packets by readable facts: number, state, case code, dates. Only facts that fit are shown."""

from collections import Counter
from collections.abc import Sized
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.access.proven_cases import codes_of_cases
from app.access.scope import has
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.keyring.known_directory import directory_for
from app.packets.registry import registered_files
from app.packets.scopes import packets_reached
from app.packets.today import waiting_packets
from app.unit_of_work import UnitOfWork
from models.referral_packet import PacketFile, ReferralPacket


@dataclass(frozen=True)
class PacketLine:
    """One packet of the list. `files` counts the copies that were made.

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
    files: int
    waits_for_me: bool

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
    state: PacketState | None
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
    work: UnitOfWork, *, state: PacketState | None = None, case_id: UUID | None = None, page: int = 1
) -> PacketsPage:
    """Return one page of the packets this person reaches, newest first."""
    query = packets_reached(work)
    if state is not None:
        query = query.where(ReferralPacket.state == state.value)
    if case_id is not None:
        query = query.where(ReferralPacket.case_id == case_id)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    query = query.order_by(ReferralPacket.drafted_at.desc(), ReferralPacket.id)
    rows = list(
        work.session.scalars(query.limit(PacketsPage.PAGE_SIZE).offset((page - 1) * PacketsPage.PAGE_SIZE))
    )
    return PacketsPage(
        lines=tuple(_lines(work, rows)),
        page=page,
        total=total,
        state=state,
        may_draft=has(work, Permission.PACKET_DRAFT),
    )


def _lines(work: UnitOfWork, rows: list[ReferralPacket]) -> list[PacketLine]:
    if not rows:
        return []
    fits = board_fits(work, rows)
    codes = codes_of_cases(work, [row.case_id for row in rows])
    files = _files_made(work, rows)
    waiting = {row.id for row in waiting_packets(work)}
    return [
        PacketLine(
            id=row.id,
            fit=fits[row.id],
            number=row.number,
            version=row.number_version,
            case_code=codes.get(row.case_id, ""),
            state=PacketState(row.state),
            drafted_at=row.drafted_at,
            files=files[row.id],
            waits_for_me=row.id in waiting,
        )
        for row in rows
    ]


def _files_made(work: UnitOfWork, rows: list[ReferralPacket]) -> Counter[UUID]:
    """Count the registry entries that somebody signed: an entry that was moved to another packet counts nowhere."""
    query = select(PacketFile).where(PacketFile.packet_id.in_([row.id for row in rows]))
    entries = registered_files(work.session, directory_for(work), work.session.scalars(query))
    return Counter(file.packet_id for file in entries.values())
