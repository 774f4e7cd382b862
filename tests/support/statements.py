"""Counts what is asked of the database, so that a page's price is held without a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def counted_statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the text of every statement until the block ends, whichever thread sends it."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def reading(table: str, sent: list[str]) -> list[str]:
    """Return those statements that read from a table first of all."""
    return [
        statement for statement in sent if f"FROM {table} " in statement.replace("\n", " ").split("WHERE")[0]
    ]
