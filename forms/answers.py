"""What the answers of all forms are called, so that a form that was kept can be read without its page."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from wtforms import BooleanField, Form

TICKED = "y"


def answer_label(name: str, value: str) -> str:
    """Return what a choice is called that was sent under that name; "" for what somebody typed.

    Forms may use a name for different fields: an answer that is called differently in two of them is named by the
    first.
    """
    return _answers().get((name.rpartition("-")[-1], value), "")


@cache
def _answers() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for form in _all_forms(Form):
        for name in dir(form):
            for value, label in _answers_of(getattr(form, name)):
                found.setdefault((name, value), label)
    return found


def _all_forms(base: type[Form]) -> Iterator[type[Form]]:
    for form in base.__subclasses__():
        yield form
        yield from _all_forms(form)


def _answers_of(declared: Any) -> Iterator[tuple[str, str]]:
    """Yield each answer that a declared field offers, with its label; those that a view offers are not known here."""
    kind = getattr(declared, "field_class", None)
    if kind is None:
        return
    if issubclass(kind, BooleanField):
        yield TICKED, str(declared.args[0] if declared.args else "")
    for value, label, *_rest in declared.kwargs.get("choices") or ():
        if value:
            yield str(value), str(label)
