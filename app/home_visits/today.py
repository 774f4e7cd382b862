"""What home visits have due: visitors who are not back, what is red and waits for a concern, visits to make."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.scope import has, scoped
from app.children.names import names_of
from app.foundation.access_rules import reach_of
from app.foundation.chronology import DueItem
from app.foundation.contact_rules import ContactRule
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.visit_states import VisitState
from app.home_visits.following import is_followed
from app.home_visits.standing import outings, visit_alarms, visitors_of
from app.home_visits.visit_views import VisitView, open_visits
from app.outreach.today import overdue_items
from app.unit_of_work import UnitOfWork
from models.home_visit import HomeVisit, HomeVisitor

KIND, NEXT = "home_visit", "next_visit"
OVERDUE = N_("Not back from a home visit: find out now")
OUT = N_("You are out on a home visit")
RED = N_("Something red at a home visit: raise a concern, or say why not")
TO_MAKE = N_("Home visit")
TO_VISIT_AGAIN = N_("Visit the family again")
AT_MOST = 50


def waiting_visits(work: UnitOfWork) -> list[DueItem]:
    """Return who is not back, the person's own visits that go on, and what is red and waits for a concern."""
    ringing = visit_alarms(work)
    rings = {alarm.shift_id for alarm in ringing}
    return [*overdue_items(ringing, KIND, OVERDUE), *_out_now(work, rings), *_asking(work)]


