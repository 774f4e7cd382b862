"""Which tables a sweep goes over, a stretch of rows at a time, and in which folders the rows lie."""

import operator
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, inspect, select, tuple_

from app.keyring.policy import FolderKind
from app.keyring.repeated_facts import REPEATS
from app.unit_of_work import UnitOfWork
from models.mapping import Model, Tagged


def swept_tables() -> list[type[Model]]:
    """Return every table whose rows a sweep can judge, in an order that stays the same.

    Allegations are left out: what a sweep found is kept where a base's office reads it. Their members see each one.
    """
    tagged = {
        mapper.class_
        for mapper in Model.registry.mappers
        if issubclass(mapper.class_, Tagged) and FolderKind.ALLEGATION not in mapper.class_.lies_in.kinds
    }
    return sorted(tagged | set(REPEATS), key=operator.attrgetter("__tablename__"))


def rows_after(work: UnitOfWork, table: type[Model], after: Sequence[str], *, limit: int) -> list[Any]:
    """Return a table's next rows in the order of its key. Not cut to any scope: a changed base would hide a row."""
    key = inspect(table).primary_key
    query: Select[Any] = select(table).order_by(*key).limit(limit)
    if after:
        values = [_value(column.type.python_type, text) for column, text in zip(key, after, strict=True)]
        query = query.where(tuple_(*key) > tuple_(*values))
    return list(work.session.scalars(query))


def place_of(row: Model) -> tuple[str, ...]:
    """Return where a row stands in the order of its table."""
    return tuple(str(value) for value in inspect(row).identity or ())


def folder_ids(work: UnitOfWork, table: type[Tagged], rows: Sequence[Any]) -> dict[Any, UUID | None]:
    """Return the folder that each row says it lies in: its own column's, or its parent's."""
    through = table.lies_in.through
    if through is None:
        return {row: row.folder_id for row in rows}
    (reference,) = inspect(table).columns[through].foreign_keys
    parent = reference.column.table
    wanted = {getattr(row, through) for row in rows}
    found = work.session.execute(
        select(reference.column, parent.c.folder_id).where(reference.column.in_(wanted))
    )
    of_parent: dict[Any, UUID] = dict(found.all())
    return {row: of_parent.get(getattr(row, through)) for row in rows}


def _value(kind: type[Any], text: str) -> Any:
    return UUID(text) if kind is UUID else kind(text)
