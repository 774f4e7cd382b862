"""A child the organisation met: readable is only the code."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Child(Versioned, Model):
    """One child. `code` is the only name outside sealed fields."""

    __tablename__ = "child"
    # A base's list is read by last change or by code, a page at a time, from the index alone.
    __table_args__ = (Index(None, "base_id", "updated_at", "id"), Index(None, "base_id", "code", "id"))

    id: Mapped[UUID] = readable(primary_key=True)
    code: Mapped[str] = readable(unique=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    created_at: Mapped[datetime] = readable()
    created_by: Mapped[UUID] = readable()
    updated_at: Mapped[datetime] = readable(index=True)
    updated_by: Mapped[UUID] = readable()
    # The profile and the safe-contact rule, both in the child's profile folder.
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    profile: Mapped[bytes] = sealed()
    safe_contact: Mapped[bytes | None] = sealed(nullable=True)
