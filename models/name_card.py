"""The few facts by which a child is found, all under one key of the base."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import Model, readable, sealed


class NameCard(Model):
    """Names, age range and sex of one child, as one sealed value in the base's name-card folder."""

    __tablename__ = "name_card"
    # What changed in a base since its names were last read.
    __table_args__ = (Index(None, "base_id", "change"),)

    child_id: Mapped[UUID] = readable(ForeignKey("child.id"), primary_key=True)
    base_id: Mapped[UUID] = readable(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = readable(ForeignKey("folder.id"))
    card: Mapped[bytes] = sealed()
    # The base's change number when this card was last written; a name index reads only newer ones.
    change: Mapped[int] = readable()
    changed_at: Mapped[datetime] = readable()
