"""A move from one stage to the next: asked by one person, decided by another."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class StageMove(Versioned, Model):
    """One move; it takes effect only when somebody else approves it."""

    __tablename__ = "stage_move"
    __table_args__ = (Index(None, "base_id", "decided_at"),)

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    from_stage: Mapped[str] = readable()
    to_stage: Mapped[str] = readable()
    # asked, approved, refused or withdrawn.
    state: Mapped[str] = readable(index=True)
    asked_by: Mapped[UUID] = readable()
    asked_at: Mapped[datetime] = readable()
    decided_by: Mapped[UUID | None] = readable()
    decided_at: Mapped[datetime | None] = readable(index=True)
    reason: Mapped[bytes] = sealed()
    decision: Mapped[bytes | None] = sealed(nullable=True)
