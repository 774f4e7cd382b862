"""Whatever of a schema is not what the models say is named, on all three engines."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from sqlalchemy import (
    Connection,
    Engine,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from app.database.data_folder import make_data_folder
from app.database.engines import connect
from app.database.migrating import upgrade
from app.database.schema import Differences, differences
from app.foundation.settings import Engine as EngineKind
from app.foundation.settings import Settings
from models.mapping import Model
from tests.support.postgres import PostgresCluster


@pytest.fixture(scope="module", params=list(EngineKind), ids=lambda engine: engine.value)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database at head on each of the three engines; whoever changes it takes the change back."""
    kind, place = request.param, tmp_path_factory.mktemp("schema")
    with ExitStack() as until_done:
        url = None
        if kind is EngineKind.POSTGRESQL:
            cluster: PostgresCluster = request.getfixturevalue("postgres")
            url = until_done.enter_context(cluster.fresh_database())
        settings = Settings(place / "data", kind, url, place / "data.key", None)
        _, secret = make_data_folder(settings, "real")
        engine = connect(Flask("schema"), settings, secret.database_key())
        until_done.callback(engine.dispose)
        upgrade(engine)
        yield engine


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose changes are taken back."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def test_what_the_migrations_make_is_what_the_models_say(connection: Connection) -> None:
    assert differences(connection) == Differences((), ())


@pytest.mark.parametrize(
    ("statement", "missing", "unexpected"),
    [
        ("CREATE TABLE diary (id INTEGER NOT NULL PRIMARY KEY)", None, "table diary"),
        ("ALTER TABLE child ADD COLUMN mood VARCHAR", None, "column child.mood VARCHAR"),
        ("ALTER TABLE base DROP COLUMN duty_number", "column base.duty_number VARCHAR NOT NULL", None),
        ("DROP TABLE handover", "table handover", None),
        ("DROP INDEX ix_child_updated_at", "index ix_child_updated_at on child(updated_at)", None),
        ("CREATE INDEX by_name ON base (name)", None, "index by_name on base(name)"),
        ("CREATE INDEX by_name ON base (lower(name))", None, "index by_name on base(...)"),
        (
            "CREATE INDEX by_name ON base (name, id) WHERE name <> ''",
            None,
            "index by_name on base(name, id) of some rows",
        ),
        ("CREATE UNIQUE INDEX by_name ON base (name)", None, "index by_name on base(name) unique"),
    ],
)
def test_what_was_added_or_taken_away_is_named(
    connection: Connection, statement: str, missing: str | None, unexpected: str | None
) -> None:
    connection.execute(text(statement))

    found = differences(connection)

    assert found.missing[:1] == ((missing,) if missing else ())
    assert found.unexpected[:1] == ((unexpected,) if unexpected else ())


def may_be_empty(handover: Table) -> None:
    handover.c.receipt.nullable = True


def kept_as_text(handover: Table) -> None:
    handover.c.receipt.type = Text()


def once_a_file(handover: Table) -> None:
    handover.append_constraint(UniqueConstraint("file_id"))


def without_its_file(handover: Table) -> None:
    links = [each for each in handover.foreign_key_constraints if each.column_keys == ["file_id"]]
    handover.constraints.remove(links[0])


def with_another_link(handover: Table) -> None:
    handover.append_constraint(ForeignKeyConstraint(["id"], ["packet_file.id"]))


def without_its_index(handover: Table) -> None:
    handover.indexes.discard(next(each for each in handover.indexes if each.name == "ix_handover_file_id"))


def with_a_wider_key(handover: Table) -> None:
    handover.c.folder_id.primary_key = True
    handover.append_constraint(PrimaryKeyConstraint("id", "folder_id"))


def with_another_index(handover: Table) -> None:
    without_its_index(handover)
    Index("ix_handover_file_id", handover.c.folder_id.desc())


RECEIPT = "column handover.receipt BYTES"
BY_FILE = "index ix_handover_file_id on handover"
MADE_OTHERWISE = [
    (may_be_empty, f"missing: {RECEIPT} NOT NULL, not expected: {RECEIPT}"),
    (kept_as_text, f"missing: {RECEIPT} NOT NULL, not expected: column handover.receipt TEXT NOT NULL"),
    (once_a_file, "not expected: unique handover(file_id)"),
    (without_its_file, "missing: link handover(file_id) to packet_file(id)"),
    (with_another_link, "not expected: link handover(id) to packet_file(id)"),
    (without_its_index, f"missing: {BY_FILE}(file_id)"),
    (with_another_index, f"missing: {BY_FILE}(file_id), not expected: {BY_FILE}(folder_id)"),
    (with_a_wider_key, "missing: key handover(id), not expected: key handover(id, folder_id)"),
]


@pytest.mark.parametrize(
    ("otherwise", "said"), MADE_OTHERWISE, ids=[each.__name__ for each, _ in MADE_OTHERWISE]
)
def test_a_table_that_was_made_otherwise_is_told_in_one_line(
    connection: Connection, otherwise: Callable[[Table], None], said: str
) -> None:
    copies = MetaData()
    for table in Model.metadata.sorted_tables:
        table.to_metadata(copies)
    handover = copies.tables["handover"]
    otherwise(handover)
    handover.drop(connection)
    handover.create(connection)

    bytes_here = "BLOB" if connection.dialect.name == "sqlite" else "BYTEA"
    assert str(differences(connection)) == said.replace("BYTES", bytes_here)


def test_the_first_of_many_differences_is_named_and_the_others_are_counted() -> None:
    found = Differences(("table child", "column child.code VARCHAR NOT NULL"), ("table kid", "key kid(id)"))

    assert str(found) == "missing: table child, not expected: table kid, and 2 more"
