"""How a child does in each domain on one day, scored by one person with one version of the pack."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from models.case_record import CaseRecord
from models.mapping import LiesIn, bound, sealed


class Assessment(CaseRecord):
    """One assessment; a correction is a new one, so that the history stays visible. Its writer is its scorer."""

    __tablename__ = "assessment"
    lies_in = LiesIn(("restoration",), base="base_id", case="case_id")

    pack_id: Mapped[str] = bound()
    pack_version: Mapped[int] = bound()
    scored_on: Mapped[date] = bound(index=True)
    replaced_by: Mapped[UUID | None] = bound()
    scores: Mapped[bytes] = sealed()
