"""Walks the trail link by link, and remembers for the life of the process what it has already proved."""

import hashlib
import json
import operator
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Row, TableClause, column, select, table
from sqlalchemy.orm import Session

from app.audit.chain import START, hash_of
from app.database.store import Store
from app.foundation.clock import is_ahead
from models.audit_event import AuditEvent, AuditSubject
from models.mapping import Model

ROWS_AT_ONCE = 1000


def _untyped(model: type[Model]) -> TableClause:
    """Return a table whose values stay as the database gives them: they are compared and never parsed."""
    return table(model.__tablename__, *(column(each.name) for each in model.__table__.columns))


EVENT_ROWS = _untyped(AuditEvent)
SUBJECT_ROWS = _untyped(AuditSubject)
Side = Callable[[Any, int], Any]


class Damage(StrEnum):
    """How a trail can be wrong."""

    GAP = "gap"
    """A link is missing in the middle."""
    EDIT = "edit"
    """A link no longer says what was hashed."""
    SUBJECTS = "subjects"
    """The rows that a link is found by do not match its own subjects."""
    FORK = "fork"
    """A signed or remembered head is not in the trail, although the trail continues after it."""
    TRUNCATION = "truncation"
    """The trail ends before a head that was signed or remembered."""
    BAD_CHECKPOINT = "bad checkpoint"
    """A signed head whose signature is invalid, or that was moved to another place."""


@dataclass(frozen=True)
class Finding:
    """One thing wrong: at one link, or with the head that was signed at a moment."""

    damage: Damage
    seq: int | None = None
    signed_at: datetime | None = None


@dataclass(frozen=True)
class StepBack:
    """The server's clock was set back: the moments of an event and of the one before it, which is later."""

    seq: int
    before: datetime
    after: datetime


@dataclass(frozen=True)
class RowDigests:
    """SHA-256 over every row as the database gives it: of the events, and of the rows they are found by."""

    events: Any = field(default_factory=hashlib.sha256)
    subjects: Any = field(default_factory=hashlib.sha256)

    @property
    def values(self) -> tuple[bytes, bytes]:
        """The two digests."""
        return self.events.digest(), self.subjects.digest()


@dataclass(frozen=True)
class Walked:
    """A walk from the first link: the number of links, the last one, and the findings."""

    links: int = 0
    last_seq: int = 0
    last_hash: bytes = START
    last_at: datetime | None = None
    findings: tuple[Finding, ...] = ()
    steps_back: tuple[StepBack, ...] = ()


_PROVED: "WeakKeyDictionary[Store, tuple[Walked, RowDigests]]" = WeakKeyDictionary()
_LOCK = threading.Lock()


def walk(session: Session, store: Store | None = None) -> Walked:
    """Walk the whole trail.

    With a store, the part that this process has already proved is read again and compared byte by byte. Links are
    hashed only if that part differs, and for what was added since.
    """
    if store is None:
        return _walk_on(session, Walked())
    with _LOCK:
        proved, digests = _PROVED.get(store, (Walked(), RowDigests()))
    if _digests(session, RowDigests(), operator.le, proved.last_seq).values != digests.values:
        proved, digests = Walked(), RowDigests()
    walked = _walk_on(session, proved)
    if not walked.findings and walked.last_seq > proved.last_seq:
        longer = _digests(session, digests, operator.gt, proved.last_seq)
        with _LOCK:
            _PROVED[store] = (walked, longer)
    return walked


def _digests(session: Session, before: RowDigests, side: Side, seq: int) -> RowDigests:
    """Digest the rows on one side of a number, continuing from what was digested before."""
    after = RowDigests(before.events.copy(), before.subjects.copy())
    for digest, rows in ((after.events, EVENT_ROWS), (after.subjects, SUBJECT_ROWS)):
        query = select(*rows.c).where(side(rows.c.seq, seq)).order_by(*rows.c)
        found = session.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
        for some in found.partitions():
            digest.update("".join(repr(tuple(row)) for row in some).encode())
    return after


def _walk_on(session: Session, proved: Walked) -> Walked:
    """Continue walking from a proved link to the end."""
    findings: list[Finding] = []
    links, seq, previous, at = proved.links, proved.last_seq, proved.last_hash, proved.last_at
    steps_back = list(proved.steps_back)
    after = AuditEvent.seq > seq if proved.links else AuditEvent.seq.is_not(None)
    # Columns, not objects: a trail has millions of links, and no link is needed once the next one is read.
    query = select(*AuditEvent.__table__.columns).where(after).order_by(AuditEvent.seq)
    subjects = _subjects(session, seq if proved.links else None)
    found_by = next(subjects, None)
    for row in session.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
        named: frozenset[str] = frozenset()
        while found_by is not None and found_by[0] <= row.seq:
            named = found_by[1] if found_by[0] == row.seq else named
            found_by = next(subjects, None)
        findings += _findings(row, previous, seq + 1, named)
        if at is not None and is_ahead(at, row.at):
            steps_back.append(StepBack(row.seq, at, row.at))
        links, seq, previous, at = links + 1, row.seq, row.hash, row.at
    return Walked(links, seq, previous, at, tuple(findings), tuple(steps_back))


def _findings(row: Row[Any], previous: bytes, expected: int, named: frozenset[str]) -> Iterator[Finding]:
    if row.seq != expected:
        yield Finding(Damage.GAP, expected)
    elif hash_of(row, previous) != row.hash:
        yield Finding(Damage.EDIT, row.seq)
    elif named != frozenset(json.loads(row.body)["subjects"]):
        yield Finding(Damage.SUBJECTS, row.seq)


def _subjects(session: Session, after: int | None) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield, in order, the subjects that the events of each number are found by."""
    query = select(AuditSubject.seq, AuditSubject.subject_id).order_by(AuditSubject.seq)
    if after is not None:
        query = query.where(AuditSubject.seq > after)
    rows = session.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
    for seq, group in groupby(rows, key=lambda row: int(row.seq)):
        yield seq, frozenset(str(row.subject_id) for row in group)
