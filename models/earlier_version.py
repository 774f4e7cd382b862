"""What a record said before it was changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, bound, sealed
from models.mistake import IN_FOLDERS


class EarlierVersion(InFolder):
    """One version of a record that another one replaced, in the record's folder; rows are added and never changed."""

    __tablename__ = "earlier_version"
    lies_in = LiesIn(IN_FOLDERS, base="base_id")

    id: Mapped[UUID] = bound(primary_key=True)
    about_table: Mapped[str] = bound()
    about_id: Mapped[UUID] = bound(index=True)
    # The version of the row that said this; 0 for a row that has none.
    number: Mapped[int] = bound()
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"), index=True)
    replaced_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    replaced_at: Mapped[datetime] = bound(index=True)
    words: Mapped[bytes] = sealed()
