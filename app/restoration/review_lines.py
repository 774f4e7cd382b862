"""One child in restoration as the supervisor's review shows them: scores, what is late, what was promised."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.access.proven_cases import codes_of_cases
from app.bases.known import known_base
from app.case_records.lists import fitting_on_boards
from app.case_records.record_views import Views
from app.cases.notes import NOTES
from app.foundation.clock import is_ahead
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.local_time import local_day
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.keyring.known_directory import directory_for
from app.outreach.last_met import last_met
from app.restoration.assessments import AssessmentRead, Assessments, assessments_of
from app.restoration.child_progress import DomainLine, domain_lines, next_due
from app.restoration.goals import GoalRead, GoalState, goals_of
from app.restoration.returns import ReturnRead, Waiting, returns_of, waiting_in
from app.restoration.reviews import ReviewRead, Reviews, newest_reviews
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_note import CaseNote

UNSEEN_TOO_LONG = timedelta(days=7)
"""If nobody has written about seeing the child for longer than this, the list says so."""

NOTES_LOOKED_AT = 3
"""How many of a case's newest notes are checked when looking for one that is what was written."""

NOT_SCORED = 2
"""Where a child whom nobody has scored yet stands among the lowest scores: nobody knows that it is well."""


@dataclass(frozen=True)
class ReviewLine:
    """One child in restoration, by code, as the review shows them.

    `scored_by` and `scored_on` are of the newest assessment. `is_changed` when one of the records behind the line was
    changed outside Wayhome, and counts for nothing.
    """

    case_id: UUID
    case_code: str
    base_id: UUID
    base: str
    worker_ids: tuple[UUID, ...]
    workers: str
    domains: dict[str, DomainLine]
    assessment_id: UUID | None
    scored_by: str
    scored_on: date | None
    waiting: Waiting | None
    """That the newest assessment was returned and waits to be scored again."""
    last_seen_on: date | None
    days_unseen: int | None
    contact_due_on: date | None
    is_contact_late: bool
    goals_reached: int
    goals: int
    goals_late: int
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
    def low(self) -> list[DomainLine]:
        """The domains whose latest score is so low that it must enter the plan, the lowest first."""
        found = [line for line in self.domains.values() if line.progress.wants_goal]
        return sorted(found, key=lambda line: line.progress.latest)

    @property
    def levels(self) -> list[tuple[str, int, int]]:
        """Each low level: what it is called, its score, and how many domains stand there; the lowest first."""
        counted = Counter((line.progress.latest, line.level) for line in self.low)
        return [(level, score, count) for (score, level), count in sorted(counted.items())]

    @property
    def is_unseen(self) -> bool:
        """Whether nobody has written about seeing the child for too long."""
        return self.days_unseen is None or self.days_unseen > UNSEEN_TOO_LONG.days

    @property
    def needs_a_look(self) -> bool:
        """Flagged or stale: must be signed off singly, with its page open, and never together with others."""
        return bool(
            self.falls
            or self.low
            or self.waiting
            or self.is_assessment_overdue
            or self.is_unseen
            or self.is_contact_late
            or self.is_changed
        )

    @property
    def may_go_together(self) -> bool:
        """Whether the line may be signed off together with other steady ones."""
        return self.is_review_due and not self.needs_a_look and not self.scored_by_me

    @property
    def place(self) -> tuple[object, ...]:
        """The line's place in the review, the worst first: what cannot be trusted, then the lowest scores, then falls.

        Only an order: nothing of it is shown as a score.
        """
        latest = [line.progress.latest for line in self.domains.values()]
        lowest = min(latest, default=NOT_SCORED)
        stale = self.is_assessment_overdue + self.is_unseen + self.is_contact_late + bool(self.waiting)
        return not self.is_changed, lowest, -latest.count(lowest), -self.falls, -stale, self.case_code


@dataclass(frozen=True)
class _Opened:
    """What was opened of one case for its line."""

    assessments: Assessments
    goals: Views[GoalRead]
    reviews: Reviews
    returns: Views[ReturnRead]
    seen_at: datetime | None
    fits: bool


