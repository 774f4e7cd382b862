"""How a child stays safe meanwhile, and when that is looked at again."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class SafetyPlan(Versioned, Model):
    """One safety plan of a case; the newest that was not ended is in force."""

    __tablename__ = "safety_plan"
    __table_args__ = (Index(None, "base_id", "made_at"), Index(None, "ended_at", "review_on"))

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    review_on: Mapped[date] = readable()
    made_by: Mapped[UUID] = readable()
    made_at: Mapped[datetime] = readable(index=True)
    ended_at: Mapped[datetime | None] = readable()
    plan: Mapped[bytes] = sealed()
