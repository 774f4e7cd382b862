"""What a child in restoration works towards."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Goal(Versioned, Model):
    """One goal of a case's restoration plan, in its restoration folder."""

    __tablename__ = "goal"

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    due_on: Mapped[date | None] = readable(index=True)
    set_by: Mapped[UUID] = readable()
    set_at: Mapped[datetime] = readable()
    reached_at: Mapped[datetime | None] = readable()
    dropped_at: Mapped[datetime | None] = readable()
    words: Mapped[bytes] = sealed()
