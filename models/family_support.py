"""What helps a family: support for a parent, and goals of the parent's own."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Markable, OnBoards, Versioned, bound, sealed


class FamilySupport(Markable, Versioned, OnBoards):
    """One need with what is done about it, or one goal of a parent's own, in the family's folder."""

    __tablename__ = "family_support"
    __table_args__ = (Index(None, "base_id", "look_on"),)
    lies_in = LiesIn(("household",), base="base_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    household_id: Mapped[UUID] = bound(ForeignKey("household.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # Whom it is for; empty for the whole family.
    member_id: Mapped[UUID | None] = bound(ForeignKey("household_member.id"))
    said_on: Mapped[date] = bound()
    # When somebody looks at it again; empty once it is done or given up.
    look_on: Mapped[date | None] = bound()
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = bound(index=True)
    words: Mapped[bytes] = sealed()
