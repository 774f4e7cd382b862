"""Who works on which case; the signed statement in the key directory is what counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, readable


class Assignment(Model):
    """One person on one case for a span of time."""

    __tablename__ = "assignment"
    __table_args__ = (Index(None, "staff_id", "until_at"),)

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(index=True)
    staff_id: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    # caseworker or counsellor.
    duty: Mapped[str] = readable()
    from_at: Mapped[datetime] = readable()
    until_at: Mapped[datetime | None] = readable()
