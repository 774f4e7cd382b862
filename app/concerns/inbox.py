"""The inbox for readers of concerns, and everyone's list of what they posted: codes and clocks only."""

from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union_all

from app.access.scope import condition, has, require, scoped
from app.children.codes import codes_of_children
from app.concerns.clocks import Deadline
from app.concerns.concern_status import concern_statuses, posted_by_them
from app.concerns.waiting_again import waiting_again, waits_in_lists
from app.foundation.clock import SET_BACK
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.next_steps import LONGEST_STEP, NextStep
from app.foundation.vocabulary.urgencies import Urgency
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.child import Child
from models.concern import Concern

_OPEN = (ConcernState.WAITING.value, ConcernState.ACKNOWLEDGED.value)


class Shown(StrEnum):
    """Which states a list shows: `open` is everything that is not closed."""

    OPEN = "open"
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


@dataclass(frozen=True)
class InboxFilter:
    """The filter of a list. `is_mine`: only concerns the person has, or received last."""

    shown: Shown = Shown.OPEN
    urgency: Urgency | None = None
    is_overdue: bool = False
    is_mine: bool = False


@dataclass(frozen=True)
class InboxLine:
    """One concern in a list, by codes. `clock` is None once it was acknowledged; `added` counts later additions.

    `taken_by` has it now, and does `step` until `step_clock` runs out.

    A concern that was changed outside is shown as waiting. Nothing of its row is shown, only what its poster signed.
    """

    id: UUID
    reference: str
    urgency: Urgency
    state: ConcernState
    posted_at: datetime
    posted_by: Colleague | None
    clock: Deadline | None
    child_id: UUID | None
    child_code: str
    is_in_case: bool
    added: int
    is_mistaken: bool
    is_changed: bool
    is_clock_wrong: bool
    taken_by: Colleague | None
    step: NextStep | None
    step_clock: Deadline | None


@dataclass(frozen=True)
class ConcernList(Numbered):
    """One page of a list: `first` and `last` are the positions of its lines among `total`."""

    lines: tuple[InboxLine, ...]
    shown: InboxFilter
    total: int
    page: int
    has_more: bool

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines


@dataclass(frozen=True)
class Inbox:
    """The inbox: its page, and how many concerns wait, are overdue, or are late with the next step, in all."""

    list: ConcernList
    waiting: int
    overdue: int
    steps_late: int


def has_inbox(work: UnitOfWork) -> bool:
    """Tell whether the person may read concerns at all, and not only post them."""
    return has(work, Permission.CONCERN_READ)


def inbox(work: UnitOfWork, shown: InboxFilter, *, page: int = 1) -> Inbox:
    """Return the inbox, overdue concerns first, then by due time. What it showed is recorded by ids."""
    require(work, Permission.CONCERN_READ)
    found = _page_of(work, Permission.CONCERN_READ, shown, page)
    if found.lines:
        children = {line.child_id for line in found.lines if line.child_id and line.child_code}
        told = [*(line.id for line in found.lines), *sorted(children)]
        work.record("concern.listed", subjects=told, page=work.page)
    reachable = condition(work, Concern, Permission.CONCERN_READ)
    waiting, overdue = work.session.execute(
        select(func.count(), func.coalesce(func.sum(case((_is_late(work), 1), else_=0)), 0)).where(
            reachable, waits_in_lists(work, Concern, Permission.CONCERN_READ)
        )
    ).one()
    late = select(func.count()).where(reachable, _is_step_late(work, Permission.CONCERN_READ))
    return Inbox(found, int(waiting), int(overdue), work.session.scalar(late) or 0)


def posted_concerns(work: UnitOfWork, *, page: int = 1) -> ConcernList:
    """Return what the person posted, newest first: references, dates and states, none of which opens the concern."""
    require(work, Permission.CONCERN_POST)
    query = scoped(work, Concern, Permission.CONCERN_POST)
    return _listed(
        work, query.order_by(Concern.posted_at.desc(), Concern.id), InboxFilter(), page, keep=posted_by_them
    )


def waiting_count(work: UnitOfWork) -> int:
    """Return how many concerns wait for this person to acknowledge one; other people's rail shows no number."""
    query = select(func.count()).where(
        condition(work, Concern, Permission.CONCERN_TRIAGE),
        waits_in_lists(work, Concern, Permission.CONCERN_TRIAGE),
    )
    return work.session.scalar(query) or 0


def _page_of(work: UnitOfWork, permission: Permission, shown: InboxFilter, page: int) -> ConcernList:
    query = scoped(work, Concern, permission).where(*_conditions(work, permission, shown))
    return _listed(work, query.order_by(*_order(work, permission, shown.shown)), shown, page)


def _conditions(work: UnitOfWork, permission: Permission, shown: InboxFilter) -> list[ColumnElement[bool]]:
    waits = waits_in_lists(work, Concern, permission)
    found = [waits if shown.shown is Shown.WAITING else _in_state(work, permission, shown.shown)]
    if shown.urgency is not None:
        found.append(Concern.urgency == shown.urgency.value)
    if shown.is_overdue:
        found.append(or_(and_(waits, _is_late(work)), _is_step_late(work, permission)))
    if shown.is_mine:
        # Of what was received before next steps were kept, only who received it is known.
        before = and_(Concern.held_by.is_(None), Concern.acknowledged_by == work.person.id)
        found.append(or_(Concern.held_by == work.person.id, before))
    return found


