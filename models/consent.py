"""What a child, and whoever cares for them, agreed to; and what is withheld from whom."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Consent(Versioned, Model):
    """One consent or assent, in the case's folder."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "base_id", "written_at"),)

    id: Mapped[UUID] = readable(primary_key=True)
    child_id: Mapped[UUID] = readable(ForeignKey("child.id"), index=True)
    case_id: Mapped[UUID] = readable(index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    given_at: Mapped[datetime] = readable()
    written_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = readable(index=True)
    withdrawn_at: Mapped[datetime | None] = readable()
    # Who approved sharing without consent, when that is what this record is.
    overridden_by: Mapped[UUID | None] = readable()
    terms: Mapped[bytes] = sealed()
