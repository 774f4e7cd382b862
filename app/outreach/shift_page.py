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
from app.mistakes.earlier import earlier_versions
from app.mistakes.states import MarkState, marks_of
from app.outreach.documents import ShiftNotes
from app.outreach.encounter_views import Met, open_met
from app.outreach.mistaken import in_the_way, may_mark
from app.outreach.routes import RouteRead, read_route
from app.outreach.safety import MateOut, teams_out
from app.outreach.shift_status import ShiftStatus, TimesBefore, shift_status, was_led_here
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
    is_mistaken: bool
    version: int

    @property
    def overdue(self) -> tuple[Mate, ...]:
        """The people who should be back and are not checked out."""
        return tuple(one.mate for one in self.team if one.is_overdue)

    @property
    def still_out(self) -> tuple[Mate, ...]:
        """The people who are not checked out."""
        return tuple(one.mate for one in self.team if one.checked_out_at is None)


@dataclass(frozen=True)
class Correction:
    """What the times of a shift were until somebody corrected them."""

    before: TimesBefore
    by: Mate | None


@dataclass(frozen=True)
class NotesBefore:
    """What stood in a shift's notes until somebody corrected it, and the route it had then, None for none.

    `notes` is None where they do not open, or were changed outside.
    """

    notes: ShiftNotes | None
    route: RouteRead | None
    by: str
    at: datetime


@dataclass(frozen=True)
class ShiftPage(Numbered):
    """A shift with one page of its meetings, in the order of the night; `notes` is None when they do not open."""

    head: ShiftHead
    opener: Mate | None
    notes: ShiftNotes | None
    met: tuple[Met, ...]
    total: int
    counted: int
    """How many of its meetings count: those written by mistake are listed, and do not."""
    page: int
    may_check: bool
    may_change: bool
    marks: MarkState
    may_mark: bool
    in_the_way: str | None
    """Why it cannot be marked as written by mistake yet, or None."""
    corrections: tuple[Correction, ...] = ()
    notes_before: tuple[NotesBefore, ...] = ()
    """The newest first; corrections of the times alone are not among them."""

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.met


@dataclass(frozen=True)
class TeamPage:
    """A shift, and the people of the base who may still join its team. `notes` is None when they do not open."""

    head: ShiftHead
    joinable: tuple[Mate, ...]
    notes: ShiftNotes | None


def shift_page(work: UnitOfWork, shift_id: UUID, *, page: int) -> ShiftPage:
    """Return a shift. Raises NotVisible."""
    shift = visible(work, Shift, shift_id, Permission.SHIFT_READ)
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(Encounter.shift_id == shift_id)
    total, counted = (
        work.session.scalar(select(func.count()).select_from(each.subquery())) or 0
        for each in (query, query.where(Encounter.mistake_id.is_(None)))
    )
    in_order = query.order_by(Encounter.met_at.desc(), Encounter.written_at.desc())
    rows = work.session.scalars(
        in_order.offset((page - 1) * ShiftPage.PAGE_SIZE).limit(ShiftPage.PAGE_SIZE)
    ).all()
    folder = open_folders(work, [shift.folder_id]).get(shift.folder_id)
    head = shift_head(work, shift)
    notes = look_in(folder, shift, ShiftNotes).document
    opener = None if head.is_changed else shift.opened_by
    work.note_opened(None, shift.id, base_id=shift.base_id)
    return ShiftPage(
        head=head,
        opener=mates(work, [opener]).get(opener) if opener else None,
        notes=notes,
        met=tuple(open_met(work, rows)),
        total=total,
        counted=counted,
        page=page,
        may_check=may_check(work, shift) and not head.is_mistaken,
        may_change=has(work, Permission.SHIFT_WRITE) and head.ended_at is None,
        marks=marks_of(work, [shift])[shift.id],
        may_mark=may_mark(work, shift),
        in_the_way=in_the_way(work, shift),
        corrections=_corrections(work, shift),
        notes_before=() if head.is_changed else _notes_before(work, shift, notes),
    )


def _notes_before(work: UnitOfWork, shift: Shift, notes: ShiftNotes | None) -> tuple[NotesBefore, ...]:
    """Return the earlier notes and routes of a shift that differ from what came after them."""
    found, after = [], (notes, shift.route_id)
    for each in earlier_versions(work, shift, ShiftNotes):
        stood = (each.document, each.facts.get("route_id"))
        if each.is_changed or stood != after:
            route = read_route(work, stood[1]) if stood[1] is not None else None
            found.append(NotesBefore(each.document, route, each.replaced_by, each.replaced_at))
        after = stood
    return tuple(found)


def _corrections(work: UnitOfWork, shift: Shift) -> tuple[Correction, ...]:
    before = shift_status(work, shift).corrections
    people = mates(work, (each.by for each in before))
    return tuple(Correction(each, people.get(each.by)) for each in before)


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
        is_mistaken=status.is_mistaken,
        version=shift.version,
    )


def team_page(work: UnitOfWork, shift_id: UUID) -> TeamPage:
    """Return a shift whose team, return or end this person may change. Raises Refused, NotVisible."""
    require(work, Permission.SHIFT_WRITE)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    head = shift_head(work, shift)
    work.note_opened(None, shift.id, base_id=shift.base_id)
    there = {one.mate.id for one in head.team}
    joinable = (mate for mate in street_staff(work, head.base_id) if mate.id not in there)
    folder = open_folders(work, [shift.folder_id]).get(shift.folder_id)
    return TeamPage(head, tuple(joinable), look_in(folder, shift, ShiftNotes).document)


def _may_write(work: UnitOfWork, shift: Shift, status: ShiftStatus) -> bool:
    """Tell whether the person may now write down a meeting of this shift."""
    if status.is_changed or status.is_mistaken or not has(work, Permission.SHIFT_WRITE):
        return False
    return not is_over(status, work.now) or may_lead(work, shift)
