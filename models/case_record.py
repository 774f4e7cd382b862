"""What all records of a case have in common: their case, their folder, and who wrote them and when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Markable, OnBoards, bound


class CaseRecord(Markable, OnBoards):
    """Base of tables of a case's records, shown on lists of many cases. Each also says whether rows can be edited."""

    __abstract__ = True
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True, sort_order=-1)
    case_id: Mapped[UUID] = bound(ForeignKey("case_file.id"), index=True, sort_order=-1)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True, sort_order=-1)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"), sort_order=-1)
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"), sort_order=-1)
    written_at: Mapped[datetime] = bound(index=True, sort_order=-1)
