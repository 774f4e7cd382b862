"""One check of all rows of a base: how far it has come, and what it found out of place."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Tagged, Versioned, bound, sealed


class RowSweep(Versioned, Tagged):
    """One sweep, in the base's facts folder, so that nobody outside its office can move it past a row."""

    __tablename__ = "row_sweep"
    lies_in = LiesIn(("facts",), base="base_id")

    id: Mapped[UUID] = bound(primary_key=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    started_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    started_at: Mapped[datetime] = bound(index=True)
    finished_at: Mapped[datetime | None] = bound()
    # How far it has come and what it found: tables and ids, no words.
    course: Mapped[bytes] = sealed()
