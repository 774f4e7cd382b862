"""How a child stays safe meanwhile, and the day to look at that again."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from models.case_record import CaseRecord
from models.mapping import LiesIn, Versioned, bound, sealed


class SafetyPlan(Versioned, CaseRecord):
    """One safety plan of a case; the newest one that was not ended is in force."""

    __tablename__ = "safety_plan"
    __table_args__ = (Index(None, "ended_at", "review_on"),)
    lies_in = LiesIn(("case",), base="base_id", case="case_id")

    review_on: Mapped[date] = bound(index=True)
    ended_at: Mapped[datetime | None] = bound()
    plan: Mapped[bytes] = sealed()
