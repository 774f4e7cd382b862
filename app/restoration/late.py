"""Which cases are late with an assessment or a review, for a list of many cases: only days, nothing is opened."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.access.scope import has, scoped
from app.case_records.lists import fitting_on_boards
from app.foundation.case_statuses import CaseStatus
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.case_status import with_status
from app.keyring.folders import Fit
from app.restoration.assessments import ASSESSMENTS, those_counting
from app.restoration.child_progress import next_due_on
from app.restoration.reviews import REVIEWS, oldest_first
from app.unit_of_work import UnitOfWork
from models.assessment import Assessment
from models.case import Case
from models.restoration_review import RestorationReview


@dataclass(frozen=True)
class Late:
    """What is overdue in one case's restoration."""

    assessment: bool
    review: bool


def late_in_restoration(work: UnitOfWork, case_ids: Sequence[UUID]) -> Mapping[UUID, Late]:
    """Return what is late in each of these cases that is in restoration; other cases are absent."""
    if not has(work, Permission.RESTORATION_READ):
        return {}
    query = scoped(work, Case, Permission.RESTORATION_READ).where(
        Case.id.in_(case_ids), Case.stage == CaseStatus.RESTORATION.value, Case.closed_at.is_(None)
    )
    cases = with_status(work, work.session.scalars(query), CaseStatus.RESTORATION)
    if not cases:
        return {}
    today, ids = local_day(work.now), [case.id for case in cases]
    scored, reviewed = days_scored(work, ids), next_reviews_on(work, ids)
    return {
        case.id: Late(
            assessment=next_due_on(work, case, scored.get(case.id, [])) < today,
            review=reviewed.get(case.id, today) < today,
        )
        for case in cases
    }


def days_scored(work: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, list[date]]:
    """Return the days of each case's assessments; a changed assessment has none."""
    rows = work.session.scalars(ASSESSMENTS.reached(work).where(Assessment.case_id.in_(case_ids))).all()
    fits = board_fits(work, rows)
    days: dict[UUID, list[date]] = {}
    for row in those_counting(row for row in rows if fits[row.id] is Fit.FITS):
        days.setdefault(row.case_id, []).append(row.scored_on)
    return days


def next_reviews_on(work: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return for each case the day of the next review, as its newest review set it."""
    query = REVIEWS.reached(work).where(RestorationReview.case_id.in_(case_ids))
    rows, today = work.session.scalars(query.order_by(*oldest_first(work))), local_day(work.now)
    return {
        row.case_id: day_due(DayMeaning.REVIEW, row.next_review_on, today)
        for row in fitting_on_boards(work, rows)
    }
