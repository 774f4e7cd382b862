"""Provides the two kinds of session: one that reads a snapshot, and one that writes."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.database.engines import BUSY_TIMEOUT_SECONDS, TURN_TIMEOUT_SECONDS, WRITES, set_patience
from app.foundation.errors import Busy, DatabaseTrouble, OutcomeUnknown, Unreachable
from models.audit_event import AuditEvent, AuditHead

PROBE_SECONDS = 2
DAMAGE_TOLD_SECONDS = 600
WRITES_BETWEEN_STATISTICS = 1_000
COUNT = ("PRAGMA analysis_limit = 400", "ANALYZE")
"""A sample of each index is enough to choose between them, and takes milliseconds (sqlite.org/lang_analyze.html)."""


KEPT = "kept"
"""Marks the sessions made here: in them, rows with a tag can be written only through their folder."""

LAST_EVENT = "last event"
"""Under this a session keeps the id of the last event it appended to the trail: what tells later whether it was
committed."""

WRITERS = 1
"""The number of the lock by which writing works know of each other. PostgreSQL keeps one per database."""
ATTEMPTS = 2
"""The number of the lock under which attempts are counted, so that of many at once each sees those before it."""


class Turn(StrEnum):
    """How a work writes where the engine allows several writers: beside others, or while nobody else does."""

    BESIDE_OTHERS = "pg_advisory_xact_lock_shared"
    ALONE = "pg_advisory_xact_lock"


class Store:
    """The database as the other packages see it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading = engine
        if not self.is_sqlite:
            self._reading = engine.execution_options(isolation_level="REPEATABLE READ")
        self._writing = engine.execution_options(**{WRITES: True})
        # SQLite has one writer at a time and wakes waiters unfairly; a queue in the process is fair.
        self._turn = threading.Lock()
        self._turns = 0
        self._damage_met_at = float("-inf")

    @property
    def is_sqlite(self) -> bool:
        """Whether the engine is SQLite or SQLCipher."""
        return self.engine.dialect.name == "sqlite"

    def reading_session(self) -> Session:
        """Open a session whose reads all see the same moment."""
        return Session(self._reading, expire_on_commit=False, autoflush=False, info={KEPT: True})

    @contextmanager
    def turn_to_write(self, *, patience_seconds: float | None = None) -> Iterator[None]:
        """Wait for this process's turn to write, if the engine allows only one writer. Raises Busy."""
        if not self.is_sqlite:
            yield
            return
        patience = TURN_TIMEOUT_SECONDS if patience_seconds is None else patience_seconds
        if not self._turn.acquire(timeout=patience):
            raise Busy
        try:
            yield
            self._turns += 1
            if self._turns % WRITES_BETWEEN_STATISTICS == 0:
                self._count()
        finally:
            self._turn.release()

    def note_damage(self) -> None:
        """Remember that somebody met a part of the database that cannot be read."""
        self._damage_met_at = time.monotonic()

    @property
    def is_damaged(self) -> bool:
        """Whether somebody met damage a short while ago: whoever looks at a few pages of the file may see none."""
        return time.monotonic() - self._damage_met_at < DAMAGE_TOLD_SECONDS

    def write_nothing(self) -> None:
        """Write something that means nothing, to learn whether the database can be written now.

        Waits for a moment at most. Raises DatabaseTrouble.
        """
        if not self.is_sqlite:
            # A transaction with a number of its own writes to PostgreSQL's log when it is committed.
            with self.engine.begin() as connection:
                connection.execute(select(func.txid_current()))
            return
        with self.turn_to_write(patience_seconds=PROBE_SECONDS), self._writing.connect() as connection:
            set_patience(connection, PROBE_SECONDS)
            try:
                version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                connection.exec_driver_sql(f"PRAGMA user_version = {version}")  # writes the first page again
                connection.commit()
            finally:
                connection.rollback()
                set_patience(connection, BUSY_TIMEOUT_SECONDS)

    def refresh_statistics(self) -> None:
        """Have SQLite gather statistics about its tables, so that it chooses the right index.

        Called at the start and again after every thousand writes. PostgreSQL does this by itself.
        """
        if self.is_sqlite:
            with self._turn:
                self._count()

    def _count(self) -> None:
        # The writer has already committed. The statistics only make reading quicker, and are tried again later.
        with suppress(DBAPIError, DatabaseTrouble), self._writing.begin() as connection:
            for statement in COUNT:
                connection.exec_driver_sql(statement)

    def writing_session(self) -> Session:
        """Open a session that takes the write lock with its first statement. Wait for the turn first."""
        return Session(self._writing, expire_on_commit=False, info={KEPT: True})

    def take_turn(self, session: Session, turn: Turn) -> None:
        """Take a place among the writers until the session's transaction ends, waiting for it if necessary.

        Call it before reading anything: a work that waits here then holds nothing that another could wait for. Raises
        Busy. Where only one may write at a time, there is nothing to wait for.
        """
        if not self.is_sqlite:
            session.execute(text(f"SET LOCAL lock_timeout = '{TURN_TIMEOUT_SECONDS}s'"))
            session.execute(select(getattr(func, turn.value)(WRITERS)))

    def count_alone(self, session: Session) -> None:
        """Wait until nobody else counts an attempt, and keep others waiting until the session's transaction ends."""
        if not self.is_sqlite:
            session.execute(select(func.pg_advisory_xact_lock(ATTEMPTS)))

    def is_alone(self, session: Session) -> bool:
        """Tell whether nobody else is writing, and if so keep others out until the transaction ends; never waits."""
        return self.is_sqlite or bool(session.scalar(select(func.pg_try_advisory_xact_lock(WRITERS))))

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Write in one short transaction, which is committed at the end and rolled back on any error. Raises Busy."""
        with self.turn_to_write(), self.writing_session() as session:
            yield session
            self.commit(session)

    def commit(self, session: Session) -> None:
        """Commit. If the database is lost at that moment, find out afterwards whether it was done.

        Returns if it was. Raises the error if it was not, and OutcomeUnknown if the database could not be asked.
        """
        try:
            session.commit()
        except (DBAPIError, DatabaseTrouble) as error:
            if _is_an_answer(error):
                raise
            event_id = session.info.get(LAST_EVENT)
            session.invalidate()
            if event_id is None:
                raise OutcomeUnknown from error
            if not self._was_kept(event_id):
                raise

    def _was_kept(self, event_id: UUID) -> bool:
        """Tell whether the transaction that appended an event was committed. Raises OutcomeUnknown.

        Whoever appends holds the head of the trail until the end. To hold it means that the other has ended.
        """
        try:
            with self.writing_session() if not self.is_sqlite else self.reading_session() as session:
                if not self.is_sqlite:
                    session.get(AuditHead, 1, with_for_update=True)
                kept = session.scalars(select(AuditEvent.seq).where(AuditEvent.id == event_id)).one_or_none()
                return kept is not None
        except (DBAPIError, DatabaseTrouble) as error:
            raise OutcomeUnknown from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read from one snapshot that ends with the block."""
        with self.reading_session() as session:
            yield session


def _is_an_answer(error: Exception) -> bool:
    """Tell whether the database itself refused to commit, and still answers: then nothing was committed."""
    return not isinstance(error, Unreachable) and getattr(_driver_error(error), "sqlstate", None) is not None


def _driver_error(error: Exception) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error.__cause__
