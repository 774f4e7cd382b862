"""A site of the organisation in one country."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, readable


class Base(Versioned, Model):
    """One base: its pack, its code prefix and its own time zone."""

    __tablename__ = "base"

    id: Mapped[UUID] = readable(primary_key=True)
    name: Mapped[str] = readable(unique=True)
    # Two or three letters that begin every child's code, such as PP.
    prefix: Mapped[str] = readable(unique=True)
    pack_id: Mapped[str] = readable()
    pack_version: Mapped[int] = readable()
    timezone: Mapped[str] = readable()
    # Duty number that "now" concerns show; an office line, not a person's.
    duty_number: Mapped[str] = readable(default="")
    created_at: Mapped[datetime] = readable()
    # Last numbers given to codes of children, cases, concerns and packets.
    last_child_number: Mapped[int] = readable(default=0)
    last_case_number: Mapped[int] = readable(default=0)
    last_concern_number: Mapped[int] = readable(default=0)
    last_packet_number: Mapped[int] = readable(default=0)
    # Grows with every change of a name card, so that a name index knows when it is stale.
    name_card_changes: Mapped[int] = readable(default=0)
