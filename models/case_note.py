"""A note in a case: what was seen, heard or told, once written."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class CaseNote(Versioned, Model):
    """One note."""

    __tablename__ = "case_note"
    __table_args__ = (Index(None, "base_id", "written_at"),)

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    happened_at: Mapped[datetime] = readable()
    written_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = readable(index=True)
    words: Mapped[bytes] = sealed()
