"""A stretch of streets that a team walks; its name and areas are sealed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, Versioned, bound, sealed


class OutreachRoute(Versioned, InFolder):
    """One route of a base, in the base's routes folder."""

    __tablename__ = "outreach_route"
    lies_in = LiesIn(("routes",), base="base_id")

    id: Mapped[UUID] = bound(primary_key=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    plan: Mapped[bytes] = sealed()
    created_at: Mapped[datetime] = bound()
    retired_at: Mapped[datetime | None] = bound()
