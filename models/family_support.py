"""What helps a family: support for a parent, and goals of the parent's own."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.family_record import FamilyRecord
from models.mapping import bound


class FamilySupport(FamilyRecord):
    """One need with what is done about it, or one goal of a parent's own, in the family's folder."""

    __tablename__ = "family_support"
    __table_args__ = (Index(None, "base_id", "look_on"),)

    # Whom it is for; empty for the whole family.
    member_id: Mapped[UUID | None] = bound(ForeignKey("household_member.id"))
    said_on: Mapped[date] = bound()
    # When somebody looks at it again; empty once it is done or given up.
    look_on: Mapped[date | None] = bound(index=True)
