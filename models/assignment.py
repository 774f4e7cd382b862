"""Who works on which case; only the signed statement in the key directory counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, derived, only_where, signed

_STATED = "the assignment's statement in the key directory"


class Assignment(Model):
    """One person on one case for a span of time. The row only helps to select; nothing of it is shown."""

    __tablename__ = "assignment"
    __table_args__ = (Index("ix_assignment_in_force", "case_id", "duty", **only_where("until_at IS NULL")),)

    id: Mapped[UUID] = signed(primary_key=True, by=_STATED)
    case_id: Mapped[UUID] = signed(index=True, by=_STATED)
    staff_id: Mapped[UUID] = signed(ForeignKey("staff_member.id"), index=True, by=_STATED)
    # caseworker or counsellor.
    duty: Mapped[str] = signed(by=_STATED)
    from_at: Mapped[datetime] = signed(by=_STATED)
    until_at: Mapped[datetime | None] = derived(
        by="the statement in the key directory that ends the assignment"
    )
