"""A child the organisation met: only the code is readable."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Markable, OnBoards, Versioned, bound, sealed


class Child(Markable, Versioned, OnBoards):
    """One child. `code` is the only name outside sealed fields.

    Lists of children are checked with the name-card key of the base, which everybody who may see them holds.
    """

    __tablename__ = "child"
    lies_in = LiesIn(("profile",), base="base_id", child="id")
    board_folder = "name_cards"
    tag_format = 2
    # A base's list is read by last change or by code, a page at a time, from the index alone: whoever was written down
    # by mistake stands on no list.
    __table_args__ = (
        Index(None, "base_id", "updated_at", "id", "mistake_id"),
        Index(None, "base_id", "code", "id", "mistake_id"),
    )

    id: Mapped[UUID] = bound(primary_key=True)
    code: Mapped[str] = bound(unique=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    created_at: Mapped[datetime] = bound()
    created_by: Mapped[UUID] = bound()
    updated_at: Mapped[datetime] = bound(index=True)
    updated_by: Mapped[UUID] = bound()
    # The profile and the safe-contact rule, both in the child's profile folder.
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # Of a child that was written down twice: the record that counts, whose page shows both.
    same_as_id: Mapped[UUID | None] = bound(ForeignKey("child.id"), index=True, since=2)
    profile: Mapped[bytes] = sealed()
    safe_contact: Mapped[bytes | None] = sealed(nullable=True)
