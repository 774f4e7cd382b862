"""Binds a row's readable columns to the key of its folder, with a tag made on writing and checked on reading.

Form: `format (1) | key version (4, big-endian) | HMAC-SHA256 (32)`. The HMAC covers: format, installation, table, row
id, folder id, key version, row version, the digest of each sealed cell, and each bound column by its name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from types import NoneType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import inspect

from app.foundation.errors import ChangedOutside
from app.vault import canonical, digests
from app.vault.canonical import Part
from app.vault.sealing import RecordKey, mark
from models.mapping import Model, Tagged

ROW_LABEL: Final = "row tag"
BOARD_LABEL: Final = "board tag"

_FORMAT_BYTES: Final = 1
_VERSION_BYTES: Final = 4
_MAC_BYTES: Final = 32
_TAG_BYTES: Final = _FORMAT_BYTES + _VERSION_BYTES + _MAC_BYTES

_AS_THEY_ARE: Final = frozenset({UUID, str, bytes, int, NoneType})

Values = Callable[[str], Any]
"""Gives a column's value by the name of its attribute."""


def make_tag(
    installation_id: UUID,
    row: Tagged,
    folder_id: UUID,
    key: RecordKey,
    *,
    row_version: int,
    label: str = ROW_LABEL,
) -> bytes:
    """Return the tag for a row that is about to be stored with that version, under that version of the key."""
    tag_format = type(row).tag_format
    message = _message(
        installation_id,
        type(row),
        lambda name: getattr(row, name),
        folder_id,
        key.version,
        row_version,
        tag_format,
    )
    head = tag_format.to_bytes(_FORMAT_BYTES, "big") + key.version.to_bytes(_VERSION_BYTES, "big")
    return head + mark(key, label, message)


def key_version_of(tag: bytes | None) -> int:
    """Return the version of the folder's key that a tag was made under. Raises ChangedOutside if it is no tag."""
    if tag is None or len(tag) != _TAG_BYTES:
        raise ChangedOutside("a row without its tag")
    return int.from_bytes(tag[_FORMAT_BYTES : _FORMAT_BYTES + _VERSION_BYTES], "big")


def check_tag(
    installation_id: UUID,
    row: Tagged,
    tag: bytes,
    folder_id: UUID,
    key: RecordKey,
    *,
    label: str = ROW_LABEL,
) -> None:
    """Raise ChangedOutside unless the tag matches the row as it was loaded; changes not yet stored do not count."""
    values = stored_values(row)
    tag_format = tag[0]
    if not 1 <= tag_format <= type(row).tag_format or _has_newer_columns(type(row), values, tag_format):
        raise ChangedOutside("a row that its tag does not name")
    message = _message(
        installation_id, type(row), values, folder_id, key.version, values("version") or 0, tag_format
    )
    if not digests.same(mark(key, label, message), tag[-_MAC_BYTES:]):
        raise ChangedOutside("a row that is not what was written")


def content_of(installation_id: UUID, row: Tagged) -> bytes:
    """Return everything that identifies a loaded row's content: what its tag covers, and the tag itself."""
    values, folder_id = stored_values(row), stored_values(row)("folder_id")
    message = _message(
        installation_id, type(row), values, folder_id, 0, values("version") or 0, type(row).tag_format
    )
    return canonical.encode(message, row.tag)


def stored_values(row: Tagged) -> Values:
    """Return the row's values as they were loaded or last stored, ignoring what was set on it since."""
    state = inspect(row)
    changed: dict[str, Any] = state.committed_state
    loaded: dict[str, Any] = state.dict | changed if changed else state.dict
    return lambda name: loaded[name] if name in loaded else getattr(row, name, None)


def row_id_of(row: Model) -> UUID:
    """Return the id that the row's sealed cells are bound to: its primary key, if that is a single id."""
    (name,) = _shape(type(row)).primary_key
    found: UUID = getattr(row, name)
    return found


def has_one_id(row: Model) -> bool:
    """Tell whether the row's primary key is a single id."""
    return len(_shape(type(row)).primary_key) == 1


def table_name(row: Model) -> str:
    """Return the name of the row's table."""
    return str(type(row).__tablename__)


def _message(
    installation_id: UUID,
    table: type[Tagged],
    values: Values,
    folder_id: UUID,
    key_version: int,
    row_version: int,
    tag_format: int,
) -> bytes:
    parts = [
        canonical.encode(
            installation_id, table.__tablename__, tag_format, folder_id, key_version, row_version
        )
    ]
    shape = _shape(table)
    # Names are put in canonical form once per process: a list makes this message for every row.
    for name, since in shape.sealed.items():
        if since <= tag_format:
            cell: bytes | None = values(name)
            parts += [
                shape.named[name],
                canonical.encode_part(None if cell is None else digests.sha256(cell)),
            ]
    for name, since in shape.bound.items():
        if since <= tag_format:
            parts += [shape.named[name], canonical.encode_part(_part(values(name)))]
    return b"".join(parts)


def _part(value: Any) -> Part:
    if type(value) in _AS_THEY_ARE:
        as_it_is: Part = value
        return as_it_is
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    part: Part = value
    return part


def _has_newer_columns(table: type[Tagged], values: Values, tag_format: int) -> bool:
    """Tell whether a column newer than the tag holds a value: the tag does not cover it, so nothing vouches for it."""
    shape = _shape(table)
    newer = [name for name, since in (shape.bound | shape.sealed).items() if since > tag_format]
    return any(values(name) is not None for name in newer)


@dataclass(frozen=True)
class _Shape:
    """A table's bound columns and sealed cells by name, each with the first tag format that includes it.

    The row's version is named separately, because a row that is stored again gets the next one.
    """

    bound: dict[str, int]
    sealed: dict[str, int]
    primary_key: tuple[str, ...]

    @cached_property
    def named(self) -> dict[str, bytes]:
        """Each name in its canonical form."""
        return {name: canonical.encode(name) for name in (*self.sealed, *self.bound)}


_SHAPES: dict[type[Model], _Shape] = {}


def _shape(table: type[Model]) -> _Shape:
    known = _SHAPES.get(table)
    if known is None:
        mapper = inspect(table)
        columns = {
            each.key: each.columns[0].info for each in sorted(mapper.column_attrs, key=lambda a: a.key)
        }
        known = _SHAPES[table] = _Shape(
            bound={k: i["since"] for k, i in columns.items() if i.get("held") == "bound" and k != "version"},
            sealed={k: i["since"] for k, i in columns.items() if i["kind"] == "sealed"},
            primary_key=tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key),
        )
    return known
