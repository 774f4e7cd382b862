"""What somebody must know at once to keep a child safe, with the reasons."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Tagged, Versioned, bound, sealed


class EmergencySheet(Versioned, Tagged):
    """One child's sheet, in a folder of its own that `office` and `emergency` hold."""

    __tablename__ = "emergency_sheet"
    lies_in = LiesIn(("emergency",), base="base_id", child="child_id")

    child_id: Mapped[UUID] = bound(ForeignKey("child.id"), primary_key=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    sheet: Mapped[bytes] = sealed()
    updated_at: Mapped[datetime] = bound()
    updated_by: Mapped[UUID] = bound()
