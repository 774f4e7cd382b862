"""Who belongs to a family, from when until when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Markable, OnBoards, Versioned, bound, sealed


class HouseholdMember(Markable, Versioned, OnBoards):
    """One person in one family for one time, in the family's folder. Who comes back later is another row."""

    __tablename__ = "household_member"
    __table_args__ = (Index(None, "base_id", "paper_until"),)
    lies_in = LiesIn(("household",), base="base_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    household_id: Mapped[UUID] = bound(ForeignKey("household.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # A child with a record. Everybody else is known by the sealed words alone.
    child_id: Mapped[UUID | None] = bound(ForeignKey("child.id"), index=True)
    # The day since which they belong to the family; empty when nobody knows.
    from_on: Mapped[date | None] = bound()
    until_on: Mapped[date | None] = bound()
    # The row of the same person in the family they left to join this one.
    came_from: Mapped[UUID | None] = bound(index=True)
    # When the paper ends that gives this person authority over a child.
    paper_until: Mapped[date | None] = bound()
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = bound(index=True)
    words: Mapped[bytes] = sealed()
