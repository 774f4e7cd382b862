"""What this room offers Today: concerns to acknowledge, and the next steps of those that somebody has."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_

from app.access.scope import has, scoped
from app.concerns.concern_status import ConcernStatus, concern_statuses
from app.concerns.inbox import step_is_late
from app.concerns.waiting_again import waiting_again
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary import next_steps, urgencies
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork
from models.concern import Concern

LOOKED_AT_ANYWAY = timedelta(hours=24)
"""How long a *now* is checked whatever its row says of its state: what was signed decides, and minutes count."""


def may_be_now(work: UnitOfWork) -> ColumnElement[bool]:
    """Limit to concerns that were raised as *now* a short while ago, whatever their state is said to be."""
    return and_(Concern.urgency == Urgency.NOW.value, Concern.posted_at > work.now - LOOKED_AT_ANYWAY)


def waiting_concerns(work: UnitOfWork) -> list[ConcernStatus]:
    """Return what nobody has received yet and this person may receive, first due first; nothing is opened."""
    if not has(work, Permission.CONCERN_TRIAGE):
        return []
    query = scoped(work, Concern, Permission.CONCERN_TRIAGE)
    # Each statement goes along an index of its own.
    waiting = query.where(Concern.state == ConcernState.WAITING.value)
    newest = query.where(may_be_now(work)).order_by(Concern.posted_at.desc())
    again = query.where(Concern.id.in_(waiting_again(work, Concern, Permission.CONCERN_TRIAGE)))
    rows = {row.id: row for one in (waiting, newest, again) for row in work.session.scalars(one)}
    found = [each for each in concern_statuses(work, rows.values()).values() if each.waits]
    return sorted(found, key=lambda each: (each.due(work.now), each.reference))


def due_items(work: UnitOfWork) -> list[DueItem]:
    """Return what waits for this person to acknowledge it, first due first, by codes.

    Those that are *now* stand first on Today in a box of their own. `code` is the reference, `label` the urgency.
    """
    return [
        DueItem(
            due_on=local_day(each.due(work.now)),
            kind="concern",
            record_id=each.id,
            title=N_("Acknowledge a concern"),
            code=each.reference,
            label=urgencies.LABELS[each.urgency],
            due_at=each.due(work.now),
            is_changed=each.is_changed,
            child_id=each.child_id,
        )
        for each in waiting_concerns(work)
        if each.urgency is not Urgency.NOW
    ]


def due_steps(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the next steps of the concerns this person has, and those of others that are late.

    `code` is the reference, with the name of a colleague who has it; `label` the step.
    """
    if not has(work, Permission.CONCERN_TRIAGE):
        return []
    mine_or_late = or_(Concern.held_by == work.person.id, step_is_late(work))
    query = scoped(work, Concern, Permission.CONCERN_TRIAGE).where(
        and_(Concern.state == ConcernState.ACKNOWLEDGED.value, mine_or_late)
    )
    statuses = list(concern_statuses(work, work.session.scalars(query).all()).values())
    return [item for item in _steps(work, statuses) if item.due_on <= until]


def _steps(work: UnitOfWork, statuses: Sequence[ConcernStatus]) -> list[DueItem]:
    people = colleagues(work, (each.held_by for each in statuses))
    found = []
    for each in statuses:
        clock, step = each.step_clock(work.now), each.follow.step
        if clock is None or step is None or each.held_by is None:
            continue
        is_own = each.held_by == work.person.id
        if not is_own and not clock.is_late:
            continue
        who = people.get(each.held_by)
        found.append(
            DueItem(
                due_on=local_day(clock.at),
                kind="concern",
                record_id=each.id,
                title=N_("Next step") if is_own else N_("Next step is late"),
                code=each.reference if is_own or who is None else f"{each.reference} · {who.name}",
                label=next_steps.LABELS[step],
                due_at=clock.at,
                assignee_id=each.held_by,
            )
        )
    return found
