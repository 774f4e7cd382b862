"""Tells which events fit their neighbours in the chain, before anybody reads their columns."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.audit.chain import START, hash_of, head_of
from models.audit_event import AuditEvent


def chained(session: Session, events: Iterable[AuditEvent]) -> list[AuditEvent]:
    """Return those of the events that are as they were recorded, in the order given."""
    events = list(events)
    sound = fitting(session, (event.seq for event in events))
    return [event for event in events if event.seq in sound]


def subjects_in(event: AuditEvent) -> frozenset[UUID]:
    """Return the subjects that an unchanged event itself names; the rows it is found by are in no hash."""
    return frozenset(subject_list(event))


def subject_list(event: AuditEvent) -> list[UUID]:
    """Return the same in the order in which the event names them."""
    return [UUID(text) for text in json.loads(event.body)["subjects"]]


def fitting(session: Session, seqs: Iterable[int]) -> frozenset[int]:
    """Return the numbers of the events that fit both the event before and the event after.

    Every column is in the hash, so an event with an overwritten base, actor, action or visibility does not fit. If
    its hash was recomputed as well, the event after it no longer fits.
    """
    wanted = set(seqs)
    around = {near for seq in wanted for near in (seq - 1, seq, seq + 1)}
    query = select(*AuditEvent.__table__.columns).where(AuditEvent.seq.in_(around))
    found = {row.seq: row for row in session.execute(query)}
    head = head_of(session)
    return frozenset(seq for seq in wanted if _fits_before(found, seq) and _fits_after(found, seq, head))


def _fits_before(found: dict[int, Row[Any]], seq: int) -> bool:
    before = found.get(seq - 1)
    if before is None and seq != 1:
        return False
    return bool(hash_of(found[seq], before.hash if before is not None else START) == found[seq].hash)


def _fits_after(found: dict[int, Row[Any]], seq: int, head: tuple[int, bytes]) -> bool:
    after = found.get(seq + 1)
    if after is None:
        return head == (seq, found[seq].hash)
    return bool(hash_of(after, found[seq].hash) == after.hash)
