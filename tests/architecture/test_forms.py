"""Forms are made of the fields that refuse what no column keeps; no form brings a field of its own."""

import ast

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
