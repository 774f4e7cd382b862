"""Opens SQLCipher, SQLite or PostgreSQL with the settings that keep acknowledged records."""

import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, event, make_url

from app.database.room import is_full
from app.foundation.errors import BadSetting, Busy, Damaged, DatabaseTrouble, NoSpace, Unreachable
from app.foundation.settings import Engine as EngineKind
from app.foundation.settings import Settings
from app.vault.secrets import Secret

BUSY_TIMEOUT_SECONDS = 5
"""How long a statement waits for a lock, on every engine; after that it is given up, and its page says so. Short,
because whoever waits keeps one of the few threads from others."""
TURN_TIMEOUT_SECONDS = 15
"""How long somebody who saves waits for their turn and for locks: many may save at once, one after the other."""
STATEMENT_TIMEOUT_SECONDS = 60
"""How long PostgreSQL works on one statement before it gives up."""
CONNECT_TIMEOUT_SECONDS = 5
"""How long a connection may take to come about, or to become free."""
KEEPALIVE = {
    "connect_timeout": CONNECT_TIMEOUT_SECONDS,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""How soon it is noticed that PostgreSQL's machine is gone (libpq, 34.1.2). What its address says itself counts."""
GONE_TIMEOUT_SECONDS = 120
"""How long PostgreSQL waits for a transaction's next statement before it assumes that the process is gone."""
CACHE_KIB = 32 * 1024
"""The most pages that one connection caches; a smaller database is cached whole. Under SQLCipher, each page that is
not cached must be read, verified and decrypted again."""
CACHES_TOGETHER_BYTES = 64 * 1024 * 1024
"""The most that the caches of all connections hold together before they shrink (sqlite.org/pragma.html,
soft_heap_limit), so that a worker stays small even when many people come at once."""
POSTGRESQL_TROUBLE: dict[str, type[DatabaseTrouble]] = {
    "55P03": Busy,  # no lock in time
    "57014": Busy,  # the statement took too long
    "53300": Busy,  # too many connections
    "53100": NoSpace,
    "57P01": Unreachable,  # shut down
    "57P02": Unreachable,  # crashed
    "57P03": Unreachable,  # starting
    "58030": Unreachable,  # input or output failed
    "XX001": Damaged,  # of a table
    "XX002": Damaged,  # of an index
}
"""PostgreSQL manual, appendix A. Class 08 is a broken connection."""
SQLITE_TROUBLE: dict[str, type[DatabaseTrouble]] = {
    "database is locked": Busy,
    "database or disk is full": NoSpace,
    "disk I/O error": Unreachable,
    "unable to open database file": Unreachable,
    "attempt to write a readonly database": Unreachable,
    "database disk image is malformed": Damaged,
}
"""sqlite.org/rescode.html"""
WRITES = "wayhome_writes"
"""Execution option for connections whose transactions write from the start."""


def connect(app: Flask, settings: Settings, database_key: Secret) -> Engine:
    """Give the application its engine through Flask-SQLAlchemy, and return the engine.

    Raises BadSetting when PostgreSQL's address is not usable.
    """
    app.config["SQLALCHEMY_DATABASE_URI"] = _url(settings)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _options(settings, database_key)
    # Our tables use our own declarative base (models.mapping); the extension makes and disposes of the engine.
    extension = SQLAlchemy()
    extension.init_app(app)
    with app.app_context():
        engine = extension.engine
    if settings.engine is EngineKind.POSTGRESQL:
        event.listen(engine, "connect", _prepare_postgresql)
    else:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", partial(_say_trouble, settings.data_folder))
    return engine


def _url(settings: Settings) -> str:
    if settings.engine is EngineKind.POSTGRESQL:
        if settings.postgresql_url is None:
            raise BadSetting("WAYHOME_DATABASE=postgresql://... is missing its address")
        return settings.postgresql_url
    return f"sqlite:///{settings.database_file}"


def _options(settings: Settings, database_key: Secret) -> dict[str, Any]:
    # A logged error names the statement, but never the values of a row.
    silent = {"hide_parameters": True}
    if settings.engine is EngineKind.POSTGRESQL:
        said = make_url(_url(settings)).query
        kept = {name: value for name, value in KEEPALIVE.items() if name not in said}
        pooled = {"pool_size": 10, "pool_pre_ping": True, "pool_timeout": CONNECT_TIMEOUT_SECONDS}
        return silent | pooled | {"connect_args": kept}
    # Last in, first out. A commit on another connection empties a connection's cache, so one is reused while
    # one is enough.
    pool = {"poolclass": QueuePool, "pool_size": 16, "max_overflow": 16, "pool_use_lifo": True}
    options: dict[str, Any] = silent | pool
    file = settings.database_file
    if settings.engine is EngineKind.SQLITE:
        return options | {"creator": lambda: _open_plain(file)}
    return options | {"module": sqlcipher, "creator": lambda: _open_encrypted(file, database_key)}


def _open_plain(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{file.as_uri()}?mode=rwc",
        uri=True,
        check_same_thread=False,
        isolation_level=None,
        timeout=BUSY_TIMEOUT_SECONDS,
    )


def _open_encrypted(file: Path, database_key: Secret) -> Any:
    connection = sqlcipher.connect(
        f"{file.as_uri()}?mode=rwc",
        uri=True,
        check_same_thread=False,
        isolation_level=None,
        timeout=BUSY_TIMEOUT_SECONDS,
    )
    # A raw key: the 256 bits are already random, so no key derivation is needed.
    connection.execute(f"PRAGMA key = \"x'{database_key.reveal().hex()}'\"")
    return connection


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # FULL, because an acknowledged record must survive a power cut, not only a crash.
    # MEMORY and secure_delete, so that nothing opened or deleted lingers in files beside the database.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "secure_delete = ON",
        f"cache_size = -{CACHE_KIB}",
        f"soft_heap_limit = {CACHES_TOGETHER_BYTES}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A read transaction that turns into a write fails at once if somebody else committed meanwhile, so a
    # transaction that will write says so from the start.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def set_patience(connection: Connection, seconds: float) -> None:
    """Say how long a connection to SQLite waits for another process's lock."""
    # Not through SQLAlchemy: that would begin a transaction, and wait already.
    connection.connection.cursor().execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = '{BUSY_TIMEOUT_SECONDS}s'")
    connection.execute(f"SET statement_timeout = '{STATEMENT_TIMEOUT_SECONDS}s'")
    # A lock holder that hangs, or whose machine disappeared, would otherwise stop all others from writing.
    connection.execute(f"SET idle_in_transaction_session_timeout = '{GONE_TIMEOUT_SECONDS}s'")
    connection.autocommit = False


def _say_trouble(folder: Path, context: ExceptionContext) -> None:
    # Replaces the driver's own error where the database itself is what fails.
    trouble = _trouble_of(context)
    if isinstance(trouble, Unreachable) and context.dialect.name == "sqlite" and is_full(folder):
        trouble = NoSpace()  # SQLite says so only where a write failed in one of the ways it knows
    if isinstance(trouble, Damaged | Unreachable):
        # SQLCipher's connection stays broken after one page it could not read, even once the file is whole again.
        context.is_disconnect = True
    if trouble is not None:
        raise trouble from context.original_exception


def _trouble_of(context: ExceptionContext) -> DatabaseTrouble | None:
    error = context.original_exception
    if context.dialect.name == "sqlite":
        said = str(error)
        found = next((trouble for words, trouble in SQLITE_TROUBLE.items() if words in said), None)
        return found() if found else None
    state = getattr(error, "sqlstate", None)
    if state is None:
        # Nothing from the server: it was not reached, or the connection broke.
        return Unreachable() if context.is_disconnect or context.connection is None else None
    found = POSTGRESQL_TROUBLE.get(state, Unreachable if state.startswith("08") else None)
    return found() if found else None
