"""What all records of a case have in common: of which case they are, where they lie, and who wrote them when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import OnBoards, bound


class CaseRecord(OnBoards):
    """Base of tables of a case's records; lists of many cases show them. Each says besides whether it is edited."""

    __abstract__ = True

    id: Mapped[UUID] = bound(primary_key=True)
    case_id: Mapped[UUID] = bound(ForeignKey("case_file.id"), index=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = bound(index=True)
