"""Which routes, shifts and meetings a person reaches: those of shifts they were on, or those of their base."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.addresses import declare_address
from app.access.scope import Rule, declare_scope, own_base
from app.foundation.permissions import Permission, Reach
from app.keyring.known_directory import directory_for
from app.unit_of_work import Remembered, UnitOfWork
from models.encounter import Encounter, EncounterChild
from models.outreach_route import OutreachRoute
from models.shift import Shift, ShiftMember


def of_own_teams(
    column: InstrumentedAttribute[Any], out: InstrumentedAttribute[Any], staff: InstrumentedAttribute[Any]
) -> Rule:
    """Limit to rows of whatever the person was out for, according to the key directory.

    `column` names what that was; `out` and `staff` are the columns of the table of who was out for what.
    """

    def rule(work: UnitOfWork) -> ColumnElement[bool]:
        mine = column.in_(select(out).where(staff == work.person.id))
        others = _of_others(work, out, staff)
        return and_(mine, column.not_in(others)) if others else mine

    return rule


_OTHERS: Remembered[dict[str, set[UUID]]] = Remembered(dict)
"""What rows attribute to this person, but no signed team does, by their table; looked up once in a transaction."""


def _of_others(
    work: UnitOfWork, out: InstrumentedAttribute[Any], staff: InstrumentedAttribute[Any]
) -> set[UUID]:
    known, table = work.remember(_OTHERS), str(out)
    if table not in known:
        rows = work.session.scalars(select(out).where(staff == work.person.id))
        teams = directory_for(work).teams
        known[table] = {id_ for id_ in rows if work.person.id not in teams.get(id_, ())}
    return known[table]


def _own_shift(column: InstrumentedAttribute[Any]) -> Rule:
    return of_own_teams(column, ShiftMember.shift_id, ShiftMember.staff_id)


# Checked row by row: a list of ids would name everything the base ever wrote, in every query.
def _of_shift(rule: Rule) -> Rule:
    return lambda work: (
        select(Shift.id).where(Shift.id == ShiftMember.shift_id, rule(work)).correlate(ShiftMember).exists()
    )


def _of_encounter(rule: Rule) -> Rule:
    return lambda work: (
        select(Encounter.id)
        .where(Encounter.id == EncounterChild.encounter_id, rule(work))
        .correlate(EncounterChild)
        .exists()
    )


_READ_AND_WRITE = {Permission.SHIFT_READ, Permission.SHIFT_WRITE}
_LINK_TOO = {*_READ_AND_WRITE, Permission.ENCOUNTER_LINK, Permission.MISTAKE_DECIDE}

declare_scope(
    Shift,
    allowed=_READ_AND_WRITE,
    rules={Reach.OWN: _own_shift(Shift.id), Reach.BASE: own_base(Shift.base_id)},
)
declare_scope(
    ShiftMember,
    allowed=_READ_AND_WRITE,
    rules={Reach.OWN: _own_shift(ShiftMember.shift_id), Reach.BASE: _of_shift(own_base(Shift.base_id))},
)
declare_scope(
    Encounter,
    allowed=_LINK_TOO,
    rules={Reach.OWN: _own_shift(Encounter.shift_id), Reach.BASE: own_base(Encounter.base_id)},
)
declare_scope(
    EncounterChild,
    allowed=_LINK_TOO,
    rules={
        Reach.OWN: _of_encounter(_own_shift(Encounter.shift_id)),
        Reach.BASE: _of_encounter(own_base(Encounter.base_id)),
    },
)
# Everybody who goes out may read every route of their base; `routes` asks for more before one is written.
declare_scope(
    OutreachRoute,
    allowed=_READ_AND_WRITE,
    rules={Reach.OWN: own_base(OutreachRoute.base_id), Reach.BASE: own_base(OutreachRoute.base_id)},
)
declare_address("encounter_id", "row_id", EncounterChild.encounter_id)
