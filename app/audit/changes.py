"""Tells what the trail says was written since: memory of what was opened is brought up to date by it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit_event import AuditEvent, AuditHead, AuditSubject


def newest_event(session: Session) -> int:
    """Return the number of the newest event in this snapshot; 0 before the first."""
    return session.scalar(select(func.max(AuditHead.seq))) or 0


def written_since(session: Session, seq: int, actions: Iterable[str]) -> frozenset[UUID]:
    """Return what events of these actions after a number were about.

    Nothing is verified: whoever removes an event makes memory older, and never what a page shows, which is checked.
    """
    query = (
        select(AuditSubject.subject_id)
        .join(AuditEvent, AuditEvent.seq == AuditSubject.seq)
        .where(AuditEvent.seq > seq, AuditEvent.action.in_(list(actions)))
    )
    return frozenset(session.scalars(query))
