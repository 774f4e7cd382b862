"""Cleans every text of a document at once, whatever its fields are called."""

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from app.foundation.text_cleaning import clean_lines

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")


def cleaned(document: D) -> D:
    """Return a document with all its texts as they are stored, those in its rows too. Idempotent."""
    return replace(
        document, **{field.name: _clean(getattr(document, field.name)) for field in fields(document)}
    )


def _clean(said: Any) -> Any:
    # Codes are texts of a type of their own and stay as they are.
    if type(said) is str:
        return clean_lines(said)
    if isinstance(said, tuple):
        return tuple(_clean(each) for each in said)
    return cleaned(said) if is_dataclass(said) and not isinstance(said, type) else said
