"""Where a child lives, since when, and by whose decision."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, OnBoards, Versioned, bound, sealed


class Placement(Versioned, OnBoards):
    """One placement or home, in the case's placements folder."""

    __tablename__ = "placement"
    lies_in = LiesIn(("placements",), base="base_id", case="case_id")

    id: Mapped[UUID] = bound(primary_key=True)
    case_id: Mapped[UUID] = bound(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    from_on: Mapped[date] = bound()
    until_on: Mapped[date | None] = bound()
    review_on: Mapped[date | None] = bound(index=True)
    written_by: Mapped[UUID] = bound()
    written_at: Mapped[datetime] = bound()
    home: Mapped[bytes] = sealed()
