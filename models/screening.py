"""What somebody saw, heard or was told of a child on one occasion, by one version of a checklist."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Markable, OnBoards, Versioned, bound, sealed


class Screening(Markable, Versioned, OnBoards):
    """One occasion, in a folder of its own that the office, its writer and the case's counsellor hold.

    It belongs to the child; the case is the one that was open when it was written, if there was one.
    """

    __tablename__ = "screening"
    __table_args__ = (Index(None, "child_id", "held_at"),)
    lies_in = LiesIn(("screening",), base="base_id", child="child_id", case="case_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    child_id: Mapped[UUID] = bound(ForeignKey("child.id"))
    case_id: Mapped[UUID | None] = bound(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"), index=True)
    written_at: Mapped[datetime] = bound(index=True)
    held_at: Mapped[datetime] = bound()
    pack_id: Mapped[str] = bound()
    pack_version: Mapped[int] = bound()
    # The newest concern that its rules raised, if they raised one.
    concern_id: Mapped[UUID | None] = bound()
    sheet: Mapped[bytes] = sealed()
