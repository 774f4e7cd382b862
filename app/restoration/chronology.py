"""What restoration adds to a child's road: assessments, goals reached, reviews."""

from datetime import date, datetime, time
from uuid import UUID

from app.access.proven_cases import cases_of_child
from app.access.scope import has
from app.case_records.lists import changed_entries
from app.foundation.chronology import ChronologyEntry
from app.foundation.local_time import to_utc
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.restoration.assessments import AssessmentRead, assessments_of
from app.restoration.reviews import ReviewRead, newest_reviews
from app.unit_of_work import UnitOfWork

ASSESSED = N_("Assessment of how the child is doing")
REVIEWED = N_("Restoration reviewed")


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return a line for each assessment, and for the newest review, of a child's cases, without scores; in no order."""
    if not has(work, Permission.RESTORATION_READ):
        return []
    case_ids = cases_of_child(work, child_id, Permission.CASE_READ, Permission.RESTORATION_READ)
    assessments, reviews = assessments_of(work, case_ids), newest_reviews(work, case_ids)
    entries: list[ChronologyEntry] = []
    for case_id in case_ids:
        entries += map(_assessed, (*assessments[case_id].views, *assessments[case_id].marked))
        entries += changed_entries(work, assessments[case_id].changed, kind="assessment", title=ASSESSED)
        newest = reviews[case_id].newest
        entries += map(_reviewed, (*([newest] if newest else []), *reviews[case_id].marked))
        entries += changed_entries(work, reviews[case_id].changed, kind="review", title=REVIEWED)
    return entries


def _assessed(one: AssessmentRead) -> ChronologyEntry:
    return ChronologyEntry(
        at=_known_to_the_day(one.scored_on),
        kind="assessment",
        record_id=one.case_id,
        title=ASSESSED,
        by=one.writer,
        is_sealed=one.sheet is None,
        is_mistaken=one.marks.is_marked,
    )


def _reviewed(one: ReviewRead) -> ChronologyEntry:
    return ChronologyEntry(
        at=_known_to_the_day(one.reviewed_on),
        kind="review",
        record_id=one.case_id,
        title=REVIEWED,
        text=one.remark.words if one.remark else "",
        by=one.reviewed_by,
        is_mistaken=one.marks.is_marked,
    )


def _known_to_the_day(day: date) -> datetime:
    """Return the beginning of the day, which the chronology shows without an hour."""
    return to_utc(datetime.combine(day, time(0)))
