"""A child's own words; rows are added and never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, bound, sealed


class Disclosure(InFolder):
    """One disclosure, append-only; a correction is another row that names the one it corrects."""

    __tablename__ = "disclosure"
    lies_in = LiesIn(("concern",))

    id: Mapped[UUID] = bound(primary_key=True)
    concern_id: Mapped[UUID] = bound(ForeignKey("concern.id"), index=True)
    corrects_id: Mapped[UUID | None] = bound(ForeignKey("disclosure.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    heard_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    heard_at: Mapped[datetime] = bound()
    written_at: Mapped[datetime] = bound()
    words: Mapped[bytes] = sealed()
