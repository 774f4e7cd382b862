"""What is due in restoration: assessments, goals past their day, reviews to sign off."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.case_records.lists import changed_item
from app.foundation.case_statuses import CaseStatus
from app.foundation.chronology import DueItem
from app.foundation.day_meanings import DayMeaning, day_due, last_day
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.case_status import with_status
from app.restoration.child_progress import next_due_on
from app.restoration.goals import GOALS
from app.restoration.late import days_scored, next_reviews_on
from app.restoration.returns import RETURNS, is_for, returns_of, waiting_of
from app.unit_of_work import UnitOfWork
from models.assessment_return import AssessmentReturn
from models.case import Case
from models.goal import Goal

ASSESSMENT = N_("Assess how the child is doing")
GOAL = N_("Look at the goal")
REVIEW = N_("Review the restoration")
RETURNED = N_("Score again")


def due_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return what is due, up to a day, in the restoration cases this person follows."""
    if not has(work, Permission.RESTORATION_READ):
        return []
    query = scoped(work, Case, Permission.RESTORATION_READ).where(
        Case.stage == CaseStatus.RESTORATION.value, Case.closed_at.is_(None)
    )
    found_by_row = work.session.scalars(query)
    cases = {case.id: case for case in with_status(work, found_by_row, CaseStatus.RESTORATION)}
    found = [
        *_assessments_due(work, cases, until),
        *_goals_due(work, cases, until),
        *_returned(work, until),
    ]
    return found + (_reviews_due(work, cases, until) if has(work, Permission.RESTORATION_REVIEW) else [])


def _assessments_due(work: UnitOfWork, cases: dict[UUID, Case], until: date) -> list[DueItem]:
    days, codes = days_scored(work, cases), codes_of_cases(work, cases)
    due = {case.id: next_due_on(work, case, days.get(case.id, [])) for case in cases.values()}
    return [
        DueItem(day, "assessment", case_id, ASSESSMENT, codes[case_id], case_id=case_id)
        for case_id, day in due.items()
        if day <= until
    ]


def _goals_due(work: UnitOfWork, cases: dict[UUID, Case], until: date) -> list[DueItem]:
    query = GOALS.reached(work).where(
        Goal.case_id.in_(cases),
        Goal.reached_at.is_(None),
        Goal.dropped_at.is_(None),
        or_(Goal.due_on <= until, Goal.due_on > last_day(DayMeaning.GOAL, local_day(work.now))),
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
                step_id=one.row.id,
                case_id=one.row.case_id,
            )
            for one in found.records
        ),
        *(changed_item(work, one, kind="goal", title=GOAL) for one in found.changed),
    ]


def _returned(work: UnitOfWork, until: date) -> list[DueItem]:
    """Return assessments to be scored again: for those who are to do it, and when late for whoever reviews."""
    today, reviews = local_day(work.now), has(work, Permission.RESTORATION_REVIEW)
    too_far = last_day(DayMeaning.PLANNED, today)
    query = RETURNS.of_open_cases(work).where(
        AssessmentReturn.answered_by.is_(None),
        or_(AssessmentReturn.due_on <= until, AssessmentReturn.due_on > too_far),
    )
    rows = work.session.scalars(query.order_by(AssessmentReturn.due_on).limit(50)).all()
    case_ids = list(dict.fromkeys(row.case_id for row in rows))
    waiting, codes = waiting_of(work, case_ids), codes_of_cases(work, case_ids)
    return [
        *(
            DueItem(due_on, "assessment-returned", case_id, RETURNED, codes[case_id], one.why)
            for case_id in case_ids
            for one in waiting[case_id].values()
            for due_on in [day_due(DayMeaning.PLANNED, one.due_on, today)]
            if is_for(work, one) or (reviews and due_on < today)
        ),
        *(
            changed_item(work, one, kind="assessment-returned", title=RETURNED)
            for found in returns_of(work, case_ids).values()
            for one in found.changed
        ),
    ]


def _reviews_due(work: UnitOfWork, cases: dict[UUID, Case], until: date) -> list[DueItem]:
    codes = codes_of_cases(work, cases)
    return [
        DueItem(day, "review-due", case_id, REVIEW, codes[case_id], case_id=case_id)
        for case_id, day in next_reviews_on(work, cases).items()
        if day <= until
    ]
