"""A child's own words; rows are added and never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, readable, sealed


class Disclosure(Model):
    """One disclosure, append-only; a correction is another row that names the one it corrects."""

    __tablename__ = "disclosure"

    id: Mapped[UUID] = readable(primary_key=True)
    concern_id: Mapped[UUID] = readable(ForeignKey("concern.id"), index=True)
    corrects_id: Mapped[UUID | None] = readable(ForeignKey("disclosure.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    heard_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    heard_at: Mapped[datetime] = readable()
    written_at: Mapped[datetime] = readable()
    words: Mapped[bytes] = sealed()
