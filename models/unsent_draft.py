"""A form that was sent after its session had ended, sealed to the person who wrote it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, derived, free, key_material

_SEALED = "`fields`: they open only for that person, under that id"


class UnsentDraft(Model):
    """One rescued form, kept for 24 hours."""

    __tablename__ = "unsent_draft"

    id: Mapped[UUID] = derived(primary_key=True, by=_SEALED)
    staff_id: Mapped[UUID] = derived(ForeignKey("staff_member.id"), index=True, by=_SEALED)
    # The page it was written on and what stood there, sealed to the person's public key.
    fields: Mapped[bytes] = key_material()
    kept_at: Mapped[datetime] = free(
        because="sorts what waits to be offered; the words open for their writer alone"
    )
    ends_at: Mapped[datetime] = free(
        because="ends the offer sooner or later than a day; the words open for their writer alone"
    )
