"""One link of the audit trail, and the head that the next link is chained to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped

from models.mapping import Model, chained, derived, key_material

_BODY = "the body of the chained event"


class AuditEvent(Model):
    """Something somebody did; ids and codes only."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "action", "at"),)

    seq: Mapped[int] = chained(primary_key=True, autoincrement=False)
    id: Mapped[UUID] = chained(unique=True)
    at: Mapped[datetime] = chained(index=True)
    actor_id: Mapped[UUID | None] = chained(index=True)
    action: Mapped[str] = chained(index=True)
    # programme, system or safeguarding: who may see the event in the trail.
    visibility: Mapped[str] = chained()
    base_id: Mapped[UUID | None] = chained(index=True)
    # Canonical JSON of folders, subjects and facts: exactly what was hashed.
    body: Mapped[str] = chained(Text)
    hash: Mapped[bytes] = key_material()


class AuditHead(Model):
    """The last link; its row is locked last in every transaction that appends."""

    __tablename__ = "audit_head"

    id: Mapped[int] = chained(primary_key=True, autoincrement=False)
    seq: Mapped[int] = chained()
    hash: Mapped[bytes] = key_material()


class AuditSubject(Model):
    """A child, case or account that an event was about, so that the trail can be filtered."""

    __tablename__ = "audit_subject"

    seq: Mapped[int] = derived(ForeignKey("audit_event.seq"), primary_key=True, autoincrement=False, by=_BODY)
    subject_id: Mapped[UUID] = derived(primary_key=True, index=True, by=_BODY)