def review_lines(work: UnitOfWork, found: Iterable[Case], *, locale: str) -> list[ReviewLine]:
    """Return a line for each of these cases, which were loaded through their permission, the worst first."""
    cases = {case.id: case for case in found}
    # Looked up together, for all lines.
    codes_of_cases(work, cases)
    assigned = _assigned(work, cases.values())
    names = names_of_staff(work, {staff for people in assigned.values() for staff in people})
    assessments, goals = assessments_of(work, cases), goals_of(work, cases)
    reviews, returns = newest_reviews(work, cases), returns_of(work, cases)
    seen, fits = _last_seen(work, cases), board_fits(work, cases.values())
    lines = []
    for id_, case in cases.items():
        fit = fits[id_] is not Fit.CHANGED
        opened = _Opened(assessments[id_], goals[id_], reviews[id_], returns[id_], seen.get(id_), fit)
        known = [staff for staff in assigned.get(id_, []) if staff in names]
        lines.append(_line(work, case, opened, {staff: names[staff] for staff in known}, locale=locale))
    return sorted(lines, key=lambda line: line.place)


def _line(
    work: UnitOfWork, case: Case, opened: _Opened, workers: dict[UUID, str], *, locale: str
) -> ReviewLine:
    today, assessments = local_day(work.now), opened.assessments.views
    due_on, newest = next_due(work, case, assessments), next(reversed(assessments), None)
    review, contact_on = opened.reviews.newest, case.next_contact_on if opened.fits else None
    counted = Counter(goal.state for goal in opened.goals.views)
    waiting = waiting_in(work, opened.returns, assessments)
    return ReviewLine(
        case_id=case.id,
        case_code=codes_of_cases(work, [case.id])[case.id],
        base_id=case.base_id,
        base=known_base(work, case.base_id).name,
        worker_ids=tuple(workers),
        workers=", ".join(workers.values()),
        domains={line.id: line for line in domain_lines(assessments, opened.goals.views, locale=locale)},
        assessment_id=newest.id if newest else None,
        scored_by=newest.writer if newest else "",
        scored_on=newest.scored_on if newest else None,
        waiting=(waiting.get(newest.id) if newest else None) or next(iter(waiting.values()), None),
        last_seen_on=local_day(opened.seen_at) if opened.seen_at else None,
        days_unseen=(today - local_day(opened.seen_at)).days if opened.seen_at else None,
        contact_due_on=contact_on,
        is_contact_late=contact_on is not None and day_due(DayMeaning.CONTACT, contact_on, today) < today,
        goals_reached=counted[GoalState.REACHED],
        goals=counted[GoalState.REACHED] + counted[GoalState.OPEN],
        goals_late=sum(_is_late(goal, today) for goal in opened.goals.views),
        assessment_due_on=due_on,
        is_assessment_overdue=due_on < today,
        review=review,
        is_review_due=_is_review_due(review, newest, today),
        scored_by_me=newest is not None and newest.written_by == work.person.id,
        is_changed=not opened.fits or _is_any_changed(opened),
    )


def _is_any_changed(opened: _Opened) -> bool:
    found = (opened.assessments, opened.goals, opened.reviews, opened.returns)
    return any(each.changed for each in found)


def _is_late(goal: GoalRead, today: date) -> bool:
    if goal.state is not GoalState.OPEN or goal.due_on is None:
        return False
    return day_due(DayMeaning.GOAL, goal.due_on, today) < today


def _is_review_due(review: ReviewRead | None, newest: AssessmentRead | None, today: date) -> bool:
    if review is None or (newest is not None and review.assessment_id != newest.id):
        return True
    return day_due(DayMeaning.REVIEW, review.next_review_on, today) <= today


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
    standing = (CaseNote.case_id.in_(cases), CaseNote.mistake_id.is_(None))
    ranked = select(CaseNote.id, place.label("place")).where(*standing).subquery()
    newest = select(ranked.c.id).where(ranked.c.place <= NOTES_LOOKED_AT)
    query = NOTES.reached(work).where(CaseNote.id.in_(newest)).order_by(CaseNote.happened_at)
    yield from fitting_on_boards(work, work.session.scalars(query))
