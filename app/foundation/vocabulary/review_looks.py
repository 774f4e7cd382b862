"""What the restoration review is cut down to."""

from enum import StrEnum

from app.foundation.marking import N_


class ReviewLook(StrEnum):
    """Which children the review shows."""

    ALL = ""
    LOW = "low"
    FELL = "fell"
    ASSESSMENT_LATE = "assessment_late"
    NOT_SEEN = "not_seen"
    RETURNED = "returned"
    TO_REVIEW = "to_review"


LABELS = {
    ReviewLook.ALL: N_("All children"),
    ReviewLook.LOW: N_("A low score"),
    ReviewLook.FELL: N_("A score fell"),
    ReviewLook.ASSESSMENT_LATE: N_("Assessment late"),
    ReviewLook.NOT_SEEN: N_("Not seen, or to be met"),
    ReviewLook.RETURNED: N_("Returned, not scored again"),
    ReviewLook.TO_REVIEW: N_("To be signed off"),
}
