"""A duty beside a person's role, as the account list shows it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import Model, readable


class StaffFlag(Model):
    """One flag of one person; the signed statement in the key directory is what counts."""

    __tablename__ = "staff_flag"

    staff_id: Mapped[UUID] = readable(ForeignKey("staff_member.id"), primary_key=True)
    flag: Mapped[str] = readable(primary_key=True)
    ends_at: Mapped[datetime | None] = readable()
