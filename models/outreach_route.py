"""A stretch of streets that a team walks; its name and areas are sealed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class OutreachRoute(Versioned, Model):
    """One route of a base, in the base's routes folder."""

    __tablename__ = "outreach_route"

    id: Mapped[UUID] = readable(primary_key=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    plan: Mapped[bytes] = sealed()
    created_at: Mapped[datetime] = readable()
    retired_at: Mapped[datetime | None] = readable()
