"""One night's work of a team."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Markable, Model, OnBoards, Versioned, bound, derived, sealed

TEAMS = "the key directory: teams"


class Shift(Markable, Versioned, OnBoards):
    """One shift: who was out and when is readable; where and what is sealed."""

    __tablename__ = "shift"
    __table_args__ = (Index(None, "base_id", "started_at"), Index(None, "ended_at", "base_id"))
    lies_in = LiesIn(("shift",), base="base_id", shift="id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    route_id: Mapped[UUID | None] = bound(ForeignKey("outreach_route.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    opened_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    started_at: Mapped[datetime] = bound(index=True)
    # When the team meant to be back when it went out; a later return time is a receipt.
    due_back_at: Mapped[datetime] = bound()
    # Only finds the shifts that have not ended; the receipt says that one has ended.
    ended_at: Mapped[datetime | None] = derived(index=True, by="the receipts about it")
    notes: Mapped[bytes] = sealed()


class ShiftMember(Model):
    """Which shifts are whose, only to find them: the key directory says who is on a team, and is read for that."""

    __tablename__ = "shift_member"

    shift_id: Mapped[UUID] = derived(ForeignKey("shift.id"), primary_key=True, by=TEAMS)
    staff_id: Mapped[UUID] = derived(ForeignKey("staff_member.id"), primary_key=True, index=True, by=TEAMS)
