"""Appends events to the trail: hashes each one onto the one before, and locks the head last."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.checkpoints import CheckpointKey, checkpoint_if_due
from app.database.store import LAST_EVENT
from app.foundation.clock import is_ahead
from app.foundation.errors import ChangedOutside
from app.unit_of_work import PendingEvent, Visibility
from app.vault import canonical, digests
from models.audit_event import AuditEvent, AuditHead, AuditSubject

START = b"\0" * 32
HEAD_ID = 1
FAR_AHEAD = timedelta(days=45)
"""A server that nobody used for so long is rarer than a clock that is wrong."""
SET_BACK_EVENT, FAR_AHEAD_EVENT = "clock.set_back", "clock.far_ahead"
CLOCK_EVENTS = (SET_BACK_EVENT, FAR_AHEAD_EVENT)


def append(
    session: Session,
    events: Iterable[PendingEvent],
    *,
    actor_id: UUID | None,
    now: datetime,
    checkpoint_key: CheckpointKey | None = None,
) -> None:
    """Append events in order. Call it last in a transaction: it locks the head of the chain.

    With a checkpoint key, a signed head is added when one is due, but never at a closed event, because the head's
    time would reveal it.
    """
    events = list(events)
    if not events:
        return
    session.flush()
    head = session.get(AuditHead, HEAD_ID, with_for_update=True)
    if head is None:
        head = AuditHead(id=HEAD_ID, seq=0, hash=START)
        session.add(head)
    subjects = []
    is_open = any(event.visibility is not Visibility.SAFEGUARDING for event in events)
    # Said only beside an open event: at the moment of a closed one, it would tell that there was one.
    for event in [*(_of_the_clock(session, head.seq, now) if is_open else ()), *events]:
        row = _link(head, event, actor_id=actor_id, now=now)
        session.add(row)
        subjects += [{"seq": row.seq, "subject_id": subject} for subject in set(event.subjects)]
        head.seq, head.hash = row.seq, row.hash
    try:
        session.flush()
        if subjects:
            session.execute(insert(AuditSubject), subjects)
    except IntegrityError as error:
        raise ChangedOutside("the trail goes on behind its head") from error
    session.info[LAST_EVENT] = events[-1].id
    if checkpoint_key is not None and is_open:
        checkpoint_if_due(session, head.seq, head.hash, key=checkpoint_key, now=now)
    session.flush()


def _of_the_clock(session: Session, last: int, now: datetime) -> list[PendingEvent]:
    """Return what the trail says of the clock, if it steps back behind the last event or far ahead of it."""
    before = session.scalars(select(AuditEvent.at).where(AuditEvent.seq == last)).one_or_none()
    if before is None or not (is_ahead(before, now) or now > before + FAR_AHEAD):
        return []
    action = SET_BACK_EVENT if is_ahead(before, now) else FAR_AHEAD_EVENT
    return [PendingEvent(uuid4(), action, Visibility.SYSTEM, None, (), ())]


def _link(head: AuditHead, event: PendingEvent, *, actor_id: UUID | None, now: datetime) -> AuditEvent:
    body = json.dumps(_body(event), sort_keys=True, separators=(",", ":"))
    row = AuditEvent(
        seq=head.seq + 1,
        id=event.id,
        at=now,
        actor_id=actor_id,
        action=event.action,
        visibility=event.visibility.value,
        base_id=event.base_id,
        body=body,
    )
    row.hash = hash_of(row, head.hash)
    return row


def _body(event: PendingEvent) -> dict[str, Any]:
    return {
        "folders": [str(folder) for folder in event.folders],
        "subjects": [str(subject) for subject in event.subjects],
        "facts": event.facts,
    }


def hash_of(row: AuditEvent | Row[Any], previous: bytes) -> bytes:
    """Return the SHA-256 over the previous link and everything this event says."""
    return digests.sha256(
        canonical.encode(
            previous,
            row.seq,
            row.id,
            row.at.astimezone(UTC).isoformat(),
            row.actor_id,
            row.action,
            row.visibility,
            row.base_id,
            row.body,
        )
    )


def head_of(session: Session) -> tuple[int, bytes]:
    """Return the number and hash of the last link; (0, zeros) for an empty trail."""
    head = session.get(AuditHead, HEAD_ID)
    return (head.seq, head.hash) if head else (0, START)


def hash_at(session: Session, seq: int) -> bytes | None:
    """Return the hash of one link, or None when the trail has no such link (any more)."""
    if seq == 0:
        return START
    return session.scalars(select(AuditEvent.hash).where(AuditEvent.seq == seq)).one_or_none()
