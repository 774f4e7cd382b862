"""One link of the audit trail, and the head that the next link is chained to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped

from models.mapping import Model, key_material, readable


class AuditEvent(Model):
    """Something somebody did; ids and codes only."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "action", "at"),)

    seq: Mapped[int] = readable(primary_key=True, autoincrement=False)
    id: Mapped[UUID] = readable(unique=True)
    at: Mapped[datetime] = readable(index=True)
    actor_id: Mapped[UUID | None] = readable(index=True)
    action: Mapped[str] = readable()
    # programme, system or safeguarding: who may see the event in the trail.
    visibility: Mapped[str] = readable()
    base_id: Mapped[UUID | None] = readable(index=True)
    # Canonical JSON of folders, subjects and facts: exactly what was hashed.
    body: Mapped[str] = readable(Text)
    hash: Mapped[bytes] = key_material()


class AuditHead(Model):
    """The last link; its row is locked last in every transaction that appends."""

    __tablename__ = "audit_head"

    id: Mapped[int] = readable(primary_key=True, autoincrement=False)
    seq: Mapped[int] = readable()
    hash: Mapped[bytes] = key_material()


class AuditSubject(Model):
    """Which child, case or account an event was about, so that the trail can be filtered."""

    __tablename__ = "audit_subject"

    seq: Mapped[int] = readable(ForeignKey("audit_event.seq"), primary_key=True, autoincrement=False)
    subject_id: Mapped[UUID] = readable(primary_key=True, index=True)
