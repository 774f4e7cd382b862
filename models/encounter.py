"""One meeting on a shift, with one child or several, known or not."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Markable, OnBoards, Tagged, Versioned, bound, only_where, sealed


class Encounter(Markable, Versioned, OnBoards):
    """One meeting, in a folder of its own."""

    __tablename__ = "encounter"
    __table_args__ = (
        Index(None, "base_id", "written_at"),
        # Those that nobody may have received yet are looked for on every Today.
        Index("ix_encounter_now", "base_id", "written_at", **only_where("urgency = 'now'")),
    )
    lies_in = LiesIn(("encounter",), base="base_id", shift="shift_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    shift_id: Mapped[UUID] = bound(ForeignKey("shift.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    met_at: Mapped[datetime] = bound(index=True)
    # now, high, medium or low if the writer chose one.
    urgency: Mapped[str | None] = bound()
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    witnessed_by: Mapped[UUID | None] = bound(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = bound(index=True)
    account: Mapped[bytes] = sealed()


class EncounterChild(Tagged):
    """One child of an encounter; it lies in the meeting's folder. Linking sets the id and moves nothing."""

    __tablename__ = "encounter_child"
    lies_in = LiesIn(("encounter",), through="encounter_id")

    id: Mapped[UUID] = bound(primary_key=True)
    encounter_id: Mapped[UUID] = bound(ForeignKey("encounter.id"), index=True)
    child_id: Mapped[UUID | None] = bound(ForeignKey("child.id"), index=True)
    description: Mapped[bytes] = sealed()
    linked_at: Mapped[datetime | None] = bound()
    linked_by: Mapped[UUID | None] = bound()
