"""A family: the people who live together, who belongs to them, their address, and what support a parent gets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, Markable, OnBoards, Versioned, bound, sealed


class Household(Markable, Versioned, OnBoards):
    """One family, in a folder of its own: its code is the only name outside sealed fields."""

    __tablename__ = "household"
    # A base's list is read by when a family was written down, or by code, a page at a time.
    __table_args__ = (Index(None, "base_id", "opened_at", "id"), Index(None, "base_id", "code", "id"))
    lies_in = LiesIn(("household",), base="base_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    # Such as PP-F-0012.
    code: Mapped[str] = bound(unique=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    opened_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    opened_at: Mapped[datetime] = bound(index=True)
    # When nobody lived there together any more, or nobody works with them; the page says why.
    closed_at: Mapped[datetime | None] = bound()
    profile: Mapped[bytes] = sealed()


class HouseholdAddress(Versioned, InFolder):
    """Where a family lives: in the family's folder, or, when it is to stay hidden, in a folder of its own.

    An address that begins or ceases to be hidden is a new row; the old one is emptied and says when it was replaced.
    """

    __tablename__ = "household_address"
    lies_in = LiesIn(("household", "hidden_address"), base="base_id", child="child_id", case="case_id")

    id: Mapped[UUID] = bound(primary_key=True)
    household_id: Mapped[UUID] = bound(ForeignKey("household.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    # A hidden one goes with the case of a child of the family, so that whoever is assigned to it can find the door.
    child_id: Mapped[UUID | None] = bound()
    case_id: Mapped[UUID | None] = bound()
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = bound()
    replaced_at: Mapped[datetime | None] = bound()
    words: Mapped[bytes] = sealed()
