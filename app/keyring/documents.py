"""What a sealed column holds: a frozen dataclass, written as canonical JSON and read back strictly.

One document per column, not one column per field: a record's fields then cannot be mixed between versions, their
lengths are padded together, and a new optional field needs no migration of ciphertext (decision 0001).

A shape that changes otherwise is a new version. No migration holds keys, so what was sealed in an earlier version is
brought forward as it is read, and lies in the new one when it is next sealed (decision 0013).
"""

import json
from collections.abc import Callable, Sequence
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

Step = Callable[[dict[str, Any]], dict[str, Any]]
"""Brings what was read of one version, as plain JSON, to the shape of the next."""

VERSION = "_version"
"""Where a document says its version, beside its fields. Version 1 says nothing, as all did before there was another."""

_STEPS: dict[type[Any], tuple[Step, ...]] = {}


def sealed_in(table: str, column: str, *, earlier: Sequence[Step] = ()) -> Callable[[type[D]], type[D]]:
    """Declare the one column a document type is sealed in. Use it above `@dataclass(frozen=True)`.

    `earlier` holds one step for each version there was: from 1 to 2, from 2 to 3. Steps are added and never removed.
    """

    def register(document: type[D]) -> type[D]:
        if not is_dataclass(document):
            raise TypeError(f"{document.__name__} is not a dataclass")
        SEALED_DOCUMENTS[document] = (table, column)
        _STEPS[document] = tuple(earlier)
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
    """Return the canonical JSON of a document, UTF-8, with its version unless that is the first."""
    plain = _CONVERTER.unstructure(document)
    steps = _STEPS.get(type(document), ())
    if steps:
        plain[VERSION] = 1 + len(steps)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_bytes(document_type: type[D], data: bytes) -> D:
    """Read a document of any version back, as it would be written today.

    Raises WillNotOpen when the JSON does not fit the type, or says a version that is not known here.
    """
    try:
        plain = _brought_forward(json.loads(data.decode()), _STEPS.get(document_type, ()))
        return _CONVERTER.structure(plain, document_type)
    except (ValueError, TypeError, LookupError, AttributeError, BaseValidationError) as error:
        raise WillNotOpen(f"not a {document_type.__name__}") from error


def _brought_forward(plain: Any, steps: Sequence[Step]) -> Any:
    version = 1
    if isinstance(plain, dict) and VERSION in plain:
        version = plain.pop(VERSION)
        if version not in range(2, len(steps) + 2):
            raise ValueError("a version that is not known")
    for step in steps[version - 1 :]:
        plain = step(plain)
    return plain
