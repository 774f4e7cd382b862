"""What all records of a family have in common: the family, its folder, and who wrote them and when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Markable, OnBoards, Versioned, bound, sealed


class FamilyRecord(Markable, Versioned, OnBoards):
    """Base of tables of a family's records, in the family's folder. Each row can be corrected."""

    __abstract__ = True
    lies_in = LiesIn(("household",), base="base_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True, sort_order=-1)
    household_id: Mapped[UUID] = bound(ForeignKey("household.id"), index=True, sort_order=-1)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), sort_order=-1)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"), sort_order=-1)
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"), sort_order=-1)
    written_at: Mapped[datetime] = bound(index=True, sort_order=-1)
    words: Mapped[bytes] = sealed()