def due_visits(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the person's visits to make up to a day, and families to be visited again; of others what is late."""
    return [*_planned(work, until), *_again(work, _theirs(work, HomeVisit.due_again_on, until), until)]


def due_of_case(work: UnitOfWork, case_id: UUID) -> list[DueItem]:
    """Return the visits that are planned for a case, and when its family is to be visited again."""
    visits = _counting(work).where(HomeVisit.case_id == case_id)
    planned = visits.where(HomeVisit.state == VisitState.PLANNED.value).order_by(HomeVisit.planned_on)
    views = open_visits(work, work.session.scalars(planned.limit(AT_MOST)).all())
    return [*(_item_to_make(work, each, {}) for each in views), *_again(work, HomeVisit.case_id == case_id)]


def _counting(work: UnitOfWork) -> Select[HomeVisit]:
    return scoped(work, HomeVisit, Permission.VISIT_READ).where(HomeVisit.mistake_id.is_(None))


def _out_now(work: UnitOfWork, rings: Iterable[UUID]) -> list[DueItem]:
    query = _counting(work).where(
        HomeVisit.id.in_(_mine(work)), HomeVisit.started_at.is_not(None), HomeVisit.ended_at.is_(None)
    )
    known = set(rings)
    return [
        DueItem(
            due_on=local_day(each.due_back_at),
            kind=KIND,
            record_id=each.id,
            title=OUT,
            code="",
            due_at=each.due_back_at,
            assignee_id=work.person.id,
        )
        for each in outings(work, work.session.scalars(query).all()).values()
        if each.id not in known and each.ended_at is None and work.person.id in each.team
    ]


def _asking(work: UnitOfWork) -> list[DueItem]:
    """Return what is red and answered by nobody: for its visitors, for who wrote it, and for those who lead."""
    query = _counting(work).where(HomeVisit.asks_since.is_not(None))
    if not _leads(work):
        query = query.where(_is_mine(work))
    rows = work.session.scalars(query.order_by(HomeVisit.asks_since).limit(AT_MOST)).all()
    return [
        DueItem(
            due_on=local_day(view.asks_since) if view.asks_since else local_day(work.now),
            kind=KIND,
            record_id=view.id,
            title=RED,
            code=_family(view),
            is_waiting=True,
            is_grave=True,
            is_changed=view.is_changed,
        )
        for view in open_visits(work, rows)
    ]


def _planned(work: UnitOfWork, until: date) -> list[DueItem]:
    query = _counting(work).where(
        HomeVisit.state == VisitState.PLANNED.value, _theirs(work, HomeVisit.planned_on, until)
    )
    rows = work.session.scalars(query.order_by(HomeVisit.planned_on).limit(AT_MOST)).all()
    views = open_visits(work, rows)
    rules = _rules(work, views)
    return [_item_to_make(work, view, rules) for view in views]


def _item_to_make(work: UnitOfWork, view: VisitView, rules: dict[UUID, ContactRule]) -> DueItem:
    today = local_day(work.now)
    if view.is_changed:
        return DueItem(today, KIND, view.id, TO_MAKE, "", is_changed=True)
    return DueItem(
        day_due(DayMeaning.PLANNED, view.planned_on, today),
        KIND,
        view.id,
        TO_MAKE,
        _family(view),
        detail=view.plan.purpose if view.plan else "",
        rule=rules.get(view.id),
        whose="" if _goes(work, view) else ", ".join(mate.name for mate in view.visitors),
    )


def _again(work: UnitOfWork, which: ColumnElement[bool], until: date | None = None) -> list[DueItem]:
    """Return the families to be visited again, for whoever reads families: by the newest report of each.

    `until` is the last day that Today shows; whatever the column by which they are found says, the report's day counts.
    """
    if not has(work, Permission.FAMILY_READ):
        return []
    query = _counting(work).where(HomeVisit.next_visit_on.is_not(None), ~is_followed(), which)
    rows = work.session.scalars(query.order_by(HomeVisit.next_visit_on).limit(AT_MOST)).all()
    today = local_day(work.now)
    return [
        DueItem(today, NEXT, view.household_id, TO_VISIT_AGAIN, "", is_changed=True)
        if view.is_changed or view.next_visit_on is None
        else DueItem(
            day_due(DayMeaning.REVIEW, view.next_visit_on, today),
            NEXT,
            view.household_id,
            TO_VISIT_AGAIN,
            _family(view),
            whose="" if _goes(work, view) else ", ".join(mate.name for mate in view.visitors),
        )
        for row, view in zip(rows, open_visits(work, rows), strict=True)
        if until is None or view.is_changed or _is_by(work, row, until)
    ]


def _is_by(work: UnitOfWork, row: HomeVisit, until: date) -> bool:
    """Tell the same of a row as `_theirs` asks of a column, by the day of its report."""
    day, today = row.next_visit_on, local_day(work.now)
    if day is None or day < today:
        return True
    is_theirs = row.written_by == work.person.id or work.person.id in visitors_of(work, row.id)
    return is_theirs and (day <= until or day > DayMeaning.PLANNED.value.days(today)[1])


def _theirs(work: UnitOfWork, column: InstrumentedAttribute[Any], until: date) -> ColumnElement[bool]:
    """Cut to what a person does up to a day; those who answer for others are told what is late as well."""
    today = local_day(work.now)
    too_far = column > DayMeaning.PLANNED.value.days(today)[1]
    own = _is_mine(work) & or_(column <= until, too_far)
    return or_(own, column < today) if _leads(work) else own


def _is_mine(work: UnitOfWork) -> ColumnElement[bool]:
    return or_(HomeVisit.id.in_(_mine(work)), HomeVisit.written_by == work.person.id)


def _mine(work: UnitOfWork) -> Select[UUID]:
    return select(HomeVisitor.visit_id).where(HomeVisitor.staff_id == work.person.id)


def _leads(work: UnitOfWork) -> bool:
    return reach_of(work.person, Permission.SHIFT_WRITE) is Reach.BASE


def _goes(work: UnitOfWork, view: VisitView) -> bool:
    return any(mate.id == work.person.id for mate in view.visitors)


def _family(view: VisitView) -> str:
    return view.plan.family if view.plan is not None else ""


def _rules(work: UnitOfWork, views: Sequence[VisitView]) -> dict[UUID, ContactRule]:
    """Return, for each visit to a single child, that child's contact rule; with several, the visit's page says them."""
    single = {view.id: view.children[0] for view in views if len(view.children) == 1}
    named = names_of(work, single.values())
    rules = {id_: named[child_id].rule for id_, child_id in single.items() if child_id in named}
    return {id_: rule for id_, rule in rules.items() if rule is not None}
