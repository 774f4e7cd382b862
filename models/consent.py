"""What a child, and the people who care for them, agreed to; and what is withheld from whom."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.case_record import CaseRecord
from models.mapping import LiesIn, Versioned, bound, sealed


class Consent(Versioned, CaseRecord):
    """One consent or assent, in the case's folder."""

    __tablename__ = "consent"
    lies_in = LiesIn(("case",), base="base_id", child="child_id", case="case_id")

    child_id: Mapped[UUID] = bound(ForeignKey("child.id"), index=True)
    given_at: Mapped[datetime] = bound()
    withdrawn_at: Mapped[datetime | None] = bound()
    # Who approved sharing without consent, if this record is an override.
    overridden_by: Mapped[UUID | None] = bound()
    terms: Mapped[bytes] = sealed()
