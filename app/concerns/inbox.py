"""The inbox of those who may read concerns, and for everyone the list of what they posted: codes and clocks only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from app.access.scope import condition, has, require, scoped
from app.concerns.clocks import Deadline, deadline
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.child import Child
from models.concern import Concern, ConcernAddition
from models.disclosure import Disclosure

PAGE_SIZE = 50
_OPEN = (ConcernState.WAITING.value, ConcernState.ACKNOWLEDGED.value)


class Shown(StrEnum):
    """Which states a list shows: `open` is everything that is not closed."""

    OPEN = "open"
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


@dataclass(frozen=True)
class InboxFilter:
    """What a list is cut to. `is_mine`: concerns the person acknowledged."""

    shown: Shown = Shown.OPEN
    urgency: Urgency | None = None
    is_overdue: bool = False
    is_mine: bool = False


@dataclass(frozen=True)
class InboxLine:
    """One concern in a list, by codes. `clock` is None once it was acknowledged; `added` counts what came later."""

    id: UUID
    reference: str
    urgency: Urgency
    state: ConcernState
    posted_at: datetime
    posted_by: Colleague | None
    clock: Deadline | None
    child_code: str
    is_in_case: bool
    added: int


@dataclass(frozen=True)
class ConcernList:
    """One page of a list: `first` and `last` are the places of its lines among `total`."""

    lines: tuple[InboxLine, ...]
    shown: InboxFilter
    total: int
    page: int
    has_more: bool

    @property
    def first(self) -> int:
        """The place of the first line, from 1."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The place of the last line."""
        return self.first + len(self.lines) - 1


@dataclass(frozen=True)
class Inbox:
    """The inbox: its page, and how many wait and are overdue whatever the filter."""

    list: ConcernList
    waiting: int
    overdue: int


def has_inbox(work: UnitOfWork) -> bool:
    """Tell whether the person reads concerns at all, rather than only posts them."""
    return has(work, Permission.CONCERN_READ)


def inbox(work: UnitOfWork, shown: InboxFilter, *, page: int = 1) -> Inbox:
    """Return the inbox, overdue first, then by due moment. What it showed is recorded by ids."""
    require(work, Permission.CONCERN_READ)
    found = _page_of(work, Permission.CONCERN_READ, shown, page)
    if found.lines:
        work.record("concern.listed", subjects=[line.id for line in found.lines])
    reachable = condition(work, Concern, Permission.CONCERN_READ)
    waiting, overdue = work.session.execute(
        select(func.count(), func.coalesce(func.sum(case((Concern.due_at < work.now, 1), else_=0)), 0)).where(
            reachable, Concern.state == ConcernState.WAITING.value
        )
    ).one()
    return Inbox(found, int(waiting), int(overdue))


def posted_concerns(work: UnitOfWork, *, page: int = 1) -> ConcernList:
    """Return what the person posted, newest first: references, dates and states, of which they may open nothing."""
    require(work, Permission.CONCERN_POST)
    query = scoped(work, Concern, Permission.CONCERN_POST)
    return _listed(work, query.order_by(Concern.posted_at.desc(), Concern.id), InboxFilter(), page)


def waiting_count(work: UnitOfWork) -> int:
    """Return how many concerns wait for this person to acknowledge one; nobody else's rail has a number."""
    query = select(func.count()).where(
        condition(work, Concern, Permission.CONCERN_TRIAGE), Concern.state == ConcernState.WAITING.value
    )
    return work.session.scalar(query) or 0


def _page_of(work: UnitOfWork, permission: Permission, shown: InboxFilter, page: int) -> ConcernList:
    query = scoped(work, Concern, permission).where(*_conditions(work, shown))
    return _listed(work, query.order_by(*_order(shown.shown)), shown, page)


def _conditions(work: UnitOfWork, shown: InboxFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if shown.shown is Shown.OPEN:
        found.append(Concern.state.in_(_OPEN))
    else:
        found.append(Concern.state == shown.shown.value)
    if shown.urgency is not None:
        found.append(Concern.urgency == shown.urgency.value)
    if shown.is_overdue:
        found.append(and_(Concern.state == ConcernState.WAITING.value, Concern.due_at < work.now))
    if shown.is_mine:
        found.append(Concern.acknowledged_by == work.person.id)
    return found


def _order(shown: Shown) -> tuple[ColumnElement[Any], ...]:
    """Waiting concerns come first, the one due first before all, so the overdue lead; then the newest received."""
    if shown is Shown.CLOSED:
        return (Concern.closed_at.desc(), Concern.id.asc())
    waits = case((Concern.state == ConcernState.WAITING.value, 0), else_=1)
    due = case((Concern.state == ConcernState.WAITING.value, Concern.due_at))
    return (waits, due.asc(), Concern.posted_at.desc(), Concern.id.asc())


def _listed(work: UnitOfWork, query: Select[Concern], shown: InboxFilter, page: int) -> ConcernList:
    total = work.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    # Past the end is the last page: an old address still shows something.
    page = min(page, max(1, -(-total // PAGE_SIZE)))
    rows = work.session.scalars(query.limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)).all()
    lines = _lines(work, rows[:PAGE_SIZE])
    return ConcernList(lines, shown, total, page, has_more=len(rows) > PAGE_SIZE)


def _lines(work: UnitOfWork, rows: Sequence[Concern]) -> tuple[InboxLine, ...]:
    people = colleagues(work, (row.posted_by for row in rows))
    codes = _child_codes(work, {row.child_id for row in rows if row.child_id is not None})
    added = _added(work, [row.id for row in rows])
    return tuple(
        InboxLine(
            id=row.id,
            reference=row.reference,
            urgency=Urgency(row.urgency),
            state=ConcernState(row.state),
            posted_at=row.posted_at,
            posted_by=people.get(row.posted_by),
            clock=clock_of(row, now=work.now),
            child_code=codes.get(row.child_id, "") if row.child_id else "",
            is_in_case=row.case_id is not None,
            added=added.get(row.id, 0),
        )
        for row in rows
    )


def clock_of(row: Concern, *, now: datetime) -> Deadline | None:
    """Return the clock of a concern while it runs."""
    return deadline(row.due_at, now=now) if row.state == ConcernState.WAITING else None


def _child_codes(work: UnitOfWork, child_ids: set[UUID]) -> Mapping[UUID, str]:
    if not child_ids:
        return {}
    children = scoped(work, Child, Permission.PROFILE_READ).where(Child.id.in_(child_ids))
    return {
        row.id: row.code for row in work.session.execute(children.with_only_columns(Child.id, Child.code))
    }


def _added(work: UnitOfWork, concern_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Count what was added to each of these concerns, which the caller has cut to scope already."""
    ids, counts = list(concern_ids), dict[UUID, int]()
    for column in (ConcernAddition.concern_id, Disclosure.concern_id):
        found = select(column, func.count()).where(column.in_(ids)).group_by(column)
        for concern_id, count in work.session.execute(found):
            counts[concern_id] = counts.get(concern_id, 0) + count
    return counts
