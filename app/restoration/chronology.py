"""What restoration adds to a child's road: assessments, goals reached, reviews."""

from datetime import date, datetime, time
from uuid import UUID

from app.access.scope import has
from app.access.sound_cases import cases_of_child
from app.foundation.chronology import ChronologyEntry
from app.foundation.local_time import to_utc
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.restoration.assessments import assessments_of
from app.restoration.reviews import newest_reviews
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return a line for each assessment and the newest review of a child's cases, without any score; in no order."""
    if not has(work, Permission.RESTORATION_READ):
        return []
    case_ids = cases_of_child(work, child_id, Permission.CASE_READ, Permission.RESTORATION_READ)
    assessments = [a for found in assessments_of(work, case_ids).values() for a in found]
    reviews = newest_reviews(work, list(case_ids))
    people = names_of_staff(
        work, [a.scored_by for a in assessments] + [review.reviewed_by for review in reviews.values()]
    )
    entries = [
        ChronologyEntry(
            at=_known_to_the_day(a.scored_on),
            kind="assessment",
            record_id=a.case_id,
            title=N_("Assessment of how the child is doing"),
            by=people.get(a.scored_by, ""),
            is_sealed=a.sheet is None,
        )
        for a in assessments
    ]
    entries += [
        ChronologyEntry(
            at=_known_to_the_day(review.reviewed_on),
            kind="review",
            record_id=case_id,
            title=N_("Restoration reviewed"),
            text=review.remark.words if review.remark else "",
            by=people.get(review.reviewed_by, ""),
        )
        for case_id, review in reviews.items()
    ]
    return entries


def _known_to_the_day(day: date) -> datetime:
    """Return the beginning of the day, which the chronology shows without an hour."""
    return to_utc(datetime.combine(day, time(0)))
