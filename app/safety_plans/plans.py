"""Writes safety plans: a new plan replaces the one before, and both stay readable."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select

from app.access.scope import has
from app.case_records.loading import readable_case
from app.case_records.record_views import ChangedRecord, Opened, RecordView, Views, view_of
from app.case_records.records import CaseRecords, Closed
from app.case_records.reliance import clock_would_stop, stage_rested_on
from app.foundation.day_meanings import DayMeaning, days_late, refuse_unlikely
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.keyring.case_status import is_closed
from app.keyring.policy import FolderKind
from app.safety_plans.documents import PlanWords
from app.safety_plans.marked import follow_mark
from app.unit_of_work import UnitOfWork
from models.safety_plan import SafetyPlan

SAFETY_PLANS: CaseRecords[SafetyPlan, PlanWords] = CaseRecords(
    SafetyPlan,
    PlanWords,
    FolderKind.CASE,
    reads=Permission.CASE_READ,
    writes=Permission.CASE_WRITE,
    on_closed=Closed.REFUSES,
    event="safety_plan",
    second=lambda work, plan: (
        clock_would_stop(work, DayMeaning.PLAN_REVIEW, None if plan.ended_at else plan.review_on)
        or stage_rested_on(work, plan)
    ),
    follow=lambda work, held: follow_mark(work, held, SAFETY_PLANS),
)


@dataclass(frozen=True)
class PlanInput:
    """What is typed for a plan. `replaces` is the plan that was in force when the form was opened."""

    id: UUID
    words: PlanWords
    review_on: date
    replaces: UUID | None


@dataclass(frozen=True)
class PlanView(RecordView):
    """A plan as its readers see it; `words` is None for a person who was not given its key."""

    words: PlanWords | None
    review_on: date
    ended_at: datetime | None
    days_late: int

    @property
    def is_in_force(self) -> bool:
        """Whether it is in force now."""
        return self.ended_at is None


@dataclass(frozen=True)
class Plans(Views[PlanView]):
    """Plans of a case, newest first, and the changed ones, of which nothing is shown."""

    @property
    def current(self) -> PlanView | None:
        """The plan in force: the newest one that was not ended."""
        return next((view for view in self.views if view.is_in_force), None)


@dataclass(frozen=True)
class PlanPage:
    """The plan in force and earlier ones, newest first."""

    case_id: UUID
    case_code: str
    is_case_open: bool
    may_write: bool
    current: PlanView | None
    earlier: tuple[PlanView, ...]
    changed: tuple[ChangedRecord, ...]
    marked: tuple[PlanView, ...]


def write_plan(work: UnitOfWork, case_id: UUID, new: PlanInput) -> None:
    """Put a plan in force; the one before ends with it. Looking at a plan again writes a new one.

    Raises Refused, NotVisible, AlreadyDone, Conflict when another plan came into force meanwhile, or NotAllowedNow
    (`case-closed`, `plan-without-action`, `review-not-ahead`, `too-far-ahead`).
    """
    plan = SAFETY_PLANS.begin(work, case_id, new.id)
    words = _cleaned(new.words)
    _check(words, new.review_on, local_day(work.now))
    before = plan.others(SafetyPlan.ended_at.is_(None))
    if new.replaces != next((one.id for one in before), None):
        raise Conflict
    for one in before:
        one.ended_at = work.now
    plan.save("written", words, also=before, review_on=new.review_on, ended_at=None)


def end_plan(work: UnitOfWork, case_id: UUID) -> None:
    """End the plan in force, because its case is about to be closed. Raises as `write_plan` does."""
    current = current_plan(work, case_id)
    if current is not None:
        SAFETY_PLANS.edit(work, case_id, current.id).save("ended", ended_at=work.now)


def current_plan(work: UnitOfWork, case_id: UUID) -> PlanView | None:
    """Return the plan in force, or None. The case was loaded through its permission."""
    return plans_in_force(work, case_id).current


def plans_in_force(work: UnitOfWork, case_id: UUID) -> Plans:
    """Return the plan in force, and how many plans marked as in force were changed outside."""
    query = SAFETY_PLANS.of_case(work, case_id).where(SafetyPlan.ended_at.is_(None))
    return opened_plans(work, query.order_by(SafetyPlan.written_at.desc()))


def plan_page(work: UnitOfWork, case_id: UUID) -> PlanPage:
    """Return the plan in force and all earlier ones. Raises NotVisible."""
    case = readable_case(work, case_id)
    plans = opened_plans(work, SAFETY_PLANS.of_case(work, case.id).order_by(SafetyPlan.written_at.desc()))
    return PlanPage(
        case_id=case.id,
        case_code=case.code,
        is_case_open=not is_closed(work, case),
        may_write=not is_closed(work, case) and has(work, Permission.CASE_WRITE),
        current=plans.current,
        earlier=tuple(view for view in plans.views if not view.is_in_force),
        changed=plans.changed,
        marked=plans.marked,
    )


def opened_plans(work: UnitOfWork, query: Select[SafetyPlan]) -> Plans:
    """Open plans that were queried through their permission."""
    found = SAFETY_PLANS.opened(work, query)
    today = local_day(work.now)
    seen = found.seen(lambda one: _view(one, today))
    return Plans(seen.views, seen.changed, seen.marked)


def _view(one: Opened[SafetyPlan, PlanWords], today: date) -> PlanView:
    due_on = one.row.review_on if one.row.ended_at is None else None
    return view_of(
        one, PlanView, words=one.document, days_late=days_late(DayMeaning.PLAN_REVIEW, due_on, today)
    )


def _cleaned(typed: PlanWords) -> PlanWords:
    """Return the words as they are stored, without empty rows."""
    words = cleaned(typed)
    return replace(
        words,
        actions=tuple(one for one in words.actions if one.who or one.what),
        people=tuple(one for one in words.people if one.name or one.how),
    )


def _check(words: PlanWords, review_on: date, today: date) -> None:
    if not words.actions or not all(one.who and one.what for one in words.actions):
        raise NotAllowedNow("plan-without-action")
    if review_on <= today:
        raise NotAllowedNow("review-not-ahead")
    refuse_unlikely(DayMeaning.PLAN_REVIEW, review_on, today)
    for action in words.actions:
        refuse_unlikely(DayMeaning.PLANNED, action.by, today)
