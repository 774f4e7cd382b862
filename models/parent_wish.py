"""A parent asks us to find a place for a child: what was said, what help was given first, and what became of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Markable, OnBoards, Versioned, bound, sealed


class ParentWish(Markable, Versioned, OnBoards):
    """One wish, in the family's folder. It can be taken back until an authority has decided."""

    __tablename__ = "parent_wish"
    lies_in = LiesIn(("household",), base="base_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    household_id: Mapped[UUID] = bound(ForeignKey("household.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # Who asked, and for which child.
    member_id: Mapped[UUID] = bound(ForeignKey("household_member.id"))
    child_member_id: Mapped[UUID] = bound(ForeignKey("household_member.id"))
    asked_on: Mapped[date] = bound()
    taken_back_on: Mapped[date | None] = bound()
    decided_on: Mapped[date | None] = bound()
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = bound(index=True)
    words: Mapped[bytes] = sealed()
