"""Between a form and a document: what is called the same is the same, and everything else is said where it is used."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from wtforms import Field, FieldList, Form, FormField

from app.foundation.moments import MomentInput
from forms.fields import is_blank
from views.web.form_reading import uuid_or_none

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")


def fields_of(*documents: "DataclassInstance | None", **given: Any) -> dict[str, Any]:
    """Return what a form shows of documents, by the names of their fields, and what is `given` beside or instead.

    Of a document that is None nothing is shown. What the form has no field for is left out by the form.
    """
    shown = {
        field.name: _shown(getattr(document, field.name))
        for document in documents
        if document is not None
        for field in fields(document)
    }
    return shown | given


def document_from(form: Form, kind: type[D], **given: Any) -> D:
    """Return the document that a checked form says, each field from the form's field of that name.

    `given` says what the form does not: a value, or a field of the form that goes by another name. Rows in which
    nothing was written are left out. Raises TypeError for a field that nothing is said of, so that none is forgotten.
    """
    hints = _hints(kind)
    answers = {}
    for name in (field.name for field in fields(kind)):
        if name not in given and name not in form:
            raise TypeError(f"{type(form).__name__} says nothing of {kind.__name__}.{name}")
        said = given[name] if name in given else form[name]
        answers[name] = _answer(said, hints[name]) if isinstance(said, Field) else said
    return kind(**answers)


def moment_from(day: Field, hour: Field) -> MomentInput:
    """Return the moment that two fields of a checked form say; its hour may be unknown."""
    if day.data is None:
        raise ValueError("read from a form that was not checked")
    return MomentInput(day.data, hour.data)


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _shown(said: Any) -> Any:
    if isinstance(said, StrEnum):
        return said.value
    if isinstance(said, tuple):
        return [_shown(each) for each in said]
    return fields_of(said) if is_dataclass(said) and not isinstance(said, type) else said


def _answer(field: Field, hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_one(each, get_args(hint)[0]) for each in _several(field))
    if isinstance(field, FormField):
        return document_from(field.form, hint)
    return _one(field.data, hint)


def _several(field: Field) -> Iterable[Any]:
    if not isinstance(field, FieldList):
        return field.data or ()
    return (row.form for row in field if not is_blank(row.form))


def _one(said: Any, hint: Any) -> Any:
    if isinstance(said, Form):
        return document_from(said, hint)
    kinds = [kind for kind in get_args(hint) or (hint,) if kind is not NoneType]
    if kinds == [str]:
        return said or ""
    if said in (None, ""):
        if NoneType in get_args(hint):
            return None
        raise ValueError("read from a form that was not checked")
    if kinds == [UUID]:
        return uuid_or_none(said)
    return kinds[0](said) if issubclass(kinds[0], StrEnum) else said
