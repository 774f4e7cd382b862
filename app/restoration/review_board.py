"""The supervisor's review: each child's first, previous and latest scores per domain, falls first, never a total."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.access.proven_cases import codes_of_cases
from app.access.scope import require, scoped
from app.case_records.lists import fitting_on_boards
from app.case_records.record_views import Views
from app.cases.notes import NOTES
from app.foundation.case_statuses import CaseStatus
from app.foundation.clock import is_ahead
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.keyring.case_status import with_status
from app.keyring.known_directory import directory_for
from app.outreach.last_met import last_met
from app.restoration.assessments import AssessmentRead, assessments_of, restoration_pack
from app.restoration.child_progress import DomainLine, domain_lines, next_due
from app.restoration.goals import GoalRead, GoalState, goals_of
from app.restoration.reviews import ReviewRead, Reviews, newest_reviews
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_note import CaseNote

UNSEEN_TOO_LONG = timedelta(days=7)
"""If nobody has written about seeing the child for longer than this, the list says so."""

NOTES_LOOKED_AT = 3
"""How many of a case's newest notes are checked when looking for one that is what was written."""


@dataclass(frozen=True)
class ReviewLine:
    """One child in restoration, by code, as the review shows them.

    `is_changed` when one of the records behind it was changed outside Wayhome, and counts for nothing.
    """

    case_id: UUID
    case_code: str
    workers: str
    domains: dict[str, DomainLine]
    last_seen_on: date | None
    days_unseen: int | None
    goals_reached: int
    goals: int
    assessment_due_on: date
    is_assessment_overdue: bool
    review: ReviewRead | None
    is_review_due: bool
    scored_by_me: bool
    is_changed: bool

    @property
    def falls(self) -> int:
        """In how many domains the latest score fell."""
        return sum(line.progress.has_fallen for line in self.domains.values())

    @property
    def is_unseen(self) -> bool:
        """Whether nobody has written about seeing the child for too long."""
        return self.days_unseen is None or self.days_unseen > UNSEEN_TOO_LONG.days

    @property
    def needs_a_look(self) -> bool:
        """Flagged or stale: must be signed off singly, with its page open, and never together with others."""
        return bool(self.falls) or self.is_assessment_overdue or self.is_unseen or self.is_changed

    @property
    def may_go_together(self) -> bool:
        """Whether the line may be signed off together with other steady ones."""
        return self.is_review_due and not self.needs_a_look and not self.scored_by_me


@dataclass(frozen=True)
class ReviewPage:
    """The whole review, with lines that need a look first."""

    domains: tuple[tuple[str, str], ...]
    lines: tuple[ReviewLine, ...]
    workers: tuple[tuple[UUID, str], ...]
    children: int
    slipping: int
    overdue: int
    unseen: int
    steady: int


def review_page(work: UnitOfWork, *, locale: str, worker_id: UUID | None = None) -> ReviewPage:
    """Return the review of every child in restoration whom the person supervises, or of one worker's children."""
    require(work, Permission.RESTORATION_REVIEW)
    query = scoped(work, Case, Permission.RESTORATION_REVIEW).where(
        Case.stage == CaseStatus.RESTORATION.value, Case.closed_at.is_(None)
    )
    found = with_status(work, work.session.scalars(query.order_by(Case.code)), CaseStatus.RESTORATION)
    cases = {case.id: case for case in found}
    # Looked up together, for all lines.
    codes_of_cases(work, cases)
    assigned = _assigned(work, cases.values())
    workers = names_of_staff(work, {staff for people in assigned.values() for staff in people})
    if worker_id is not None:
        cases = {case_id: case for case_id, case in cases.items() if worker_id in assigned.get(case_id, [])}
    lines = _lines(work, cases, assigned, workers, locale=locale)
    pack = restoration_pack()
    return ReviewPage(
        domains=tuple((domain.id, domain.title.in_locale(locale)) for domain in pack.domains),
        lines=tuple(sorted(lines, key=lambda line: (not line.falls, not line.needs_a_look, line.case_code))),
        workers=tuple(sorted(workers.items(), key=lambda pair: pair[1])),
        children=len(lines),
        slipping=sum(bool(line.falls) for line in lines),
        overdue=sum(line.is_assessment_overdue for line in lines),
        unseen=sum(line.is_unseen for line in lines),
        steady=sum(line.may_go_together for line in lines),
    )


