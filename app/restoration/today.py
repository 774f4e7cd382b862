"""What is due in restoration: assessments, goals past their day, reviews to sign off."""

from datetime import date
from uuid import UUID

from app.access.scope import has, scoped
from app.access.sound_cases import codes_of_cases
from app.foundation.chronology import DueItem
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.standings import Standing
from app.keyring.case_standing import standing_at
from app.restoration.assessments import assessments_of
from app.restoration.child_progress import next_due
from app.restoration.goals import GoalState, goals_of
from app.restoration.reviews import newest_reviews
from app.unit_of_work import UnitOfWork
from models.case import Case


def due_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return what is due up to a day in the cases this person follows through restoration."""
    if not has(work, Permission.RESTORATION_READ):
        return []
    query = scoped(work, Case, Permission.RESTORATION_READ).where(
        Case.stage == Standing.RESTORATION.value, Case.closed_at.is_(None)
    )
    found_by_row = work.session.scalars(query)
    cases = {case.id: case for case in standing_at(work, found_by_row, Standing.RESTORATION)}
    codes = codes_of_cases(work, cases)
    assessments, goals = assessments_of(work, cases), goals_of(work, cases)
    found = []
    for case in cases.values():
        due_on = next_due(work, case, assessments[case.id])
        if due_on <= until:
            found.append(DueItem(due_on, "assessment", case.id, N_("Assessment"), codes[case.id]))
        found += [
            DueItem(
                goal.due_on, "goal", case.id, N_("Goal"), codes[case.id], goal.words.aim if goal.words else ""
            )
            for goal in goals[case.id]
            if goal.state is GoalState.OPEN and goal.due_on is not None and goal.due_on <= until
        ]
    return found + (_reviews_due(work, cases, until) if has(work, Permission.RESTORATION_REVIEW) else [])


def _reviews_due(work: UnitOfWork, cases: dict[UUID, Case], until: date) -> list[DueItem]:
    reviews, codes = newest_reviews(work, list(cases)), codes_of_cases(work, cases)
    return [
        DueItem(review.next_review_on, "review-due", case_id, N_("Restoration review"), codes[case_id])
        for case_id, review in reviews.items()
        if review.next_review_on <= until
    ]
