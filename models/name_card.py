"""The few facts that a search finds a child by, all under one key of the base."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Tagged, bound, sealed


class NameCard(Tagged):
    """Names, age range and sex of one child, as one sealed value in the base's name-card folder."""

    __tablename__ = "name_card"
    __table_args__ = (Index(None, "base_id", "change"),)
    lies_in = LiesIn(("name_cards",), base="base_id")

    child_id: Mapped[UUID] = bound(ForeignKey("child.id"), primary_key=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    card: Mapped[bytes] = sealed()
    # The base's change number when this card was last written; a name index reads only newer ones.
    change: Mapped[int] = bound(index=True)
    changed_at: Mapped[datetime] = bound()
