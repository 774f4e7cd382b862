"""Who is out, who is back, and whose check-out is overdue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.access.scope import scoped
from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.foundation.roles import Flag
from app.keyring.known_directory import directory_for
from app.outreach.shift_status import ShiftStatus, not_ended, shift_statuses
from app.outreach.teams import NOBODY, Mate, mates
from app.unit_of_work import UnitOfWork
from models.shift import Shift, ShiftMember

LOOKED_AT_ANYWAY = timedelta(hours=48)
"""How long a shift is checked whatever its row says of its end: the signed directory names it for that long."""


@dataclass(frozen=True)
class MateOut:
    """Somebody on a team with their safety checks. `is_overdue`: not checked out when the team is due back."""

    mate: Mate
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    is_overdue: bool


@dataclass(frozen=True)
class Alarm:
    """People who should be back and are not checked out.

    `is_changed`: the shift was changed outside, and nobody knows when they are due back.
    """

    shift_id: UUID
    base_id: UUID
    due_back_at: datetime
    people: tuple[Mate, ...]
    is_changed: bool


def teams_out(work: UnitOfWork, statuses: Iterable[ShiftStatus]) -> Mapping[UUID, tuple[MateOut, ...]]:
    """Return the teams of several shifts, by name, in one query."""
    known = list(statuses)
    people = mates(work, (id_ for each in known for id_ in each.team))
    return {each.id: _team_out(each, people, work.now) for each in known}


def _team_out(status: ShiftStatus, people: Mapping[UUID, Mate], now: datetime) -> tuple[MateOut, ...]:
    overdue = status.overdue(now)
    team = [
        MateOut(
            people.get(id_, Mate(id_, NOBODY, NOBODY)),
            status.checked_in.get(id_),
            status.checked_out.get(id_),
            id_ in overdue,
        )
        for id_ in status.team
    ]
    return tuple(sorted(team, key=_by_name))


def alarms(work: UnitOfWork) -> list[Alarm]:
    """Return the overdue check-outs from shifts that this person must know about, longest overdue first."""
    shifts = {shift.id: shift for shift in work.session.scalars(_perhaps_out(work))}
    statuses = shift_statuses(work, shifts.values()).values()
    return ringing(work, statuses, {shift.id: shift.base_id for shift in shifts.values()})


def ringing(work: UnitOfWork, out: Iterable[ShiftStatus], bases: Mapping[UUID, UUID]) -> list[Alarm]:
    """Return who of several teams that this person reaches is overdue, as far as they must know, longest first.

    They ring for the teams themselves, and for whoever answers for others: the supervisors of their base, those of
    its office who are on call, and directors. Somebody who was never checked in counts too, because nobody knows where
    they are. `bases` are the bases of the rows.
    """
    statuses = [each for each in out if each.overdue(work.now)]
    if not _answers_for_others(work):
        statuses = [each for each in statuses if work.person.id in each.team]
    teams = teams_out(work, statuses)
    return [
        Alarm(
            each.id,
            bases[each.id],
            each.due_back_at,
            tuple(one.mate for one in teams[each.id] if one.is_overdue),
            each.is_changed,
        )
        for each in sorted(statuses, key=lambda each: each.due_back_at)
    ]


def _answers_for_others(work: UnitOfWork) -> bool:
    is_on_call = work.person.has_flag(Flag.ON_CALL)
    leads = reach_of(work.person, Permission.SHIFT_WRITE) is Reach.BASE
    return leads or is_on_call or reach_of(work.person, Permission.SHIFT_READ) is Reach.ALL


def my_open_shifts(work: UnitOfWork) -> list[ShiftStatus]:
    """Return the shifts the person is out on now, newest first."""
    query = _perhaps_out(work).where(Shift.id.in_(_mine(work)))
    rows = work.session.scalars(query).all()
    mine = [
        each
        for each in shift_statuses(work, rows).values()
        if each.ended_at is None and work.person.id in each.team
    ]
    return sorted(mine, key=lambda each: each.started_at, reverse=True)


def _perhaps_out(work: UnitOfWork) -> Select[Shift]:
    """Select the shifts that have not ended according to their rows, and the newest ones whatever their rows say."""
    newest = directory_for(work).then.teams.since(work.now - LOOKED_AT_ANYWAY)
    goes_on = or_(not_ended(work.now), Shift.id.in_(newest))
    return scoped(work, Shift, Permission.SHIFT_READ).where(goes_on)


def _mine(work: UnitOfWork) -> Select[UUID]:
    return select(ShiftMember.shift_id).where(ShiftMember.staff_id == work.person.id)


def _by_name(one: MateOut) -> tuple[str, str]:
    return one.mate.name, one.mate.code
