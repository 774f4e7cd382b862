"""What is due in restoration: assessments, goals past their day, reviews to sign off."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.case_records.lists import changed_item
from app.foundation.case_statuses import CaseStatus
from app.foundation.chronology import DueItem
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.case_status import with_status
from app.restoration.child_progress import next_due_on
from app.restoration.goals import GOALS
from app.restoration.late import days_scored, next_reviews_on
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.goal import Goal

ASSESSMENT = N_("Assessment")
GOAL = N_("Goal")
REVIEW = N_("Restoration review")


def due_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return what is due, up to a day, in the restoration cases this person follows."""
    if not has(work, Permission.RESTORATION_READ):
        return []
    query = scoped(work, Case, Permission.RESTORATION_READ).where(
        Case.stage == CaseStatus.RESTORATION.value, Case.closed_at.is_(None)
    )
    found_by_row = work.session.scalars(query)
    cases = {case.id: case for case in with_status(work, found_by_row, CaseStatus.RESTORATION)}
    found = [*_assessments_due(work, cases, until), *_goals_due(work, cases, until)]
    return found + (_reviews_due(work, cases, until) if has(work, Permission.RESTORATION_REVIEW) else [])


def _assessments_due(work: UnitOfWork, cases: dict[UUID, Case], until: date) -> list[DueItem]:
    days, codes = days_scored(work, cases), codes_of_cases(work, cases)
    due = {case.id: next_due_on(work, case, days.get(case.id, [])) for case in cases.values()}
    return [
        DueItem(day, "assessment", case_id, ASSESSMENT, codes[case_id])
        for case_id, day in due.items()
        if day <= until
    ]


def _goals_due(work: UnitOfWork, cases: dict[UUID, Case], until: date) -> list[DueItem]:
    query = GOALS.reached(work).where(
        Goal.case_id.in_(cases),
        Goal.reached_at.is_(None),
        Goal.dropped_at.is_(None),
        or_(Goal.due_on <= until, Goal.due_on > DayMeaning.GOAL.value.days(local_day(work.now))[1]),
    )
    found, codes = GOALS.opened(work, query.order_by(Goal.due_on, Goal.id)), codes_of_cases(work, cases)
    return [
        *(
            DueItem(
                day_due(DayMeaning.GOAL, one.row.due_on or until, local_day(work.now)),
                "goal",
                one.row.case_id,
                GOAL,
                codes[one.row.case_id],
                one.document.aim if one.document else "",
            )
            for one in found.records
        ),
        *(changed_item(work, one, kind="goal", title=GOAL) for one in found.changed),
    ]


def _reviews_due(work: UnitOfWork, cases: dict[UUID, Case], until: date) -> list[DueItem]:
    codes = codes_of_cases(work, cases)
    return [
        DueItem(day, "review-due", case_id, REVIEW, codes[case_id])
        for case_id, day in next_reviews_on(work, cases).items()
        if day <= until
    ]
