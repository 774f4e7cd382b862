"""One meeting on a shift, with one child or several, known or not."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Encounter(Versioned, Model):
    """One meeting, in a folder of its own."""

    __tablename__ = "encounter"
    __table_args__ = (Index(None, "base_id", "written_at"),)

    id: Mapped[UUID] = readable(primary_key=True)
    shift_id: Mapped[UUID] = readable(ForeignKey("shift.id"), index=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    met_at: Mapped[datetime] = readable(index=True)
    # now, high, medium or low when the writer marked one.
    urgency: Mapped[str | None] = readable()
    written_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    witnessed_by: Mapped[UUID | None] = readable(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = readable(index=True)
    account: Mapped[bytes] = sealed()


class EncounterChild(Model):
    """One child of an encounter; linking sets the id and moves nothing."""

    __tablename__ = "encounter_child"

    id: Mapped[UUID] = readable(primary_key=True)
    encounter_id: Mapped[UUID] = readable(ForeignKey("encounter.id"), index=True)
    child_id: Mapped[UUID | None] = readable(ForeignKey("child.id"), index=True)
    description: Mapped[bytes] = sealed()
    linked_at: Mapped[datetime | None] = readable()
    linked_by: Mapped[UUID | None] = readable()
