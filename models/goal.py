"""What a child in restoration works towards."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from models.case_record import CaseRecord
from models.mapping import LiesIn, Versioned, bound, sealed


class Goal(Versioned, CaseRecord):
    """One goal of a case's restoration plan, in its restoration folder."""

    __tablename__ = "goal"
    lies_in = LiesIn(("restoration",), base="base_id", case="case_id")

    due_on: Mapped[date | None] = bound(index=True)
    reached_at: Mapped[datetime | None] = bound()
    dropped_at: Mapped[datetime | None] = bound()
    words: Mapped[bytes] = sealed()
