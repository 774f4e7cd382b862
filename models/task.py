"""Something that somebody must do by a certain day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.case_record import CaseRecord
from models.mapping import LiesIn, Versioned, bound, sealed


class Task(Versioned, CaseRecord):
    """One task of a case."""

    __tablename__ = "task"
    __table_args__ = (Index(None, "assignee_id", "done_at"), Index(None, "done_at", "base_id", "due_on"))
    lies_in = LiesIn(("case",), base="base_id", case="case_id")

    due_on: Mapped[date] = bound(index=True)
    assignee_id: Mapped[UUID | None] = bound(ForeignKey("staff_member.id"), index=True)
    done_at: Mapped[datetime | None] = bound()
    done_by: Mapped[UUID | None] = bound()
    words: Mapped[bytes] = sealed()
