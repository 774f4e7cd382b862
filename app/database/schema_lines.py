"""States each fact of a schema as one line, the same line whether it comes from a model or a database."""

from collections.abc import Iterable

KINDS = ("table", "column", "key", "link", "unique", "index")
"""What a line can be about. It is the line's first word, and differences are listed in this order."""

Columns = Iterable[str | None]
"""Names of columns; None stands for a computed part of an index."""


def table_line(table: str) -> str:
    """Return the line for a table."""
    return f"table {table}"


def column_line(table: str, column: str, kept_as: str, *, empty: object) -> str:
    """Return the line for a column: how it is stored, and whether it may be empty."""
    return f"column {table}.{column} {kept_as}{'' if empty else ' NOT NULL'}"


def key_line(table: str, columns: Columns) -> str:
    """Return the line for a primary key."""
    return f"key {table}({_named(columns)})"


def link_line(table: str, columns: Columns, other: str, there: Columns) -> str:
    """Return the line for a foreign key."""
    return f"link {table}({_named(columns)}) to {other}({_named(there)})"


def unique_line(table: str, columns: Columns) -> str:
    """Return the line for columns that must be unique together."""
    return f"unique {table}({_named(columns)})"


def index_line(index: str, table: str, columns: Columns, *, unique: object, partial: object) -> str:
    """Return the line for an index: its columns, whether it is unique, and whether it leaves rows out."""
    said = (" unique" if unique else "") + (" of some rows" if partial else "")
    return f"index {index} on {table}({_named(columns)}){said}"


def _named(columns: Columns) -> str:
    return ", ".join(column or "..." for column in columns)
