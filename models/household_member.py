"""Who belongs to a family, from when until when."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.family_record import FamilyRecord
from models.mapping import bound


class HouseholdMember(FamilyRecord):
    """One person in one family for one time, in the family's folder. Who comes back later is another row."""

    __tablename__ = "household_member"
    __table_args__ = (Index(None, "base_id", "paper_until"),)

    # A child with a record. Everybody else is known by the sealed words alone.
    child_id: Mapped[UUID | None] = bound(ForeignKey("child.id"), index=True)
    # The day since which they belong to the family; empty when nobody knows.
    from_on: Mapped[date | None] = bound()
    until_on: Mapped[date | None] = bound()
    # The row of the same person in the family they left to join this one.
    came_from: Mapped[UUID | None] = bound(index=True)
    # When the paper ends that gives this person authority over a child.
    paper_until: Mapped[date | None] = bound(index=True)
