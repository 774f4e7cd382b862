"""A supervisor's sign-off of how one child is doing."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.case_record import CaseRecord
from models.mapping import LiesIn, bound, sealed


class RestorationReview(CaseRecord):
    """One review of one child, based on the assessment that was newest then. Its writer is the reviewer."""

    __tablename__ = "restoration_review"
    lies_in = LiesIn(("restoration",), base="base_id", case="case_id")

    assessment_id: Mapped[UUID | None] = bound(ForeignKey("assessment.id"))
    next_review_on: Mapped[date] = bound(index=True)
    remark: Mapped[bytes] = sealed()
