"""How a child stays safe meanwhile, and when that is looked at again."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class SafetyPlan(Versioned, Model):
    """One safety plan of a case; the newest that was not ended is in force."""

    __tablename__ = "safety_plan"

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    review_on: Mapped[date] = readable(index=True)
    made_by: Mapped[UUID] = readable()
    made_at: Mapped[datetime] = readable()
    ended_at: Mapped[datetime | None] = readable()
    plan: Mapped[bytes] = sealed()
