"""That a concern was taken out of a case or from a child, told in the place it left: its own key went with it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, bound, sealed


class ConcernTakenOut(InFolder):
    """One concern that left: in the folder of the case it left or, without a case, in one of its own."""

    __tablename__ = "concern_taken_out"
    lies_in = LiesIn(("case", "concern"), base="base_id", child="child_id", case="case_id")

    id: Mapped[UUID] = bound(primary_key=True)
    concern_id: Mapped[UUID] = bound(ForeignKey("concern.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    # The child and the case that it left; it may have been in no case.
    child_id: Mapped[UUID] = bound(ForeignKey("child.id"), index=True)
    case_id: Mapped[UUID | None] = bound(index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    taken_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    taken_at: Mapped[datetime] = bound()
    words: Mapped[bytes] = sealed()
