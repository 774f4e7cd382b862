"""A site of the organisation in one country."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from models.mapping import Model, Versioned, free, signed

_STATED = "the newest statement of the base in the key directory"
_COUNTS = "a lowered number meets a code that is there and is refused; nothing is shown of it"


class Base(Versioned, Model):
    """One base. What it says of itself is read from its statement (app.bases.known); the row repeats it, and counts."""

    __tablename__ = "base"

    id: Mapped[UUID] = signed(primary_key=True, by=_STATED)
    name: Mapped[str] = signed(unique=True, by=_STATED)
    # Two or three letters that begin every child's code, such as PP.
    prefix: Mapped[str] = signed(unique=True, by=_STATED)
    pack_id: Mapped[str] = signed(by=_STATED)
    pack_version: Mapped[int] = signed(by=_STATED)
    timezone: Mapped[str] = signed(by=_STATED)
    # Duty number that "now" concerns show; an office line, not a person's.
    duty_number: Mapped[str] = signed(default="", by=_STATED)
    created_at: Mapped[datetime] = free(because="it is shown nowhere")
    # Last numbers given to codes of children, cases, concerns, packets, numbered sheets, families and clubs.
    last_child_number: Mapped[int] = free(default=0, because=_COUNTS)
    last_case_number: Mapped[int] = free(default=0, because=_COUNTS)
    last_concern_number: Mapped[int] = free(default=0, because=_COUNTS)
    last_packet_number: Mapped[int] = free(default=0, because=_COUNTS)
    last_sheet_number: Mapped[int] = free(default=0, because=_COUNTS)
    last_family_number: Mapped[int] = free(default=0, because=_COUNTS)
    last_club_number: Mapped[int] = free(default=0, because=_COUNTS)
    # Increases with every change of a name card, so that a name index knows when it is stale.
    name_card_changes: Mapped[int] = free(
        default=0,
        because="lowered, a search knows new names a quarter of an hour late; lines are read from the cards",
    )
    version: Mapped[int] = free(
        default=1,
        because="a form that another one overtook is shown both, and a base is stated anew by its director",
    )
