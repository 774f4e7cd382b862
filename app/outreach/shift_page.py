"""One shift: its team and their safety checks, and the meetings of the night."""

from collections.abc import Sized
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.access.scope import has, require, scoped, visible
from app.bases.known import known_base
from app.bases.pack import Pack, load_pack
from app.foundation.errors import ChangedOutside
from app.foundation.local_time import local_day
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.keyring.folders import look_in, open_folders
from app.keyring.known_directory import directory_for
from app.outreach.documents import ShiftNotes
from app.outreach.encounter_views import Met, open_met
from app.outreach.routes import RouteRead, read_route
from app.outreach.safety import MateOut, teams_out
from app.outreach.shift_status import ShiftStatus, shift_status, was_led_here
from app.outreach.shifts import is_over, may_check, may_lead
from app.outreach.teams import Mate, mates, street_staff
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter
from models.shift import Shift


@dataclass(frozen=True)
class ShiftHead:
    """What identifies a shift on each of its pages. `route` is None for a shift without one.

    `is_changed`: it was changed outside, and the facts shown are those that others signed.
    """

    id: UUID
    night: date
    base_id: UUID
    base_name: str
    duty_number: str
    pack: Pack
    route: RouteRead | None
    started_at: datetime
    due_back_at: datetime
    ended_at: datetime | None
    team: tuple[MateOut, ...]
    may_write: bool
    is_changed: bool

    @property
    def overdue(self) -> tuple[Mate, ...]:
        """The people who should be back and are not checked out."""
        return tuple(one.mate for one in self.team if one.is_overdue)

    @property
    def still_out(self) -> tuple[Mate, ...]:
        """The people who are not checked out."""
        return tuple(one.mate for one in self.team if one.checked_out_at is None)


@dataclass(frozen=True)
class ShiftPage(Numbered):
    """A shift with one page of its meetings, in the order of the night; `notes` is None when they do not open."""

    head: ShiftHead
    opener: Mate | None
    notes: ShiftNotes | None
    met: tuple[Met, ...]
    total: int
    page: int
    may_check: bool
    may_change: bool

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.met


@dataclass(frozen=True)
class TeamPage:
    """A shift, and the people of the base who may still join its team."""

    head: ShiftHead
    joinable: tuple[Mate, ...]


def shift_page(work: UnitOfWork, shift_id: UUID, *, page: int) -> ShiftPage:
    """Return a shift. Raises NotVisible."""
    shift = visible(work, Shift, shift_id, Permission.SHIFT_READ)
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(Encounter.shift_id == shift_id)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    in_order = query.order_by(Encounter.met_at.desc(), Encounter.written_at.desc())
    rows = work.session.scalars(
        in_order.offset((page - 1) * ShiftPage.PAGE_SIZE).limit(ShiftPage.PAGE_SIZE)
    ).all()
    folder = open_folders(work, [shift.folder_id]).get(shift.folder_id)
    head = shift_head(work, shift)
    opener = None if head.is_changed else shift.opened_by
    work.note_opened(None, shift.id, base_id=shift.base_id)
    return ShiftPage(
        head=head,
        opener=mates(work, [opener]).get(opener) if opener else None,
        notes=look_in(folder, shift, ShiftNotes).document,
        met=tuple(open_met(work, rows)),
        total=total,
        page=page,
        may_check=may_check(work, shift),
        may_change=has(work, Permission.SHIFT_WRITE) and head.ended_at is None,
    )


def shift_head(work: UnitOfWork, shift: Shift) -> ShiftHead:
    """Return what identifies a shift that was loaded through its scope. Raises ChangedOutside for another base's."""
    if was_led_here(work, shift):
        raise ChangedOutside("a shift of another base", shift=shift.id)
    status = shift_status(work, shift)
    base = known_base(work, directory_for(work).team_bases.get(shift.id) or shift.base_id)
    route_id = None if status.is_changed else shift.route_id
    return ShiftHead(
        id=shift.id,
        night=local_day(status.started_at),
        base_id=base.id,
        base_name=base.name,
        duty_number=base.duty_number,
        pack=load_pack(base.pack_id),
        route=read_route(work, route_id) if route_id is not None else None,
        started_at=status.started_at,
        due_back_at=status.due_back_at,
        ended_at=status.ended_at,
        team=teams_out(work, [status])[shift.id],
        may_write=_may_write(work, shift, status),
        is_changed=status.is_changed,
    )


def team_page(work: UnitOfWork, shift_id: UUID) -> TeamPage:
    """Return a shift whose team, return or end this person may change. Raises Refused, NotVisible."""
    require(work, Permission.SHIFT_WRITE)
    head = shift_head(work, visible(work, Shift, shift_id, Permission.SHIFT_WRITE))
    there = {one.mate.id for one in head.team}
    joinable = (mate for mate in street_staff(work, head.base_id) if mate.id not in there)
    return TeamPage(head, tuple(joinable))


def _may_write(work: UnitOfWork, shift: Shift, status: ShiftStatus) -> bool:
    """Tell whether the person may now write down a meeting of this shift."""
    if status.is_changed or not has(work, Permission.SHIFT_WRITE):
        return False
    return not is_over(status, work.now) or may_lead(work, shift)
