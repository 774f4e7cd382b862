"""What a sealed column holds: a frozen dataclass, written as canonical JSON and read back strictly.

One document per column, not one column per field: a record's fields then cannot be mixed between versions, their
lengths are padded together, and a new optional field needs no migration of ciphertext (decision 0001).
"""

import json
from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from cattrs import BaseValidationError, Converter
from cattrs.preconf.json import make_converter

from app.foundation.errors import WillNotOpen

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")

SEALED_DOCUMENTS: dict[type[Any], tuple[str, str]] = {}
"""Every document type, with the table and column it is sealed in: the registry that the marker test reads."""


def sealed_in(table: str, column: str) -> Callable[[type[D]], type[D]]:
    """Declare the one column a document type is sealed in. Use it above `@dataclass(frozen=True)`."""

    def register(document: type[D]) -> type[D]:
        if not is_dataclass(document):
            raise TypeError(f"{document.__name__} is not a dataclass")
        SEALED_DOCUMENTS[document] = (table, column)
        return document

    return register


def _make_converter() -> Converter:
    converter = make_converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(UUID, str)
    converter.register_structure_hook(UUID, lambda text, _: UUID(text))
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(datetime, lambda moment: moment.isoformat())
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    return converter


_CONVERTER = _make_converter()


def to_bytes(document: "DataclassInstance") -> bytes:
    """Return the canonical JSON of a document, UTF-8."""
    plain = _CONVERTER.unstructure(document)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_bytes(document_type: type[D], data: bytes) -> D:
    """Read a document back. Raises WillNotOpen when the JSON does not fit the type."""
    try:
        return _CONVERTER.structure(json.loads(data), document_type)
    except (ValueError, TypeError, KeyError, BaseValidationError) as error:
        raise WillNotOpen(f"not a {document_type.__name__}") from error
