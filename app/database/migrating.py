"""Migrates a database to this version's schema, or says in one sentence why it cannot."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from app.database.engines import WRITES
from app.database.schema import differences
from app.foundation.errors import NotReady
from app.foundation.settings import PROJECT

MIGRATIONS = PROJECT / "migrations"
BEGINS_ANEW = "BEGINS_ANEW"
"""A migration sets this to True if it cannot carry over earlier records: only somebody with keys could."""

ANEW = "begin anew, with another data folder and an empty database"


def bring_up_to_date(engine: Engine, *, migrations: Path = MIGRATIONS) -> None:
    """Apply the missing migrations, then make sure that the schema is what the models say.

    All or nothing: a database that is refused is left unchanged. Raises NotReady for the database of another version
    or of something else, for one whose records cannot be carried over, and for any difference.
    """
    with engine.connect() as connection:
        is_current = _revision(connection, migrations) == _scripts(migrations).get_current_head()
        if is_current:
            _refuse_differences(connection)
    if not is_current:
        with _changing(engine) as connection:
            command.upgrade(_config(migrations, connection), "head")
            _refuse_differences(connection)


def carries_over(revision: str, *, migrations: Path = MIGRATIONS) -> bool:
    """Tell whether records written at an earlier revision can be carried over to this version."""
    steps = _scripts(migrations).iterate_revisions("head", revision)
    return not any(getattr(step.module, BEGINS_ANEW, False) for step in steps)


def upgrade(engine: Engine, *, to: str = "head", migrations: Path = MIGRATIONS) -> None:
    """Apply the migrations up to one, all or none, without comparing the schema."""
    with _changing(engine) as connection:
        command.upgrade(_config(migrations, connection), to)


def downgrade(engine: Engine, *, to: str, migrations: Path = MIGRATIONS) -> None:
    """Go back to an earlier migration, all the way or not at all."""
    with _changing(engine) as connection:
        command.downgrade(_config(migrations, connection), to)


def _config(migrations: Path, connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, using our own connection; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.attributes["connection"] = connection
    return config


@cache
def _scripts(migrations: Path) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(migrations))


def _revision(connection: Connection, migrations: Path) -> str | None:
    """Return the database's revision, None if it is empty. Raises NotReady when it cannot be migrated from there."""
    revisions = MigrationContext.configure(connection).get_current_heads()
    if not revisions:
        if set(inspect(connection).get_table_names()) - {"alembic_version"}:
            raise NotReady(
                "The database holds tables that are not Wayhome's; give Wayhome a database of its own"
            )
        return None
    known = {script.revision for script in _scripts(migrations).walk_revisions()}
    if len(revisions) > 1 or revisions[0] not in known:
        raise NotReady(
            f"The database was made by another version of Wayhome (its schema is {', '.join(revisions)}, which this "
            "version does not know); start it with the version that made it, or with a newer one"
        )
    if not carries_over(revisions[0], migrations=migrations):
        raise NotReady(
            f"The database was made by an earlier version of Wayhome (its schema is {revisions[0]}), whose records "
            f"cannot be carried over; start it with that version, or {ANEW}"
        )
    return revisions[0]


def _refuse_differences(connection: Connection) -> None:
    found = differences(connection)
    if found:
        raise NotReady(
            f"The database's schema is not that of this version ({found}); start it with the version that made it, "
            f"or {ANEW}"
        )


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are committed together at the end, or not at all.

    SQLite changes a table by rebuilding it. With foreign keys on, dropping the old table would delete the rows that
    refer to it. They are therefore off until every table is rebuilt, and checked then
    (sqlite.org/lang_altertable.html, section 7).
    """
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if not is_sqlite:
            with connection.begin():
                # Carrying many records over takes as long as it takes.
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                yield connection
            return
        _pragma(connection, "foreign_keys = OFF")
        try:
            with connection.execution_options(**{WRITES: True}).begin():
                yield connection
                _refuse_broken_links(connection)
        finally:
            _pragma(connection, "foreign_keys = ON")


def _pragma(connection: Connection, words: str) -> None:
    # Not through SQLAlchemy: it would begin a transaction, and SQLite ignores this inside one.
    connection.connection.cursor().execute(f"PRAGMA {words}")


def _refuse_broken_links(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise NotReady(
            f"The database was left as it was: rows of {broken[0]} would name rows that are not there"
        )
