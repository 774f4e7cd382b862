"""Something to be done by somebody by a day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Task(Versioned, Model):
    """One task of a case."""

    __tablename__ = "task"

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    due_on: Mapped[date] = readable(index=True)
    assignee_id: Mapped[UUID | None] = readable(ForeignKey("staff_member.id"), index=True)
    created_by: Mapped[UUID] = readable()
    created_at: Mapped[datetime] = readable()
    done_at: Mapped[datetime | None] = readable()
    done_by: Mapped[UUID | None] = readable()
    words: Mapped[bytes] = sealed()