def _in_state(work: UnitOfWork, permission: Permission, shown: Shown) -> ColumnElement[bool]:
    """Return the condition of rows in a state; what waits again is in none but that."""
    again = waiting_again(work, Concern, permission)
    if shown is Shown.OPEN:
        is_open = Concern.state.in_(_OPEN)
        if not again:
            return is_open
        # Two searches, each along an index of its own: a planner would look for either of two in every row of a base.
        ids = scoped(work, Concern, permission).with_only_columns(Concern.id)
        return Concern.id.in_(union_all(ids.where(is_open), ids.where(Concern.id.in_(again))))
    said = Concern.state == shown.value
    return and_(said, Concern.id.not_in(again)) if again else said


def _is_step_late(work: UnitOfWork, permission: Permission) -> ColumnElement[bool]:
    return and_(_in_state(work, permission, Shown.ACKNOWLEDGED), step_is_late(work))


def step_is_late(work: UnitOfWork) -> ColumnElement[bool]:
    """Return the condition of a next step that is late, also one due later than any can be: nobody knows when."""
    return or_(Concern.step_due_at < work.now, Concern.step_due_at > work.now + LONGEST_STEP + SET_BACK)


def _is_late(work: UnitOfWork) -> ColumnElement[bool]:
    # Posted by a clock that was ahead: nobody knows when it is due, and it is late.
    return or_(Concern.due_at < work.now, Concern.posted_at > work.now + SET_BACK)


def _order(work: UnitOfWork, permission: Permission, shown: Shown) -> tuple[ColumnElement[Any], ...]:
    """Waiting concerns come first, by due time, so that overdue ones lead; then by when the next step is due."""
    if shown is Shown.CLOSED:
        return (Concern.closed_at.desc(), Concern.id.asc())
    is_waiting = waits_in_lists(work, Concern, permission)
    waits = case((is_waiting, 0), else_=1)
    due = case((is_waiting, Concern.due_at))
    is_known = case((Concern.posted_at > work.now + SET_BACK, 0), else_=1)
    has_step = case((Concern.step_due_at.is_not(None), 0), else_=1)
    step = case((Concern.state == ConcernState.ACKNOWLEDGED.value, Concern.step_due_at))
    return (
        waits,
        is_known,
        due.asc(),
        has_step,
        step.asc(),
        Concern.posted_at.desc(),
        Concern.id.asc(),
    )


def _all_of_them(_work: UnitOfWork, rows: Sequence[Concern]) -> list[Concern]:
    return list(rows)


def _listed(
    work: UnitOfWork,
    query: Select[Concern],
    shown: InboxFilter,
    page: int,
    *,
    keep: Callable[[UnitOfWork, Sequence[Concern]], list[Concern]] = _all_of_them,
) -> ConcernList:
    total = _counted(work, query)
    # A page past the end becomes the last page, so that an old address still shows something.
    page = min(page, max(1, -(-total // ConcernList.PAGE_SIZE)))
    rows = work.session.scalars(
        query.limit(ConcernList.PAGE_SIZE + 1).offset((page - 1) * ConcernList.PAGE_SIZE)
    ).all()
    lines = _lines(work, keep(work, rows[: ConcernList.PAGE_SIZE]))
    return ConcernList(lines, shown, total, page, has_more=len(rows) > ConcernList.PAGE_SIZE)


def _counted(work: UnitOfWork, query: Select[Concern]) -> int:
    return work.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def _lines(work: UnitOfWork, rows: Sequence[Concern]) -> tuple[InboxLine, ...]:
    statuses = concern_statuses(work, rows)
    people = colleagues(work, (who for each in statuses.values() for who in (each.posted_by, each.taken_by)))
    shown = {row.id: each.child_id for row in rows if not (each := statuses[row.id]).is_changed}
    codes = _child_codes(work, {child_id for child_id in shown.values() if child_id is not None})
    return tuple(
        InboxLine(
            id=row.id,
            reference=each.reference,
            urgency=each.urgency,
            state=each.state_now,
            posted_at=each.posted_at,
            posted_by=people.get(each.posted_by) if each.posted_by else None,
            clock=each.clock(work.now),
            child_id=shown.get(row.id),
            child_code=codes.get(child_id, "") if (child_id := shown.get(row.id)) else "",
            is_in_case=each.case_id is not None and not each.is_changed,
            added=len(each.added),
            is_mistaken=each.is_mistaken,
            is_changed=each.is_changed,
            is_clock_wrong=each.is_clock_wrong,
            taken_by=people.get(each.taken_by) if each.taken_by else None,
            step=each.follow.step if each.state_now is ConcernState.ACKNOWLEDGED else None,
            step_clock=each.step_clock(work.now),
        )
        for row in rows
        for each in [statuses[row.id]]
    )


def _child_codes(work: UnitOfWork, child_ids: set[UUID]) -> Mapping[UUID, str]:
    if not child_ids:
        return {}
    children = scoped(work, Child, Permission.PROFILE_READ).where(Child.id.in_(child_ids))
    return codes_of_children(work, work.session.scalars(children.with_only_columns(Child.id)))
