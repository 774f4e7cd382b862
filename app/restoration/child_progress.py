"""One child's restoration on one page: goals, progress by domain, assessments, the last review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.access.scope import has
from app.case_records.loading import readable_case
from app.case_records.record_views import ChangedRecord
from app.children.names import ChildName, names_of
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.keyring.case_status import case_status_of, is_closed
from app.restoration.assessments import AssessmentRead, assessments_of, restoration_pack
from app.restoration.goals import GoalRead, GoalState, goals_of
from app.restoration.progress import DomainProgress, next_assessment_on, progress_by_domain
from app.restoration.returns import ReturnRead, Waiting, returns_of, waiting_in
from app.restoration.reviews import ReviewRead, newest_reviews
from app.unit_of_work import UnitOfWork
from models.case import Case


@dataclass(frozen=True)
class DomainLine:
    """A domain with its title in the page's language, its progress, and whether a goal answers it."""

    id: str
    title: str
    progress: DomainProgress
    words: str
    level: str
    """What the latest score is called in one or two words."""
    has_goal: bool


@dataclass(frozen=True)
class RestorationPage:
    """What a case's restoration page shows, newest assessment first; `…_changed` was changed outside."""

    case_id: UUID
    case_code: str
    child: ChildName | None
    domains: tuple[DomainLine, ...]
    goals: tuple[GoalRead, ...]
    goals_changed: tuple[ChangedRecord, ...]
    assessments: tuple[AssessmentRead, ...]
    assessments_replaced: tuple[AssessmentRead, ...]
    """Those that were scored again: they stay, and count no more."""
    waiting: Mapping[UUID, Waiting]
    """The assessments that wait to be scored again."""
    returns_changed: tuple[ChangedRecord, ...]
    returns_marked: tuple[ReturnRead, ...]
    assessments_changed: tuple[ChangedRecord, ...]
    began_on: date
    """Since when the plan is worked on: from here on it is counted how often the child came to groups."""
    review: ReviewRead | None
    reviews_changed: tuple[ChangedRecord, ...]
    goals_marked: tuple[GoalRead, ...]
    assessments_marked: tuple[AssessmentRead, ...]
    reviews_marked: tuple[ReviewRead, ...]
    next_assessment_on: date
    is_overdue: bool
    is_review_late: bool
    may_write: bool
    may_review: bool
    may_read_case: bool

    @property
    def open_goals(self) -> list[GoalRead]:
        """The goals that are being worked on."""
        return [goal for goal in self.goals if goal.state is GoalState.OPEN]


def restoration_page(work: UnitOfWork, case_id: UUID, *, locale: str) -> RestorationPage:
    """Return a case's restoration page. Raises NotVisible."""
    case = readable_case(work, case_id, Permission.RESTORATION_READ)
    assessments = assessments_of(work, [case.id])[case.id]
    goals = goals_of(work, [case.id])[case.id]
    reviews = newest_reviews(work, [case.id])[case.id]
    returns = returns_of(work, [case.id])[case.id]
    due_on = next_due(work, case, assessments.views)
    is_open = not is_closed(work, case)
    return RestorationPage(
        case_id=case.id,
        case_code=case.code,
        child=names_of(work, [case.child_id]).get(case.child_id),
        domains=tuple(domain_lines(assessments.views, goals.views, locale=locale)),
        goals=goals.views,
        goals_changed=goals.changed,
        assessments=tuple(reversed(assessments.views)),
        assessments_replaced=tuple(reversed(assessments.replaced)),
        waiting=waiting_in(work, returns, assessments.views) if is_open else {},
        returns_changed=returns.changed,
        returns_marked=returns.marked,
        assessments_changed=assessments.changed,
        began_on=plan_began_on(work, case, assessments.views),
        review=reviews.newest,
        reviews_changed=reviews.changed,
        goals_marked=goals.marked,
        assessments_marked=assessments.marked,
        reviews_marked=reviews.marked,
        next_assessment_on=due_on,
        is_overdue=is_open and due_on < local_day(work.now),
        is_review_late=is_open and _is_review_late(reviews.newest, local_day(work.now)),
        may_write=is_open and has(work, Permission.RESTORATION_WRITE),
        may_review=is_open and has(work, Permission.RESTORATION_REVIEW),
        may_read_case=has(work, Permission.CASE_READ),
    )


def plan_began_on(work: UnitOfWork, case: Case, assessments: Sequence[AssessmentRead]) -> date:
    """Return the day on which a restoration began: of its first assessment or, without any, of today's stage."""
    return min((a.scored_on for a in assessments), default=local_day(case_status_of(work, case).since))


def _is_review_late(newest: ReviewRead | None, today: date) -> bool:
    """Tell whether the day that the newest review set for the next one is past; a day too far ahead is due now."""
    return newest is not None and day_due(DayMeaning.REVIEW, newest.next_review_on, today) < today


def domain_lines(
    assessments: Sequence[AssessmentRead], goals: Sequence[GoalRead], *, locale: str
) -> list[DomainLine]:
    """Return the progress of each scored domain, with the pack's words for its latest score."""
    pack = restoration_pack()
    answered = {
        goal.words.domain for goal in goals if goal.words is not None and goal.state is not GoalState.DROPPED
    }
    scored = [a.scored for a in assessments if a.scored is not None]
    levels = {level.score: level.label.in_locale(locale) for level in pack.levels}
    return [
        DomainLine(
            id=progress.domain,
            title=pack.domain(progress.domain).title.in_locale(locale),
            progress=progress,
            words=pack.domain(progress.domain).anchor(progress.latest).in_locale(locale),
            level=levels[progress.latest],
            has_goal=progress.domain in answered,
        )
        for progress in progress_by_domain(pack, scored)
    ]


def next_due(work: UnitOfWork, case: Case, assessments: Sequence[AssessmentRead]) -> date:
    """Return when the case's next assessment is due, counted from the first one or, without any, from today's stage."""
    return next_due_on(work, case, [a.scored_on for a in assessments])


def next_due_on(work: UnitOfWork, case: Case, days: Sequence[date]) -> date:
    """Return the same from the days of the case's assessments alone."""
    intake_on = min(days, default=local_day(case_status_of(work, case).since))
    return next_assessment_on(restoration_pack(), intake_on, days)
