"""A move from one stage to the next: one person asks for it, another decides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, OnBoards, Versioned, bound, key_material, sealed


class StageMove(Versioned, OnBoards):
    """One move; it takes effect only when somebody else approves it, and states so in the key directory."""

    __tablename__ = "stage_move"
    __table_args__ = (Index(None, "base_id", "decided_at"),)
    lies_in = LiesIn(("case",), base="base_id", case="case_id")

    id: Mapped[UUID] = bound(primary_key=True)
    case_id: Mapped[UUID] = bound(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    from_stage: Mapped[str] = bound()
    to_stage: Mapped[str] = bound()
    # asked, approved, refused or withdrawn. Only the statement decides whether it was approved.
    state: Mapped[str] = bound(index=True)
    asked_by: Mapped[UUID] = bound()
    asked_at: Mapped[datetime] = bound()
    # The asker's signature of the request, which the approving statement includes.
    request: Mapped[bytes | None] = key_material(LargeBinary, nullable=True)
    decided_by: Mapped[UUID | None] = bound()
    decided_at: Mapped[datetime | None] = bound(index=True)
    reason: Mapped[bytes] = sealed()
    decision: Mapped[bytes | None] = sealed(nullable=True)
