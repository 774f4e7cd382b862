"""Somebody says that a record was written by mistake, or takes that back; where it must be, somebody else decides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, OnBoards, Versioned, bound, sealed

IN_FOLDERS = (
    "case",
    "placements",
    "restoration",
    "encounter",
    "shift",
    "routes",
    "concern",
    "profile",
    "emergency",
    "home_visit",
    "screening",
    "household",
    "hidden_address",
    "club",
    "group_session",
)
"""The kinds of folder whose records can be marked and keep earlier versions."""


class MistakeMark(Versioned, OnBoards):
    """One mark, or the taking back of one, in the folder of the record it is about."""

    __tablename__ = "mistake_mark"
    __table_args__ = (Index(None, "outcome", "base_id"),)
    lies_in = LiesIn(IN_FOLDERS, base="base_id")

    id: Mapped[UUID] = bound(primary_key=True)
    about_table: Mapped[str] = bound()
    about_id: Mapped[UUID] = bound(index=True)
    # The mark that this one takes back.
    takes_back: Mapped[UUID | None] = bound()
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    # The case of the record, if it has one.
    case_id: Mapped[UUID | None] = bound(ForeignKey("case_file.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    asked_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    asked_at: Mapped[datetime] = bound(index=True)
    # Why somebody else has to decide; empty where nobody has to.
    needs_second: Mapped[str | None] = bound()
    # waiting, agreed, refused or withdrawn. One that needs nobody else is agreed as it is made.
    outcome: Mapped[str] = bound()
    decided_by: Mapped[UUID | None] = bound(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None] = bound()
    reason: Mapped[bytes] = sealed()
    decision: Mapped[bytes | None] = sealed(nullable=True)
