"""What somebody needs to know at once to keep a child safe, with the reasons."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable, sealed


class EmergencySheet(Versioned, Model):
    """One child's sheet, in a folder of its own that `office` and `emergency` hold."""

    __tablename__ = "emergency_sheet"

    child_id: Mapped[UUID] = readable(ForeignKey("child.id"), primary_key=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    sheet: Mapped[bytes] = sealed()
    updated_at: Mapped[datetime] = readable()
    updated_by: Mapped[UUID] = readable()
