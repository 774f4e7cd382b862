"""Forms are made of the fields that refuse what no column keeps; no form brings a field of its own."""

import ast
import importlib

from wtforms import Form

from app.rooms import WORDS
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


def test_a_form_marks_its_own_fields_for_reasons_that_rooms_have_words_for() -> None:
    unknown = [
        f"{form.__name__}: {reason}: {name}"
        for form in forms_of_ours()
        for reason, name in getattr(form, "marks", {}).items()
        if reason not in WORDS.reasons or not hasattr(form, name)
    ]
    assert not unknown, listed(unknown)
