"""How a child does in each domain on one day, scored by one person on one version of the pack."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, readable, sealed


class Assessment(Model):
    """One assessment; a correction is another one, so that the road stays visible."""

    __tablename__ = "assessment"
    __table_args__ = (Index(None, "base_id", "written_at"),)

    id: Mapped[UUID] = readable(primary_key=True)
    case_id: Mapped[UUID] = readable(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    pack_id: Mapped[str] = readable()
    pack_version: Mapped[int] = readable()
    scored_on: Mapped[date] = readable(index=True)
    scored_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = readable(index=True)
    replaced_by: Mapped[UUID | None] = readable()
    scores: Mapped[bytes] = sealed()
