"""Reads a database's schema; on SQLite in three statements, because SQLAlchemy would ask table by table."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Inspector, inspect, text

from app.database.schema_lines import column_line, index_line, key_line, link_line, table_line, unique_line

# sqlite.org/pragma.html#pragfunc
_COLUMNS = text(
    """SELECT t.name, c.name, c.type, c."notnull", c.pk
    FROM sqlite_master t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*' ORDER BY c.pk"""
)
_LINKS = text(
    """SELECT t.name, f.id, f."table", f."from", f."to"
    FROM sqlite_master t, pragma_foreign_key_list(t.name) f
    WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*' ORDER BY f.seq"""
)
_INDEXES = text(
    """SELECT t.name, l.name, l."unique", l.origin, l.partial, i.name
    FROM sqlite_master t, pragma_index_list(t.name) l, pragma_index_info(l.name) i
    WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*' ORDER BY i.seqno"""
)


def lines_of(connection: Connection) -> Iterator[str]:
    """Yield every line of the database's schema, including those of Alembic's own table."""
    if connection.dialect.name == "sqlite":
        yield from _sqlite_columns(connection)
        yield from _sqlite_links(connection)
        yield from _sqlite_indexes(connection)
    else:
        inspector = inspect(connection)
        yield from _columns(inspector)
        yield from _constraints(inspector)
        yield from _indexes(inspector)


def _sqlite_columns(connection: Connection) -> Iterator[str]:
    keys: dict[str, list[str]] = defaultdict(list)
    for table, column, kept_as, never_empty, place_in_key in connection.execute(_COLUMNS):
        yield column_line(table, column, kept_as, empty=not never_empty)
        keys[table] += [column] if place_in_key else []
    for table, columns in keys.items():
        yield table_line(table)
        yield key_line(table, columns)


def _sqlite_links(connection: Connection) -> Iterator[str]:
    links: dict[tuple[Any, ...], list[tuple[str, str]]] = defaultdict(list)
    for table, number, other, here, there in connection.execute(_LINKS):
        links[table, number, other].append((here, there))
    for (table, _, other), pairs in links.items():
        columns, there = zip(*pairs, strict=True)
        yield link_line(table, columns, other, there)


def _sqlite_indexes(connection: Connection) -> Iterator[str]:
    indexes: dict[tuple[Any, ...], list[str | None]] = defaultdict(list)
    for *index, column in connection.execute(_INDEXES):
        indexes[tuple(index)].append(column)
    for (table, name, unique, origin, partial), columns in indexes.items():
        if origin == "u":
            yield unique_line(table, columns)
        elif origin == "c":
            yield index_line(name, table, columns, unique=unique, partial=partial)


def _columns(inspector: Inspector) -> Iterator[str]:
    for (_, table), columns in inspector.get_multi_columns().items():
        yield table_line(str(table))
        for column in columns:
            kept_as = column["type"].compile(dialect=inspector.dialect)
            yield column_line(str(table), column["name"], kept_as, empty=column["nullable"])


def _constraints(inspector: Inspector) -> Iterator[str]:
    for (_, table), key in inspector.get_multi_pk_constraint().items():
        yield key_line(str(table), key["constrained_columns"])
    for (_, table), links in inspector.get_multi_foreign_keys().items():
        for link in links:
            yield link_line(
                str(table), link["constrained_columns"], link["referred_table"], link["referred_columns"]
            )
    for (_, table), constraints in inspector.get_multi_unique_constraints().items():
        for constraint in constraints:
            yield unique_line(str(table), constraint["column_names"])


def _indexes(inspector: Inspector) -> Iterator[str]:
    for (_, table), indexes in inspector.get_multi_indexes().items():
        for index in indexes:
            if "duplicates_constraint" not in index:
                partial = index.get("dialect_options", {}).get("postgresql_where")
                columns, unique = index["column_names"], index["unique"]
                yield index_line(str(index["name"]), str(table), columns, unique=unique, partial=partial)
