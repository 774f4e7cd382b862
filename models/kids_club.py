"""A kids' club, the children it knows, and its sessions with their registers, all in the club's folder."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, Markable, Versioned, bound, sealed


class KidsClub(Markable, Versioned, InFolder):
    """One club. Its name, places, weekly plan and capacity are sealed; the key directory says who leads it."""

    __tablename__ = "kids_club"
    __table_args__ = (Index(None, "base_id", "code"),)
    lies_in = LiesIn(("club",), base="base_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    # Such as PP-L-0007; concerns have the C.
    code: Mapped[str] = bound(unique=True)
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"), unique=True)
    made_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime] = bound()
    # Since when it meets no more; None while it does.
    closed_on: Mapped[date | None] = bound()
    plan: Mapped[bytes] = sealed()


class ClubChild(InFolder):
    """One child whom a club knows, since when; how often they came stands in the registers."""

    __tablename__ = "club_child"
    __table_args__ = (UniqueConstraint("club_id", "child_id"), Index(None, "child_id", "club_id"))
    lies_in = LiesIn(("club",), base="base_id")

    id: Mapped[UUID] = bound(primary_key=True)
    club_id: Mapped[UUID] = bound(ForeignKey("kids_club.id"))
    child_id: Mapped[UUID] = bound(ForeignKey("child.id"))
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"), index=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    added_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    added_at: Mapped[datetime] = bound()


class ClubSession(Markable, Versioned, InFolder):
    """One session: held or cancelled. A planned one follows from the weekly plan and has no row yet."""

    __tablename__ = "club_session"
    __table_args__ = (Index(None, "club_id", "begins_at"), Index(None, "base_id", "begins_at"))
    lies_in = LiesIn(("club",), base="base_id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    club_id: Mapped[UUID] = bound(ForeignKey("kids_club.id"))
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # The local day, and the moments from which to which it was, or was to be.
    held_on: Mapped[date] = bound()
    begins_at: Mapped[datetime] = bound()
    ends_at: Mapped[datetime] = bound()
    # held or cancelled.
    state: Mapped[str] = bound()
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime] = bound(index=True)
    register: Mapped[bytes] = sealed()
