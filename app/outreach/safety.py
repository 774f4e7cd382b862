"""Who is out, who is back, and whose check-out is overdue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, select

from app.access.scope import scoped
from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.outreach.teams import NOBODY, Mate, mates
from app.unit_of_work import UnitOfWork
from models.shift import Shift, ShiftMember


@dataclass(frozen=True)
class MateOut:
    """Somebody on a team with their safety checks. `is_overdue`: not checked out when the team is due back."""

    mate: Mate
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    is_overdue: bool


@dataclass(frozen=True)
class Alarm:
    """People who should be back and are not checked out."""

    shift_id: UUID
    base_id: UUID
    due_back_at: datetime
    people: tuple[Mate, ...]


def team_out(work: UnitOfWork, shifts: Iterable[Shift]) -> Mapping[UUID, tuple[MateOut, ...]]:
    """Return the teams of several shifts, by name, in two queries."""
    by_id = {shift.id: shift for shift in shifts}
    query = select(ShiftMember).where(ShiftMember.shift_id.in_(by_id))
    members = work.session.scalars(query).all() if by_id else ()
    people = mates(work, (member.staff_id for member in members))
    teams: dict[UUID, list[MateOut]] = {shift_id: [] for shift_id in by_id}
    for member in members:
        shift = by_id[member.shift_id]
        teams[shift.id].append(
            MateOut(
                people.get(member.staff_id, Mate(member.staff_id, NOBODY, NOBODY)),
                member.checked_in_at,
                member.checked_out_at,
                _is_overdue(shift, member, work.now),
            )
        )
    return {shift_id: tuple(sorted(team, key=_by_name)) for shift_id, team in teams.items()}


def alarms(work: UnitOfWork) -> list[Alarm]:
    """Return the overdue check-outs this person must know of, the longest overdue first.

    They ring for the teams themselves and for the supervisors of their base. Somebody who was never checked in
    counts too: nobody knows where they are.
    """
    shifts = work.session.scalars(_overdue(work)).all()
    teams = team_out(work, shifts)
    return [
        Alarm(
            shift.id,
            shift.base_id,
            shift.due_back_at,
            tuple(one.mate for one in teams[shift.id] if one.is_overdue),
        )
        for shift in shifts
    ]


def my_open_shifts(work: UnitOfWork) -> list[Shift]:
    """Return the shifts the person is out on now, the newest first."""
    query = scoped(work, Shift, Permission.SHIFT_READ).where(
        Shift.ended_at.is_(None), Shift.id.in_(_mine(work))
    )
    return list(work.session.scalars(query.order_by(Shift.started_at.desc())))


def _overdue(work: UnitOfWork) -> Select[Shift]:
    somebody_out = exists().where(ShiftMember.shift_id == Shift.id, ShiftMember.checked_out_at.is_(None))
    query = scoped(work, Shift, Permission.SHIFT_READ).where(
        Shift.ended_at.is_(None), Shift.due_back_at < work.now, somebody_out
    )
    if reach_of(work.person, Permission.SHIFT_WRITE) is not Reach.BASE:
        query = query.where(Shift.id.in_(_mine(work)))
    return query.order_by(Shift.due_back_at)


def _mine(work: UnitOfWork) -> Select[UUID]:
    return select(ShiftMember.shift_id).where(ShiftMember.staff_id == work.person.id)


def _is_overdue(shift: Shift, member: ShiftMember, now: datetime) -> bool:
    is_out = member.checked_out_at is None and shift.ended_at is None
    return is_out and shift.due_back_at < now


def _by_name(one: MateOut) -> tuple[str, str]:
    return one.mate.name, one.mate.code
