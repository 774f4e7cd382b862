"""A supervisor's sign-off of how one child is doing."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, readable, sealed


class RestorationReview(Model):
    """One review of one child, of the assessment that was newest then."""

    __tablename__ = "restoration_review"
    __table_args__ = (Index(None, "base_id", "reviewed_at"),)

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    assessment_id: Mapped[UUID | None] = readable(ForeignKey("assessment.id"))
    reviewed_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    reviewed_at: Mapped[datetime] = readable(index=True)
    next_review_on: Mapped[date] = readable(index=True)
    remark: Mapped[bytes] = sealed()
