"""Hands out the two kinds of session there are: one that reads a snapshot, one that writes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.database.engines import BUSY_TIMEOUT_SECONDS, WRITES
from app.foundation.errors import Busy

WRITES_BETWEEN_STATISTICS = 1_000
COUNT = ("PRAGMA analysis_limit = 400", "ANALYZE")
"""A sample of each index is enough to choose between them, and takes milliseconds (sqlite.org/lang_analyze.html)."""


KEPT = "kept"
"""What marks the sessions handed out here: rows with a tag are written in them through their folder alone."""

WRITERS = 1
"""The number of the lock by which works that write know of each other; PostgreSQL keeps them for each database."""


class Turn(StrEnum):
    """How a work writes where the engine lets several in: beside others who do, or while nobody else does."""

    BESIDE_OTHERS = "pg_advisory_xact_lock_shared"
    ALONE = "pg_advisory_xact_lock"


class Store:
    """The database as the rest of the house sees it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading = engine
        if not self.is_sqlite:
            self._reading = engine.execution_options(isolation_level="REPEATABLE READ")
        self._writing = engine.execution_options(**{WRITES: True})
        # SQLite lets one writer in at a time and wakes waiters unfairly; a queue in the process is fair.
        self._turn = threading.Lock()
        self._turns = 0

    @property
    def is_sqlite(self) -> bool:
        """Whether the engine is SQLite or SQLCipher."""
        return self.engine.dialect.name == "sqlite"

    def reading_session(self) -> Session:
        """Open a session whose reads all see one moment."""
        return Session(self._reading, expire_on_commit=False, autoflush=False, info={KEPT: True})

    @contextmanager
    def turn_to_write(self) -> Iterator[None]:
        """Wait for this process's turn to write, where the engine has room for one writer only. Raises Busy."""
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_TIMEOUT_SECONDS):
            raise Busy
        try:
            yield
            self._turns += 1
            if self._turns % WRITES_BETWEEN_STATISTICS == 0:
                self._count()
        finally:
            self._turn.release()

    def refresh_statistics(self) -> None:
        """Have SQLite count what lies in its tables, so that it reads by the right index.

        Done at the start and again after every thousand writes; PostgreSQL does it by itself.
        """
        if self.is_sqlite:
            with self._turn:
                self._count()

    def _count(self) -> None:
        # Whoever's turn it was has committed already; counting only makes reading quicker and is tried again.
        with suppress(DBAPIError, Busy), self._writing.begin() as connection:
            for statement in COUNT:
                connection.exec_driver_sql(statement)

    def writing_session(self) -> Session:
        """Open a session that takes the write lock with its first statement. Wait for the turn first."""
        return Session(self._writing, expire_on_commit=False, info={KEPT: True})

    def take_turn(self, session: Session, turn: Turn) -> None:
        """Take one's place among those who write, until the session's transaction ends; wait for it if need be.

        To be called before anything is read: whoever waits here holds nothing that another could wait for. Raises
        Busy. Where only one may write at a time there is nothing to wait for.
        """
        if not self.is_sqlite:
            session.execute(select(getattr(func, turn.value)(WRITERS)))

    def is_alone(self, session: Session) -> bool:
        """Tell whether nobody else has a place now, and let nobody in until the transaction ends; waits for nobody."""
        return self.is_sqlite or bool(session.scalar(select(func.pg_try_advisory_xact_lock(WRITERS))))

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Write in one transaction, committed at the end, rolled back on any error."""
        with self.turn_to_write(), self.writing_session() as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read in one snapshot that ends with the block."""
        with self.reading_session() as session:
            yield session
