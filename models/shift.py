"""One night's work of a team."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Shift(Versioned, Model):
    """One shift: who was out when is readable, where and what is sealed."""

    __tablename__ = "shift"
    __table_args__ = (Index(None, "base_id", "started_at"), Index(None, "ended_at", "base_id"))

    id: Mapped[UUID] = readable(primary_key=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    route_id: Mapped[UUID | None] = readable(ForeignKey("outreach_route.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    opened_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    started_at: Mapped[datetime] = readable(index=True)
    # When the team means to be back; an overdue check-out counts from here.
    due_back_at: Mapped[datetime] = readable()
    ended_at: Mapped[datetime | None] = readable()
    notes: Mapped[bytes] = sealed()


class ShiftMember(Model):
    """One person of a shift's team, with their safety check-in and check-out."""

    __tablename__ = "shift_member"

    shift_id: Mapped[UUID] = readable(ForeignKey("shift.id"), primary_key=True)
    staff_id: Mapped[UUID] = readable(ForeignKey("staff_member.id"), primary_key=True, index=True)
    checked_in_at: Mapped[datetime | None] = readable()
    checked_out_at: Mapped[datetime | None] = readable()
