"""The supervisor's sign-off of one child's restoration, based on the assessment that was newest then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case

from app.case_records.record_views import ChangedRecord, Opened, view_of
from app.case_records.records import CaseRecords, Closed
from app.foundation.clock import SET_BACK
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.keyring.documents import sealed_in
from app.keyring.policy import FolderKind
from app.mistakes.states import MarkState
from app.restoration.assessments import assessments_of
from app.restoration.returns import waiting_of
from app.unit_of_work import UnitOfWork
from models.restoration_review import RestorationReview

REVIEW_EVERY = timedelta(days=91)
"""A quarter of a year: what the form proposes; a child may need it sooner."""


@sealed_in("restoration_review", "remark")
@dataclass(frozen=True)
class ReviewRemark:
    """What the reviewer wrote for those who work with the child, and what was promised until the next review."""

    words: str = ""
    promised: str = ""


REVIEWS = CaseRecords(
    RestorationReview,
    ReviewRemark,
    FolderKind.RESTORATION,
    reads=Permission.RESTORATION_READ,
    writes=Permission.RESTORATION_REVIEW,
    on_closed=Closed.REFUSES,
    event="restoration",
)


@dataclass(frozen=True)
class ReviewInput:
    """What is typed to sign off a child's restoration."""

    id: UUID
    next_review_on: date
    remark: ReviewRemark


@dataclass(frozen=True)
class ReviewRead:
    """A review as opened; `remark` is None for a person who was not given its key."""

    id: UUID
    case_id: UUID
    assessment_id: UUID | None
    reviewed_by: str
    reviewed_on: date
    next_review_on: date
    remark: ReviewRemark | None
    marks: MarkState


@dataclass(frozen=True)
class Reviews:
    """The newest review of a case that counts, the changed ones, of which nothing is shown, and the marked ones."""

    newest: ReviewRead | None = None
    changed: tuple[ChangedRecord, ...] = ()
    marked: tuple[ReviewRead, ...] = ()


def sign_off(work: UnitOfWork, case_id: UUID, new: ReviewInput) -> UUID:
    """Sign off one child's restoration. The worker who scored the newest assessment cannot sign it off.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `case-closed`, `own-assessment`,
    `returned-not-scored`, `next-review-past` or `too-far-ahead`.
    """
    review = REVIEWS.begin(work, case_id, new.id)
    if new.next_review_on <= local_day(work.now):
        raise NotAllowedNow("next-review-past")
    refuse_unlikely(DayMeaning.REVIEW, new.next_review_on, local_day(work.now))
    newest = next(reversed(assessments_of(work, [case_id])[case_id].views), None)
    if newest is not None and newest.written_by == work.person.id:
        raise NotAllowedNow("own-assessment")
    # Also beside a newer one: what was returned still counts until another takes its place.
    if waiting_of(work, [case_id])[case_id]:
        raise NotAllowedNow("returned-not-scored")
    review.save(
        "reviewed",
        new.remark,
        assessment_id=newest.id if newest else None,
        next_review_on=new.next_review_on,
    )
    return new.id


def usual_next_review(work: UnitOfWork) -> date:
    """Return the day that the form proposes for the next review."""
    return local_day(work.now) + REVIEW_EVERY


def newest_reviews(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, Reviews]:
    """Return the newest review of each of these cases."""
    wanted = list(case_ids)
    query = REVIEWS.reached(work).where(RestorationReview.case_id.in_(wanted))
    found = REVIEWS.opened(work, query.order_by(*oldest_first(work)))
    newest = {one.row.case_id: _read(one) for one in found.records}
    return {
        case_id: Reviews(
            newest.get(case_id),
            tuple(one for one in found.changed if one.case_id == case_id),
            tuple(_read(one) for one in found.marked if one.row.case_id == case_id),
        )
        for case_id in wanted
    }


def oldest_first(work: UnitOfWork) -> tuple[Any, ...]:
    """Return the order of reviews; those that a wrong clock put into the future come before all others."""
    is_known = case((RestorationReview.written_at > work.now + SET_BACK, 0), else_=1)
    return is_known, RestorationReview.written_at


def _read(one: Opened[RestorationReview, ReviewRemark]) -> ReviewRead:
    return view_of(
        one,
        ReviewRead,
        reviewed_by=one.written_by,
        reviewed_on=local_day(one.row.written_at),
        remark=one.document,
    )
