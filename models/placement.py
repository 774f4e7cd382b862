"""Where a child lives, since when, and by whose decision."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Placement(Versioned, Model):
    """One placement or home, in the case's placements folder."""

    __tablename__ = "placement"
    __table_args__ = (Index(None, "base_id", "written_at"),)

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    from_on: Mapped[date] = readable()
    until_on: Mapped[date | None] = readable()
    review_on: Mapped[date | None] = readable(index=True)
    written_by: Mapped[UUID] = readable()
    written_at: Mapped[datetime] = readable(index=True)
    home: Mapped[bytes] = sealed()
