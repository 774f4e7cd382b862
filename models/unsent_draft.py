"""A form that was sent after its session had ended, sealed to the person who wrote it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, key_material, readable


class UnsentDraft(Model):
    """One rescued form, kept for 24 hours."""

    __tablename__ = "unsent_draft"

    id: Mapped[UUID] = readable(primary_key=True)
    staff_id: Mapped[UUID] = readable(ForeignKey("staff_member.id"), index=True)
    # The page it was written on.
    path: Mapped[str] = readable()
    # The fields, sealed to the person's public key.
    fields: Mapped[bytes] = key_material()
    kept_at: Mapped[datetime] = readable()
    ends_at: Mapped[datetime] = readable()
