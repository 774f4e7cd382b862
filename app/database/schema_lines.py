"""How a fact of a schema is said: one line, the same whether a model or a database says it."""

from collections.abc import Iterable

KINDS = ("table", "column", "key", "link", "unique", "index")
"""What a line can be of, which is its first word, in the order differences are told in."""

Columns = Iterable[str | None]
"""Names of columns; a part of an index that is worked out has none."""


def table_line(table: str) -> str:
    """Say that there is a table."""
    return f"table {table}"


def column_line(table: str, column: str, kept_as: str, *, empty: object) -> str:
    """Say what a column is kept as, and whether it may be empty."""
    return f"column {table}.{column} {kept_as}{'' if empty else ' NOT NULL'}"


def key_line(table: str, columns: Columns) -> str:
    """Say which columns tell one row from another."""
    return f"key {table}({_named(columns)})"


def link_line(table: str, columns: Columns, other: str, there: Columns) -> str:
    """Say which columns name a row of which table."""
    return f"link {table}({_named(columns)}) to {other}({_named(there)})"


def unique_line(table: str, columns: Columns) -> str:
    """Say which columns no two rows share."""
    return f"unique {table}({_named(columns)})"


def index_line(index: str, table: str, columns: Columns, *, unique: object, partial: object) -> str:
    """Say what an index is over, whether it allows a value once only, and whether it leaves rows out."""
    said = (" unique" if unique else "") + (" of some rows" if partial else "")
    return f"index {index} on {table}({_named(columns)}){said}"


def _named(columns: Columns) -> str:
    return ", ".join(column or "..." for column in columns)
