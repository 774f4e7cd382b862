"""A worker's observation, sealed to those who must act on it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Concern(Versioned, Model):
    """One concern in a base's inbox; its words are in a folder its poster cannot open."""

    __tablename__ = "concern"
    __table_args__ = (Index(None, "base_id", "state", "closed_at"), Index(None, "state", "closed_at"))

    id: Mapped[UUID] = readable(primary_key=True)
    # What the poster sees afterwards, such as RV-C-0012.
    reference: Mapped[str] = readable(unique=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    posted_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"), index=True)
    posted_at: Mapped[datetime] = readable(index=True)
    # now, high, medium or low, and by when somebody must have acknowledged it.
    urgency: Mapped[str] = readable()
    due_at: Mapped[datetime] = readable(index=True)
    # waiting, acknowledged or closed.
    state: Mapped[str] = readable()
    acknowledged_at: Mapped[datetime | None] = readable()
    acknowledged_by: Mapped[UUID | None] = readable()
    # Set by whoever triages it; the encounter by the poster.
    child_id: Mapped[UUID | None] = readable(ForeignKey("child.id"), index=True)
    case_id: Mapped[UUID | None] = readable(index=True)
    encounter_id: Mapped[UUID | None] = readable(ForeignKey("encounter.id"), index=True)
    closed_at: Mapped[datetime | None] = readable()
    closed_by: Mapped[UUID | None] = readable()
    observation: Mapped[bytes] = sealed()
    # Why it was closed, and why its urgency was changed.
    handling: Mapped[bytes | None] = sealed(nullable=True)


class ConcernAddition(Model):
    """Something the poster added later, in a folder of its own that they cannot read either."""

    __tablename__ = "concern_addition"

    id: Mapped[UUID] = readable(primary_key=True)
    concern_id: Mapped[UUID] = readable(ForeignKey("concern.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    posted_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    posted_at: Mapped[datetime] = readable()
    words: Mapped[bytes] = sealed()
