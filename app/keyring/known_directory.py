"""The verified key directory of this process: checked once, extended with every new statement."""

import threading
from dataclasses import dataclass
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.database.store import Store
from app.foundation.errors import KeyRefused, OthersWrite, WayhomeError
from app.keyring.directory import Directory
from app.keyring.statement_rights import admit
from app.keyring.statements import Statement
from app.unit_of_work import Remembered, UnitOfWork
from models.directory_statement import DirectoryStatement

_KNOWN: "WeakKeyDictionary[Store, Directory]" = WeakKeyDictionary()
_LOCK = threading.Lock()

_ANY_NEWER = select(DirectoryStatement.seq).where(DirectoryStatement.seq > bindparam("seq")).limit(1)
"""Asked three times a page, and nearly always answered with no."""


@dataclass
class _Seen:
    """The directory as a transaction sees it, and whether it is the work's own to add to."""

    directory: Directory | None = None
    is_own: bool = False


_SEEN = Remembered(_Seen)


def directory_for(work: UnitOfWork) -> Directory:
    """Return the directory as this work sees it: what was committed, and what the work itself has stated."""
    seen = work.remember(_SEEN)
    if seen.directory is None:
        # Once a transaction is enough. Nobody loses a place between this look and what is sealed by it: whoever adds
        # a statement is alone in writing.
        seen.directory = verified_directory(work.store, work.session, work.installation_id)
    return seen.directory


def whole_directory_for(work: UnitOfWork) -> Directory:
    """Return the same to give keys and to seal by. Raises KeyRefused when a statement was refused.

    What nobody may state any more counts no longer: whoever lost a place could spoil the statement that says so.
    """
    directory = directory_for(work)
    if directory.broken_at is not None:
        raise KeyRefused("the key directory is broken; nothing is sealed by it", seq=directory.broken_at)
    return directory


def writable_directory(work: UnitOfWork) -> Directory:
    """Return a directory of the work's own, so that a rolled-back statement is never believed.

    Raises OthersWrite while somebody else writes by the directory as it is: two who waited for each other here would
    wait for ever.
    """
    known, seen = directory_for(work), work.remember(_SEEN)
    if not seen.is_own:
        if not work.store.is_alone(work.session):
            raise OthersWrite
        known = seen.directory = known.fork()
        seen.is_own = True
    return known


def verified_directory(store: Store, session: Session, installation_id: UUID) -> Directory:
    """Return the directory verified up to the newest committed statement that holds.

    `session` must not have statements of its own that are not committed. Only new statements are checked.
    """
    # First a connection, then the lock: who waited for one while holding the other would stop everybody.
    session.connection()
    with _LOCK:
        known = _KNOWN.get(store)
        if known is None or known.installation_id != installation_id:
            known = Directory(installation_id)
        if known.broken_at is None:
            # Others may be reading the one they were given, so a longer one is a new one.
            known = _KNOWN[store] = _extended(known, session)
        return known


def _extended(known: Directory, session: Session) -> Directory:
    if session.connection().execute(_ANY_NEWER, {"seq": known.seq}).first() is None:
        return known
    newer = select(DirectoryStatement).where(DirectoryStatement.seq > known.seq)
    rows = session.scalars(newer.order_by(DirectoryStatement.seq)).all()
    longer = known.fork()
    for row in rows:
        try:
            admit(longer, Statement.from_row(row))
        except (WayhomeError, ValueError, KeyError):
            longer.broken_at = row.seq
            break
    return longer.fork()  # which lays down what is new, where it is much


def reverified_directory(session: Session, installation_id: UUID) -> Directory:
    """Verify the whole chain again from its first statement, trusting nothing remembered."""
    return _extended(Directory(installation_id), session)
