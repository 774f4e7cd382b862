"""Compares the schema of a database with the models."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, Dialect, Index, Table, UniqueConstraint, make_url

import models  # noqa: F401 - registers every table
from app.database.found_schema import lines_of
from app.database.schema_lines import (
    KINDS,
    column_line,
    index_line,
    key_line,
    link_line,
    table_line,
    unique_line,
)
from models.mapping import Model

OF_MIGRATIONS = {
    "table alembic_version",
    "column alembic_version.version_num VARCHAR(32) NOT NULL",
    "key alembic_version(version_num)",
}
"""Tables that the migrations keep beside ours, and that no model names."""


@dataclass(frozen=True)
class Differences:
    """The lines that the models have and the database lacks, and the lines that only the database has."""

    missing: tuple[str, ...]
    unexpected: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.missing or self.unexpected)

    def __str__(self) -> str:
        """Name the first missing and the first unexpected line, and say how many more there are."""
        kinds = {"missing": self.missing, "not expected": self.unexpected}
        named = [f"{kind}: {lines[0]}" for kind, lines in kinds.items() if lines]
        more = len(self.missing) + len(self.unexpected) - len(named)
        return ", ".join(named) + (f", and {more} more" if more else "")


def differences(connection: Connection) -> Differences:
    """Compare tables, columns (type and whether they may be empty), keys, foreign keys, unique columns and indexes.

    Constraints are compared by content and not by name, because SQLite does not always keep the name.
    """
    wanted = _lines_of_models(connection.dialect.name)
    found = set(lines_of(connection)) - OF_MIGRATIONS
    return Differences(_in_order(wanted - found), _in_order(found - wanted))


def _in_order(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(lines, key=lambda line: (KINDS.index(line.split()[0]), line)))


@cache
def _lines_of_models(engine: str) -> frozenset[str]:
    dialect = make_url(f"{engine}://").get_dialect()()
    return frozenset(line for table in Model.metadata.tables.values() for line in _lines_of(table, dialect))


def _lines_of(table: Table, dialect: Dialect) -> Iterator[str]:
    yield table_line(table.name)
    for column in table.columns:
        kept_as = column.type.compile(dialect=dialect)
        yield column_line(table.name, column.name, kept_as, empty=column.nullable)
    yield key_line(table.name, (column.name for column in table.primary_key))
    for link in table.foreign_key_constraints:
        there = (element.column.name for element in link.elements)
        yield link_line(table.name, link.column_keys, link.referred_table.name, there)
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield unique_line(table.name, (column.name for column in constraint.columns))
    for index in table.indexes:
        yield _line_of(index, table, dialect)


def _line_of(index: Index, table: Table, dialect: Dialect) -> str:
    # A descending column is wrapped in an element of its own.
    parts = (getattr(part, "element", part) for part in index.expressions)
    columns = (getattr(part, "name", None) for part in parts)
    partial = index.dialect_options[dialect.name].get("where") is not None
    return index_line(str(index.name), table.name, columns, unique=index.unique, partial=partial)
