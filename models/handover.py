"""A packet's file given into somebody's hands, and their receipt."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, readable, sealed


class Handover(Model):
    """One handover of one file."""

    __tablename__ = "handover"

    id: Mapped[UUID] = readable(primary_key=True)
    file_id: Mapped[UUID] = readable(ForeignKey("packet_file.id"), index=True)
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    handed_at: Mapped[datetime] = readable()
    recorded_by: Mapped[UUID] = readable(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime] = readable()
    receipt: Mapped[bytes] = sealed()
