"""A parent asks us to find a place for a child: what was said, what help was given first, and what became of it."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.family_record import FamilyRecord
from models.mapping import bound


class ParentWish(FamilyRecord):
    """One wish, in the family's folder. It can be taken back until an authority has decided."""

    __tablename__ = "parent_wish"

    # Who asked, and for which child.
    member_id: Mapped[UUID] = bound(ForeignKey("household_member.id"))
    child_member_id: Mapped[UUID] = bound(ForeignKey("household_member.id"), index=True)
    asked_on: Mapped[date] = bound()
    taken_back_on: Mapped[date | None] = bound()
    decided_on: Mapped[date | None] = bound()
