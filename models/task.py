"""Something to be done by somebody by a day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Task(Versioned, Model):
    """One task of a case."""

    __tablename__ = "task"
    __table_args__ = (Index(None, "assignee_id", "done_at"), Index(None, "done_at", "base_id", "due_on"))

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    due_on: Mapped[date] = readable()
    assignee_id: Mapped[UUID | None] = readable(ForeignKey("staff_member.id"))
    created_by: Mapped[UUID] = readable()
    created_at: Mapped[datetime] = readable()
    done_at: Mapped[datetime | None] = readable()
    done_by: Mapped[UUID | None] = readable()
    words: Mapped[bytes] = sealed()
