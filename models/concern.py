"""A worker's observation, sealed to the people who must act on it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import (
    InFolder,
    LiesIn,
    Markable,
    Model,
    OnBoards,
    Versioned,
    bound,
    derived,
    key_material,
    sealed,
)

RECEIPTS = "the receipts about it"


class Concern(Markable, Versioned, OnBoards):
    """One concern in a base's inbox; its words are in a folder its poster cannot open."""

    __tablename__ = "concern"
    __table_args__ = (
        Index(None, "base_id", "state", "closed_at"),
        Index(None, "state", "closed_at"),
        Index(None, "encounter_id"),
    )
    lies_in = LiesIn(("concern",), base="base_id", child="child_id", case="case_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    # What the poster sees afterwards, such as RV-C-0012.
    reference: Mapped[str] = bound(unique=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    posted_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"), index=True)
    posted_at: Mapped[datetime] = bound(index=True)
    # now, high, medium or low.
    urgency: Mapped[str] = bound()
    # By when somebody must acknowledge it. These columns only find and sort rows; the receipts are what is shown.
    due_at: Mapped[datetime] = derived(index=True, by=RECEIPTS)
    # waiting, acknowledged or closed.
    state: Mapped[str] = derived(index=True, by=RECEIPTS)
    acknowledged_at: Mapped[datetime | None] = derived(by=RECEIPTS)
    acknowledged_by: Mapped[UUID | None] = derived(by=RECEIPTS)
    # Who has it now, by when their next step is due, and since when its poster has not read what they were told.
    held_by: Mapped[UUID | None] = derived(index=True, by=RECEIPTS)
    step_due_at: Mapped[datetime | None] = derived(by=RECEIPTS)
    news_at: Mapped[datetime | None] = derived(by=RECEIPTS)
    # Set by the person who triages it; the poster sets the encounter.
    child_id: Mapped[UUID | None] = bound(ForeignKey("child.id"), index=True)
    case_id: Mapped[UUID | None] = bound(index=True)
    encounter_id: Mapped[UUID | None] = bound(ForeignKey("encounter.id"))
    # The concern about several children that this one was made from, for one of them; its first receipt says so.
    copy_of: Mapped[UUID | None] = derived(index=True, by=RECEIPTS)
    closed_at: Mapped[datetime | None] = derived(by=RECEIPTS)
    closed_by: Mapped[UUID | None] = derived(by=RECEIPTS)
    observation: Mapped[bytes] = sealed()
    # Why it was closed, and why its urgency was changed.
    handling: Mapped[bytes | None] = sealed(nullable=True)


class ConcernAddition(InFolder):
    """Something the poster added later, in a folder of its own that they cannot read either."""

    __tablename__ = "concern_addition"
    lies_in = LiesIn(("concern",))

    id: Mapped[UUID] = bound(primary_key=True)
    concern_id: Mapped[UUID] = bound(ForeignKey("concern.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    posted_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    posted_at: Mapped[datetime] = bound()
    words: Mapped[bytes] = sealed()


class LineToPoster(Model):
    """The words of one line back to a concern's poster, sealed to that person alone; a signed receipt names them."""

    __tablename__ = "line_to_poster"

    id: Mapped[UUID] = derived(primary_key=True, by=RECEIPTS)
    concern_id: Mapped[UUID] = derived(ForeignKey("concern.id"), index=True, by=RECEIPTS)
    # Sealed to its poster's public key; the receipt has the digest.
    words: Mapped[bytes] = key_material()
