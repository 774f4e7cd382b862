"""The list of shifts, night by night: by worker codes, limited to what the person may read."""

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from app.access.scope import condition, has, scoped
from app.bases.known import known_bases
from app.foundation.local_time import local_day, to_utc
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.keyring.known_directory import directory_for
from app.outreach.routes import RouteRead, may_write_routes, route_list
from app.outreach.safety import Alarm, MateOut, alarms, my_open_shifts, teams_out
from app.outreach.shift_status import not_ended, shift_statuses
from app.outreach.teams import Mate, mates
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter
from models.shift import Shift, ShiftMember
from models.staff_member import StaffMember

_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2999, 1, 1)
"""Outside these days there are no shifts, and no UTC moments that a database can store."""


class Which(StrEnum):
    """Whether to list all shifts or only those that have not ended."""

    ALL = ""
    NOT_ENDED = "not_ended"


@dataclass(frozen=True)
class ShiftFilter:
    """The list's filter. Days are local days on which shifts started, both inclusive."""

    from_day: date | None = None
    to_day: date | None = None
    route_id: UUID | None = None
    mate_id: UUID | None = None
    which: Which = Which.ALL

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != ShiftFilter()


@dataclass(frozen=True)
class ShiftLine:
    """One shift in the list. `route` is None for a shift without one, and for one that was changed outside."""

    id: UUID
    night: date
    base_name: str
    route: RouteRead | None
    team: tuple[MateOut, ...]
    started_at: datetime
    due_back_at: datetime
    ended_at: datetime | None
    encounters: int
    is_mine: bool
    is_changed: bool
    is_mistaken: bool

    @property
    def is_overdue(self) -> bool:
        """Whether somebody should be back and is not checked out."""
        return any(one.is_overdue for one in self.team)


@dataclass(frozen=True)
class ShiftList(Numbered):
    """One page of the list, its alarms, and the choices of its filter.

    `out_on` is the newest shift that the person is out on now and may write in.
    """

    lines: tuple[ShiftLine, ...]
    total: int
    in_all: int
    page: int
    chosen: ShiftFilter
    alarms: tuple[Alarm, ...]
    out_on: UUID | None
    routes: tuple[RouteRead, ...]
    people: tuple[Mate, ...]
    may_open: bool
    may_write_routes: bool
    several_bases: bool

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines


def shift_list(work: UnitOfWork, chosen: ShiftFilter, *, page: int) -> ShiftList:
    """Return one page of the shifts a person may read, newest night first."""
    everything = scoped(work, Shift, Permission.SHIFT_READ)
    query = everything.where(*_conditions(work, chosen))
    total = _count(work, query)
    in_order = query.order_by(Shift.started_at.desc(), Shift.id)
    rows = work.session.scalars(
        in_order.offset((page - 1) * ShiftList.PAGE_SIZE).limit(ShiftList.PAGE_SIZE)
    ).all()
    for row in rows:
        work.note_listed(None, row.id, base_id=row.base_id)
    routes = route_list(work)
    may_open = has(work, Permission.SHIFT_WRITE)
    return ShiftList(
        lines=tuple(_lines(work, rows, {route.id: route for route in routes.routes})),
        total=total,
        in_all=_count(work, everything) if chosen.is_set else total,
        page=page,
        chosen=chosen,
        alarms=tuple(alarms(work)),
        out_on=next((shift.id for shift in my_open_shifts(work)), None) if may_open else None,
        routes=routes.routes,
        people=tuple(_people(work)),
        may_open=may_open,
        may_write_routes=may_write_routes(work),
        several_bases=routes.several_bases,
    )


def _count(work: UnitOfWork, query: Select[Shift]) -> int:
    return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _conditions(work: UnitOfWork, chosen: ShiftFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.from_day is not None:
        found.append(Shift.started_at >= _start_of(chosen.from_day))
    if chosen.to_day is not None:
        found.append(Shift.started_at < _start_of(chosen.to_day) + timedelta(days=1))
    if chosen.route_id is not None:
        found.append(Shift.route_id == chosen.route_id)
    if chosen.mate_id is not None:
        found.append(Shift.id.in_(select(ShiftMember.shift_id).where(ShiftMember.staff_id == chosen.mate_id)))
    if chosen.which is Which.NOT_ENDED:
        found.append(not_ended(work.now))
    return found


def _start_of(day: date) -> datetime:
    return to_utc(datetime.combine(min(max(day, _FIRST_DAY), _LAST_DAY), time(0)))


def _lines(work: UnitOfWork, rows: Sequence[Shift], routes: Mapping[UUID, RouteRead]) -> list[ShiftLine]:
    statuses = shift_statuses(work, rows)
    teams = teams_out(work, statuses.values())
    counts = _encounters(work, [row.id for row in rows])
    directory = directory_for(work)
    bases = {base.id: base.name for base in known_bases(work)}
    return [
        ShiftLine(
            id=row.id,
            night=local_day(each.started_at),
            base_name=bases[directory.team_bases.get(row.id) or row.base_id],
            route=routes.get(row.route_id) if row.route_id is not None and not each.is_changed else None,
            team=teams[row.id],
            started_at=each.started_at,
            due_back_at=each.due_back_at,
            ended_at=each.ended_at,
            encounters=counts.get(row.id, 0),
            is_mine=work.person.id in each.team,
            is_changed=each.is_changed,
            is_mistaken=each.is_mistaken,
        )
        for row in rows
        for each in [statuses[row.id]]
    ]


def _encounters(work: UnitOfWork, shift_ids: list[UUID]) -> dict[UUID, int]:
    query = (
        select(Encounter.shift_id, func.count())
        .where(condition(work, Encounter, Permission.SHIFT_READ), Encounter.shift_id.in_(shift_ids))
        .where(Encounter.mistake_id.is_(None))
        .group_by(Encounter.shift_id)
    )
    return dict(work.session.execute(query).all())


def _people(work: UnitOfWork) -> list[Mate]:
    """Return everybody who was ever on a shift the person may read."""
    # One look-up per colleague, each of which stops at the first such shift.
    on_one = (
        select(ShiftMember.shift_id)
        .join(Shift, Shift.id == ShiftMember.shift_id)
        .where(ShiftMember.staff_id == StaffMember.id, condition(work, Shift, Permission.SHIFT_READ))
        .limit(1)
        .scalar_subquery()
    )
    pairs = work.session.execute(select(StaffMember.id, on_one)).all()
    directory, base_id = directory_for(work), work.person.base_id
    ids = [
        id_
        for id_, shift_id in pairs
        if id_ in directory.teams.get(shift_id, ()) and base_id in (None, directory.team_bases.get(shift_id))
    ]
    return sorted(mates(work, ids).values(), key=lambda mate: (mate.name, mate.code))