def _lines(
    work: UnitOfWork,
    cases: dict[UUID, Case],
    assigned: dict[UUID, list[UUID]],
    workers: dict[UUID, str],
    *,
    locale: str,
) -> list[ReviewLine]:
    assessments, goals = assessments_of(work, cases), goals_of(work, cases)
    reviews = newest_reviews(work, cases)
    seen = _last_seen(work, cases)
    return [
        _line(
            work,
            case,
            assessments[case.id],
            goals[case.id],
            reviews[case.id],
            seen.get(case.id),
            ", ".join(workers[staff] for staff in assigned.get(case.id, []) if staff in workers),
            locale=locale,
        )
        for case in cases.values()
    ]


def _line(
    work: UnitOfWork,
    case: Case,
    assessments: Views[AssessmentRead],
    goals: Views[GoalRead],
    reviews: Reviews,
    seen_at: datetime | None,
    workers: str,
    *,
    locale: str,
) -> ReviewLine:
    today = local_day(work.now)
    due_on = next_due(work, case, assessments.views)
    newest = next(reversed(assessments.views), None)
    review = reviews.newest
    reviewed_newest = review is not None and (newest is None or review.assessment_id == newest.id)
    counted = Counter(goal.state for goal in goals.views)
    return ReviewLine(
        case_id=case.id,
        case_code=codes_of_cases(work, [case.id])[case.id],
        workers=workers,
        domains={line.id: line for line in domain_lines(assessments.views, goals.views, locale=locale)},
        last_seen_on=local_day(seen_at) if seen_at else None,
        days_unseen=(today - local_day(seen_at)).days if seen_at else None,
        goals_reached=counted[GoalState.REACHED],
        goals=counted[GoalState.REACHED] + counted[GoalState.OPEN],
        assessment_due_on=due_on,
        is_assessment_overdue=due_on < today,
        review=review,
        is_review_due=not reviewed_newest or _is_due(review, today),
        scored_by_me=newest is not None and newest.written_by == work.person.id,
        is_changed=bool(assessments.changed or goals.changed or reviews.changed),
    )


def _is_due(review: ReviewRead | None, today: date) -> bool:
    return review is not None and day_due(DayMeaning.REVIEW, review.next_review_on, today) <= today


def _assigned(work: UnitOfWork, cases: Iterable[Case]) -> dict[UUID, list[UUID]]:
    directory = directory_for(work)
    stated = {case.id: directory.assigned(case.id, case.base_id) for case in cases}
    return {
        case_id: [each.staff_id for each in sorted(on_case, key=lambda each: (each.duty, each.since))]
        for case_id, on_case in stated.items()
    }


def _last_seen(work: UnitOfWork, cases: dict[UUID, Case]) -> dict[UUID, datetime]:
    """Return when somebody last wrote about being with the child: in a note of the case or an encounter."""
    children = {case.child_id: case.id for case in cases.values()}
    found = {row.case_id: row.happened_at for row in _newest_notes(work, cases)}
    for child_id, met_at in last_met(work, children).items():
        case_id = children[child_id]
        found[case_id] = max(met_at, found.get(case_id, met_at))
    # Nobody knows when a child was seen of whom only a wrong clock tells.
    return {case_id: at for case_id, at in found.items() if not is_ahead(at, work.now)}


def _newest_notes(work: UnitOfWork, cases: dict[UUID, Case]) -> Iterator[CaseNote]:
    """Yield, newest last, each case's newest notes that are what was written, looking only at the last few.

    If all of those were changed, nobody is known to have seen the child, and the list says so.
    """
    place = func.row_number().over(partition_by=CaseNote.case_id, order_by=CaseNote.happened_at.desc())
    ranked = select(CaseNote.id, place.label("place")).where(CaseNote.case_id.in_(cases)).subquery()
    newest = select(ranked.c.id).where(ranked.c.place <= NOTES_LOOKED_AT)
    query = NOTES.reached(work).where(CaseNote.id.in_(newest)).order_by(CaseNote.happened_at)
    yield from fitting_on_boards(work, work.session.scalars(query))
