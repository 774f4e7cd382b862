"""Gathers from every room what is due and what waits for this person's answer."""

from datetime import date

from app.cases import due as cases
from app.concerns import today as concerns
from app.consent.today import overrides_to_approve
from app.foundation.chronology import DueItem
from app.foundation.marking import N_
from app.outreach import today as outreach
from app.packets import today as packets
from app.placements import due as placements
from app.restoration import today as restoration
from app.safety_plans import due as safety_plans
from app.stage_moves.due import moves_to_decide
from app.unit_of_work import UnitOfWork

ASSESSMENT = N_("Assessment")


def waiting_items(work: UnitOfWork) -> list[DueItem]:
    """Return what others wait for, the most pressing kind first; nothing is opened.

    People not back from a shift, concerns, moves, packets, sharing without consent, then cases that nobody works on.
    """
    return [
        *outreach.due_items(work),
        *concerns.due_items(work),
        *moves_to_decide(work),
        *packets.due_items(work),
        *overrides_to_approve(work),
        *cases.unassigned_cases(work),
    ]


def dated_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return what is due for this person up to a day, and what is late where they answer for others; by day."""
    found = [
        *cases.due_items(work, until=until),
        *safety_plans.due_items(work, until=until),
        *placements.due_items(work, until=until),
        *restoration.due_items(work),
    ]
    return sorted((item for item in found if item.due_on <= until), key=_order)


def _order(item: DueItem) -> tuple[date, str, str]:
    return item.due_on, item.kind, item.code
