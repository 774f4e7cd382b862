"""A note in a case: what was seen, heard or told."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from models.case_record import CaseRecord
from models.mapping import LiesIn, Versioned, bound, sealed


class CaseNote(Versioned, CaseRecord):
    """One note."""

    __tablename__ = "case_note"
    lies_in = LiesIn(("case",), base="base_id", case="case_id")

    happened_at: Mapped[datetime] = bound()
    words: Mapped[bytes] = sealed()
