"""The content of receipt rows, worked out once per process.

A page of fifty records reads some hundred receipts, which never change once written. They are read as the database
stores them, and the result is remembered by the row's whole content. A row that somebody changed is therefore a
different row here, and is worked out and checked again.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect, Executable, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from app.vault import canonical
from app.vault.signing import VerifyKey, holds
from models.receipt import SignedReceipt

LABEL = "receipt"

_REMEMBERED = 4_096
"""How many rows are remembered, at some 2 KB each; a page has a few hundred."""


@dataclass(frozen=True, eq=False)
class Written:
    """What one row says. `is_signed_with` tells whether the person it names signed it."""

    id: UUID
    about_table: str
    about_id: UUID
    number: int
    kind: str
    signed_by: UUID
    signed_at: datetime
    base_id: UUID | None
    facts: str
    signature: bytes
    message: bytes
    """What the signature must cover."""

    @cached_property
    def said(self) -> dict[str, str]:
        """The facts, parsed. Raises ValueError for facts we did not write: check the signature first."""
        facts: dict[str, str] = json.loads(self.facts)
        return facts

    def is_signed_with(self, key: VerifyKey) -> bool:
        """Tell whether that key made the signature."""
        return holds(key, LABEL, self.message, self.signature)


def written_about(
    session: Session, kept_in: type[SignedReceipt], table: str, ids: Iterable[UUID], installation_id: UUID
) -> list[Written]:
    """Return the receipts about these rows of a table, each record's in order, in one query.

    They bypass the session: store what was added to it first.
    """
    dialect = session.get_bind().dialect
    rows = session.execute(_about(kept_in, table, list(ids)))
    return [_written(kept_in, installation_id, dialect, tuple(row)) for row in rows]


def message_of(installation_id: UUID, row: SignedReceipt) -> bytes:
    """Return what the signature of a row must cover."""
    return _message(
        installation_id,
        str(row.__tablename__),
        (
            row.id,
            row.about_table,
            row.about_id,
            row.number,
            row.kind,
            row.signed_by,
            row.signed_at,
            row.base_id,
            row.facts,
        ),
    )


_COLUMNS = (
    "id",
    "about_table",
    "about_id",
    "number",
    "kind",
    "signed_by",
    "signed_at",
    "base_id",
    "facts",
    "signature",
)


def _about(kept_in: type[SignedReceipt], table: str, ids: list[UUID]) -> Executable:
    columns = kept_in.metadata.tables[str(kept_in.__tablename__)].c
    as_kept = (type_coerce(columns[name], NullType()) for name in _COLUMNS)
    about = select(*as_kept).where(columns.about_id.in_(ids), columns.about_table == table)
    return about.order_by(columns.number, columns.signed_at, columns.id)


@lru_cache(maxsize=_REMEMBERED)
def _written(
    kept_in: type[SignedReceipt], installation_id: UUID, dialect: Dialect, cells: tuple[Any, ...]
) -> Written:
    table = kept_in.metadata.tables[str(kept_in.__tablename__)]
    values: dict[str, Any] = {}
    for name, cell in zip(_COLUMNS, cells, strict=True):
        read = table.c[name].type.dialect_impl(dialect).result_processor(dialect, None)
        values[name] = cell if read is None else read(cell)
    of_signature = tuple(value for name, value in values.items() if name != "signature")
    return Written(**values, message=_message(installation_id, table.name, of_signature))


def _message(installation_id: UUID, table: str, values: tuple[Any, ...]) -> bytes:
    parts = (each.isoformat() if isinstance(each, datetime) else each for each in values)
    return canonical.encode(installation_id, table, *parts)
