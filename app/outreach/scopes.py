"""Which routes, shifts and meetings a person reaches: those of shifts they were on, or those of their base."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.addresses import declare_address
from app.access.scope import Rule, declare_scope, own_base
from app.foundation.permissions import Permission, Reach
from models.encounter import Encounter, EncounterChild
from models.outreach_route import OutreachRoute
from models.shift import Shift, ShiftMember


def _own_shift(column: InstrumentedAttribute[Any]) -> Rule:
    """Cut to rows of shifts the person was on the team of."""
    return lambda work: column.in_(select(ShiftMember.shift_id).where(ShiftMember.staff_id == work.person.id))


# Asked row by row: as a list of ids it would be made of everything the base ever wrote, for every query.
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
_LINK_TOO = {*_READ_AND_WRITE, Permission.ENCOUNTER_LINK}

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
# Whoever goes out reads every route of their base; `routes` asks for more before one is written.
declare_scope(
    OutreachRoute,
    allowed=_READ_AND_WRITE,
    rules={Reach.OWN: own_base(OutreachRoute.base_id), Reach.BASE: own_base(OutreachRoute.base_id)},
)
declare_address("encounter_id", "row_id", EncounterChild.encounter_id)
