"""Where a child lives, since when, and by whose decision."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from models.case_record import CaseRecord
from models.mapping import LiesIn, Versioned, bound, only_where, sealed


class Placement(Versioned, CaseRecord):
    """One placement or home, in the case's placements folder."""

    __tablename__ = "placement"
    __table_args__ = (Index("ix_placement_going_on", "review_on", **only_where("until_on IS NULL")),)
    lies_in = LiesIn(("placements",), base="base_id", case="case_id")

    from_on: Mapped[date] = bound()
    until_on: Mapped[date | None] = bound(index=True)
    # The home that began on the day this one ended; None for an end that somebody gave.
    ended_by: Mapped[UUID | None] = bound(since=2)
    review_on: Mapped[date | None] = bound(index=True)
    home: Mapped[bytes] = sealed()
