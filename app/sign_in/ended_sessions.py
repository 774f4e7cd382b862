"""The sessions that were ended lately: a whole older row, put back, would otherwise revive one until it idled out.

Such a row is sealed with the last use it had, so it lives no longer than a session may stand idle. That long this
process remembers what was ended. After a restart it reads the endings from the audit trail, which is chained.
"""

import json
import threading
from datetime import datetime, timedelta
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.gate import record_alone
from app.database.store import Store
from app.unit_of_work import UnitOfWork, Visibility
from models.audit_event import AuditEvent

EVENT = "session.ended"
REMEMBERED_FOR = timedelta(hours=8)
"""As long as a session can last, whatever the clock does meanwhile; an entry takes some hundred bytes."""


class EndedSessions:
    """The ids of sessions that were ended lately, each with when."""

    def __init__(self, ended: dict[UUID, datetime]) -> None:
        self._ended = ended
        self._lock = threading.Lock()

    def note(self, session_id: UUID, *, now: datetime) -> None:
        """Remember that a session was ended, and forget those of long ago."""
        with self._lock:
            self._ended = {id_: at for id_, at in self._ended.items() if now - at < REMEMBERED_FOR}
            self._ended[session_id] = now

    def forget(self, session_id: UUID) -> None:
        """Take the note back: the work that ended the session was undone."""
        with self._lock:
            self._ended.pop(session_id, None)

    def __contains__(self, session_id: object) -> bool:
        """Tell whether the session was ended."""
        return session_id in self._ended


_KNOWN: "WeakKeyDictionary[Store, EndedSessions]" = WeakKeyDictionary()
_LOCK = threading.Lock()


def ended_sessions(store: Store, session: Session, *, now: datetime) -> EndedSessions:
    """Return what this process remembers; the first time it reads the trail."""
    known = _KNOWN.get(store)
    if known is None:
        read = _told_by_trail(session, now)
        with _LOCK:
            known = _KNOWN.setdefault(store, EndedSessions(read))
    return known


def note_ended(work: UnitOfWork, session_id: UUID) -> None:
    """Record that a session is ended, and remember it unless the work is undone."""
    known = ended_sessions(work.store, work.session, now=work.now)
    known.note(session_id, now=work.now)
    work.on_rollback.append(lambda: known.forget(session_id))
    work.record(EVENT, subjects=[work.person.id], visibility=Visibility.SYSTEM, session=str(session_id))


def note_ended_outside(store: Store, session_id: UUID, *, now: datetime) -> None:
    """Record that the session of somebody without an account is ended; closed like all they do, and naming nobody."""
    with store.reading() as session:
        ended_sessions(store, session, now=now).note(session_id, now=now)
    record_alone(
        store, EVENT, actor_id=None, now=now, visibility=Visibility.SAFEGUARDING, session=str(session_id)
    )


def _told_by_trail(session: Session, now: datetime) -> dict[UUID, datetime]:
    query = select(AuditEvent.body, AuditEvent.at).where(
        AuditEvent.action == EVENT, AuditEvent.at > now - REMEMBERED_FOR
    )
    told = [(json.loads(body)["facts"].get("session"), at) for body, at in session.execute(query)]
    return {UUID(ended): at for ended, at in told if ended}
