"""What somebody answered about a regular who stays away from a club, in the club's folder."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, Markable, Versioned, bound, sealed


class ClubAbsence(Markable, Versioned, InFolder):
    """One answer. What it says, and what a caseworker decided about a visit, is sealed and signed."""

    __tablename__ = "club_absence"
    __table_args__ = (
        Index(None, "club_id", "child_id"),
        Index(None, "base_id", "written_at"),
    )
    lies_in = LiesIn(("club",), base="base_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    club_id: Mapped[UUID] = bound(ForeignKey("kids_club.id"))
    child_id: Mapped[UUID] = bound(ForeignKey("child.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = bound()
    answer: Mapped[bytes] = sealed()
    decided_by: Mapped[UUID | None] = bound(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None] = bound()
    decision: Mapped[bytes | None] = sealed(nullable=True)
