"""Something said about one of our own people; a table of its own, so that no list counts it by mistake."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class Allegation(Versioned, Model):
    """One allegation, open to the `safeguarding` circle alone."""

    __tablename__ = "allegation"

    id: Mapped[UUID] = readable(primary_key=True)
    reference: Mapped[str] = readable(unique=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    posted_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    posted_at: Mapped[datetime] = readable()
    urgency: Mapped[str] = readable()
    due_at: Mapped[datetime] = readable()
    # waiting, acknowledged or closed.
    state: Mapped[str] = readable(index=True)
    acknowledged_at: Mapped[datetime | None] = readable()
    acknowledged_by: Mapped[UUID | None] = readable()
    closed_at: Mapped[datetime | None] = readable()
    account: Mapped[bytes] = sealed()
    handling: Mapped[bytes | None] = sealed(nullable=True)
