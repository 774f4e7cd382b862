"""Forms are made of the fields that refuse what no column keeps; no form brings a field of its own."""

import ast
import importlib

from wtforms import DateField, DateTimeField, Field, Form, WeekField
from wtforms.fields.core import UnboundField

from app.foundation.day_meanings import DayMeaning
from app.rooms import WORDS
from forms.fields import DayField, HourField
from tests.architecture.source import listed, modules

OF_THE_LIBRARY = {
    "BooleanField",  # a tick says yes or no, whatever is sent
    "Field",
    "FieldList",
    "Form",
    "FormField",
    "PasswordField",  # what is typed is hashed as it is, and kept nowhere
    "ValidationError",
}
MAKE_FIELDS = {"forms.fields", "forms.ids"}


def test_forms_use_the_fields_of_this_house() -> None:
    around = [
        f"{module.name}: {alias.name}"
        for module in modules()
        if module.within("forms") and module.name not in MAKE_FIELDS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"wtforms", "wtforms.fields"}
        for alias in node.names
        if alias.name not in OF_THE_LIBRARY
    ]
    assert not around, listed(around)


def forms_of_ours() -> list[type[Form]]:
    """Return every form there is."""
    for module in modules():
        if module.within("forms"):
            importlib.import_module(module.name)
    found, waiting = [], [Form]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.startswith("forms."):
                found.append(each)
    return found


def test_every_day_in_a_form_says_what_it_means() -> None:
    days = {
        (form.__name__, name): field.kwargs.get("means")
        for form in forms_of_ours()
        for name, field in vars(form).items()
        if isinstance(field, UnboundField) and issubclass(field.field_class, DateField)
    }
    without = [name for name, meaning in days.items() if not isinstance(meaning, DayMeaning)]
    assert not without, listed(map(str, without))
    assert len(days) > 20, "a test that finds no days proves nothing"
    unused = set(DayMeaning) - set(days.values()) - {DayMeaning.CONTACT}  # which is counted, and never typed
    assert not unused, listed(map(str, unused))


def test_no_field_for_days_is_made_elsewhere() -> None:
    kinds = [each for kind in (DateField, DateTimeField, WeekField) for each in _kinds_of(kind)]
    ours = {each for each in kinds if not each.__module__.startswith("wtforms")}
    assert ours == {DayField, HourField}, "a time of day has no bounds of its own"


def _kinds_of(kind: type[Field]) -> list[type[Field]]:
    return [each for below in kind.__subclasses__() for each in (below, *_kinds_of(below))]


def _has(form: type[Form], name: str) -> bool:
    """Tell whether a form has a field, or a part of its rows such as `actions.what`."""
    rows, _, part = name.partition(".")
    if not part:
        return hasattr(form, name)
    return part in getattr(form(), rows).append_entry().form


def test_a_form_marks_its_own_fields_for_reasons_that_rooms_have_words_for() -> None:
    unknown = [
        f"{form.__name__}: {reason}: {name}"
        for form in forms_of_ours()
        for reason, name in getattr(form, "marks", {}).items()
        if reason not in WORDS.reasons or not _has(form, name)
    ]
    assert not unknown, listed(unknown)
