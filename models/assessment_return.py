"""That a supervisor returned an assessment to whoever scored it, to be scored again."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from models.case_record import CaseRecord
from models.mapping import LiesIn, bound, sealed


class AssessmentReturn(CaseRecord):
    """One return. The assessment stays as it was; `answered_by` is the one that took its place, once there is one."""

    __tablename__ = "assessment_return"
    __table_args__ = (Index(None, "answered_by", "due_on"),)
    lies_in = LiesIn(("restoration",), base="base_id", case="case_id")

    assessment_id: Mapped[UUID] = bound()
    due_on: Mapped[date] = bound()
    answered_by: Mapped[UUID | None] = bound()
    why: Mapped[bytes] = sealed()
