"""The supervisor's sign-off of one child's restoration, of the assessment that was newest then."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.assigned import assigned_case
from app.access.scope import declare_scope, own_base, require, scoped
from app.cases.reading import readable_case
from app.foundation.errors import AlreadyDone, NotAllowedNow, Refused
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission, Reach
from app.keyring.documents import sealed_in
from app.keyring.folders import open_folders
from app.name_matching.normalise import clean_lines
from app.restoration.folders import restoration_folder
from app.unit_of_work import UnitOfWork
from models.assessment import Assessment
from models.restoration_review import RestorationReview

declare_scope(
    RestorationReview,
    {
        Reach.BASE: own_base(RestorationReview.base_id),
        Reach.ASSIGNED: assigned_case(RestorationReview.case_id),
    },
)


REVIEW_EVERY = timedelta(days=91)
"""A quarter: what the form proposes, to be changed where a child needs it sooner."""


@sealed_in("restoration_review", "remark")
@dataclass(frozen=True)
class ReviewRemark:
    """What the reviewer wrote for those who work with the child."""

    words: str = ""


@dataclass(frozen=True)
class NewReview:
    """What is typed to sign a child's restoration off."""

    id: UUID
    next_review_on: date
    remark: ReviewRemark


@dataclass(frozen=True)
class ReviewRead:
    """A review as opened; `remark` is None when it does not open."""

    id: UUID
    case_id: UUID
    assessment_id: UUID | None
    reviewed_by: UUID
    reviewed_on: date
    next_review_on: date
    remark: ReviewRemark | None


def sign_off(work: UnitOfWork, case_id: UUID, new: NewReview) -> UUID:
    """Sign one child's restoration off. The worker who scored the newest assessment cannot sign it off.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `own-assessment` or `next-review-past`.
    """
    require(work, Permission.RESTORATION_REVIEW)
    case = readable_case(work, case_id, Permission.RESTORATION_REVIEW)
    earlier = work.session.get(RestorationReview, new.id)
    if earlier is not None:
        if earlier.reviewed_by != work.person.id:
            raise Refused(Permission.RESTORATION_REVIEW.value)
        raise AlreadyDone(record_id=new.id)
    if new.next_review_on <= local_day(work.now):
        raise NotAllowedNow("next-review-past")
    newest = _newest_assessment(work, case_id)
    if newest is not None and newest.scored_by == work.person.id:
        raise NotAllowedNow("own-assessment")
    folder = restoration_folder(work, case)
    remark = ReviewRemark(clean_lines(new.remark.words))
    work.session.add(
        RestorationReview(
            id=new.id,
            case_id=case.id,
            base_id=case.base_id,
            folder_id=folder.id,
            assessment_id=newest.id if newest else None,
            reviewed_by=work.person.id,
            reviewed_at=work.now,
            next_review_on=new.next_review_on,
            remark=folder.seal(remark, new.id),
        )
    )
    work.record(
        "restoration.reviewed", subjects=[case.id, case.child_id], folders=[folder.id], base_id=case.base_id
    )
    return new.id


def usual_next_review(work: UnitOfWork) -> date:
    """Return the day a review usually proposes for the next one."""
    return local_day(work.now) + REVIEW_EVERY


def _newest_assessment(work: UnitOfWork, case_id: UUID) -> Assessment | None:
    query = (
        select(Assessment)
        .where(Assessment.case_id == case_id, Assessment.replaced_by.is_(None))
        .order_by(Assessment.scored_on.desc(), Assessment.written_at.desc())
        .limit(1)
    )
    return work.session.scalars(query).one_or_none()


def newest_reviews(work: UnitOfWork, case_ids: list[UUID]) -> dict[UUID, ReviewRead]:
    """Return the newest review of each case that has one."""
    query = scoped(work, RestorationReview, Permission.RESTORATION_READ).where(
        RestorationReview.case_id.in_(case_ids)
    )
    rows = work.session.scalars(query.order_by(RestorationReview.reviewed_at)).all()
    newest = {row.case_id: row for row in rows}
    folders = open_folders(work, {row.folder_id for row in newest.values()})
    return {
        case_id: ReviewRead(
            row.id,
            case_id,
            row.assessment_id,
            row.reviewed_by,
            local_day(row.reviewed_at),
            row.next_review_on,
            folders[row.folder_id].try_open(ReviewRemark, row.id, row.remark),
        )
        for case_id, row in newest.items()
        if row.folder_id in folders
    }
