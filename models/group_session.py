"""A group session: parent education, healing arts, or a class that children come to."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from models.mapping import InFolder, LiesIn, Markable, Model, Tagged, Versioned, bound, derived, sealed

TEAMS = "the key directory: teams"


class GroupSession(Markable, Versioned, InFolder):
    """One session, in a folder of its own that the office and whoever leads it hold.

    Who leads it is stated in the key directory under the session's id, as the team of a shift is under the shift's.
    """

    __tablename__ = "group_session"
    __table_args__ = (
        Index(None, "base_id", "begins_at"),
        Index(None, "base_id", "kind", "begins_at"),
        Index(None, "base_id", "state", "ends_at"),
        Index(None, "kind", "begins_at"),
    )
    lies_in = LiesIn(("group_session",), base="base_id", shift="id")
    tag_format = 2

    id: Mapped[UUID] = bound(primary_key=True)
    # A code of GroupKind.
    kind: Mapped[str] = bound()
    base_id: Mapped[UUID] = bound(ForeignKey("base.id"))
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # The local day, and the moments from which to which it is or was.
    held_on: Mapped[date] = bound()
    begins_at: Mapped[datetime] = bound(index=True)
    ends_at: Mapped[datetime] = bound()
    # planned, held or cancelled.
    state: Mapped[str] = bound()
    written_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"), index=True)
    written_at: Mapped[datetime] = bound(index=True)
    # Who first wrote how it went, and when.
    reported_by: Mapped[UUID | None] = bound(ForeignKey("staff_member.id"))
    reported_at: Mapped[datetime | None] = bound()
    plan: Mapped[bytes] = sealed()
    report: Mapped[bytes | None] = sealed(nullable=True)
    shown: Mapped[bytes | None] = sealed(nullable=True)


class GroupSessionChild(Tagged):
    """One child to whom a session was offered; it lies in the session's folder, which says whether the child came."""

    __tablename__ = "group_session_child"
    lies_in = LiesIn(("group_session",), through="session_id")

    id: Mapped[UUID] = bound(primary_key=True)
    session_id: Mapped[UUID] = bound(ForeignKey("group_session.id"), index=True)
    child_id: Mapped[UUID] = bound(ForeignKey("child.id"), index=True)


class GroupSessionLeader(Model):
    """Which sessions are whose, only to find them: the key directory says who leads, and is read for that."""

    __tablename__ = "group_session_leader"

    session_id: Mapped[UUID] = derived(ForeignKey("group_session.id"), primary_key=True, by=TEAMS)
    staff_id: Mapped[UUID] = derived(ForeignKey("staff_member.id"), primary_key=True, index=True, by=TEAMS)
