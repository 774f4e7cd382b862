"""Writes safety plans: a new one takes the place of the one before, and both stay readable."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.access.assigned import assigned_case
from app.access.scope import declare_scope, has, own_base, scoped
from app.cases.reading import readable_case, refuse_second, writable_case
from app.foundation.errors import Conflict, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission, Reach
from app.keyring.case_standing import is_closed
from app.keyring.folders import OpenFolder, open_folders, opened_in
from app.keyring.policy import FolderKind
from app.keyring.writing import case_folder_to_write
from app.name_matching.normalise import clean_lines, clean_text
from app.safety_plans.documents import PersonToCall, PlanAction, PlanWords
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.safety_plan import SafetyPlan

declare_scope(
    SafetyPlan,
    {Reach.BASE: own_base(SafetyPlan.base_id), Reach.ASSIGNED: assigned_case(SafetyPlan.case_id)},
)

LONGEST_UNTIL_REVIEW = timedelta(days=92)
"""A plan that is not looked at for a quarter of a year protects nobody, and a slip in the year would hide it."""


@dataclass(frozen=True)
class NewPlan:
    """What is typed of a plan. `replaces` is the plan that was in force when the form was opened."""

    id: UUID
    words: PlanWords
    review_on: date
    replaces: UUID | None


@dataclass(frozen=True)
class PlanView:
    """A plan as its readers see it; `words` is None when the record does not open."""

    id: UUID
    case_id: UUID
    words: PlanWords | None
    review_on: date
    made_at: datetime
    made_by: str
    ended_at: datetime | None
    days_late: int

    @property
    def is_in_force(self) -> bool:
        """Whether it counts now."""
        return self.ended_at is None


@dataclass(frozen=True)
class PlanPage:
    """The plan in force and those before it, the newest first."""

    case_id: UUID
    case_code: str
    is_case_open: bool
    may_write: bool
    current: PlanView | None
    earlier: tuple[PlanView, ...]
    today: date


def write_plan(work: UnitOfWork, case_id: UUID, new: NewPlan) -> None:
    """Put a plan in force; the one before ends with it. Looking at a plan again writes it anew.

    Raises Refused, NotVisible, AlreadyDone, Conflict when another plan came into force meanwhile, or NotAllowedNow
    (`case-closed`, `plan-without-action`, `review-not-ahead`, `review-too-far`).
    """
    case = writable_case(work, case_id)
    refuse_second(work, SafetyPlan, new.id, author="made_by")
    words = _cleaned(new.words)
    _check(words, new.review_on, local_day(work.now))
    current = _in_force(work, case_id)
    if (current.id if current else None) != new.replaces:
        raise Conflict
    if current is not None:
        current.ended_at = work.now
    folder = case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
    plan = SafetyPlan(
        id=new.id,
        case_id=case.id,
        base_id=case.base_id,
        folder_id=folder.id,
        review_on=new.review_on,
        made_by=work.person.id,
        made_at=work.now,
        ended_at=None,
    )
    plan.plan = folder.seal(words, plan.id)
    work.session.add(plan)
    work.record(
        "safety_plan.written",
        subjects=[case.id, case.child_id, plan.id, *([current.id] if current else [])],
        folders=[folder.id],
        base_id=case.base_id,
    )


def end_plan(work: UnitOfWork, case_id: UUID) -> None:
    """End the plan in force, because its case is closed. The case was loaded to be written."""
    current = _in_force(work, case_id)
    if current is not None:
        current.ended_at = work.now
        work.record("safety_plan.ended", subjects=[case_id, current.id], base_id=current.base_id)


def current_plan(work: UnitOfWork, case_id: UUID) -> PlanView | None:
    """Return the plan in force, or None. The case was loaded through its permission."""
    found = _in_force(work, case_id)
    return opened_plans(work, [found])[0] if found else None


def plan_page(work: UnitOfWork, case_id: UUID) -> PlanPage:
    """Return the plan in force and all before it. Raises NotVisible."""
    case = readable_case(work, case_id)
    query = scoped(work, SafetyPlan, Permission.CASE_READ).where(SafetyPlan.case_id == case.id)
    rows = list(work.session.scalars(query.order_by(SafetyPlan.made_at.desc())))
    views = opened_plans(work, rows)
    return PlanPage(
        case_id=case.id,
        case_code=case.code,
        is_case_open=not is_closed(work, case),
        may_write=not is_closed(work, case) and has(work, Permission.CASE_WRITE),
        current=next((view for view in views if view.is_in_force), None),
        earlier=tuple(view for view in views if not view.is_in_force),
        today=local_day(work.now),
    )


def opened_plans(work: UnitOfWork, rows: list[SafetyPlan]) -> list[PlanView]:
    """Open plans that were loaded through their permission."""
    folders = open_folders(work, [row.folder_id for row in rows])
    names = names_of_staff(work, [row.made_by for row in rows])
    today = local_day(work.now)
    return [_view(row, folders.get(row.folder_id), names.get(row.made_by, ""), today) for row in rows]


def _view(row: SafetyPlan, folder: OpenFolder | None, made_by: str, today: date) -> PlanView:
    return PlanView(
        id=row.id,
        case_id=row.case_id,
        words=opened_in(folder, PlanWords, row.id, row.plan),
        review_on=row.review_on,
        made_at=row.made_at,
        made_by=made_by,
        ended_at=row.ended_at,
        days_late=max(0, (today - row.review_on).days) if row.ended_at is None else 0,
    )


def _in_force(work: UnitOfWork, case_id: UUID) -> SafetyPlan | None:
    query = scoped(work, SafetyPlan, Permission.CASE_READ).where(
        SafetyPlan.case_id == case_id, SafetyPlan.ended_at.is_(None)
    )
    return work.session.scalars(query.order_by(SafetyPlan.made_at.desc()).limit(1)).first()


def _cleaned(words: PlanWords) -> PlanWords:
    """Return the words as they are stored; rows that were left empty go."""
    actions = [PlanAction(clean_text(one.who), clean_text(one.what), one.by) for one in words.actions]
    people = [PersonToCall(clean_text(one.name), clean_text(one.how)) for one in words.people]
    return PlanWords(
        actions=tuple(one for one in actions if one.who or one.what),
        warning_signs=clean_lines(words.warning_signs),
        people=tuple(one for one in people if one.name or one.how),
        why=clean_lines(words.why),
    )


def _check(words: PlanWords, review_on: date, today: date) -> None:
    if not words.actions or not all(one.who and one.what for one in words.actions):
        raise NotAllowedNow("plan-without-action")
    if review_on <= today:
        raise NotAllowedNow("review-not-ahead")
    if review_on > today + LONGEST_UNTIL_REVIEW:
        raise NotAllowedNow("review-too-far")
