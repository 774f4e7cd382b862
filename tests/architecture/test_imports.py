"""Imports keep to the floors of the house, where import-linter's two contracts do not say it already."""

import sys
from collections.abc import Callable
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source import HOUSE, Import, Module, listed, modules

ABOVE_VIEWS = ("app.factory", "app.request_lifecycle", "app.cli", "app.practice")
FLASK = ("flask", "flask_babel", "flask_login", "flask_sqlalchemy", "flask_wtf")

# What may be imported inside a function, and why it cannot be imported at the top.
INSIDE_FUNCTIONS = {
    "app.factory": "app/__init__.py imports nothing, so that views may import app.* without a circle",
    "app.packets.protection": "it brings pikepdf (0.1 s), which only the making of a packet needs",
    "app.packets.signature": "it brings pyHanko (0.6 s), which only a signed packet needs",
    "weasyprint": "it looks for Pango as it is imported; a machine without Pango still runs all the rest",
}

# What comes with a package we name ourselves and is part of working with it.
COMPANIONS = {
    "asn1crypto": "pyhanko",
    "click": "flask",
    "fontTools": "weasyprint",
    "jinja2": "flask",
    "markupsafe": "flask",
    "pyhanko_certvalidator": "pyhanko",
    "werkzeug": "flask",
}


def assert_every_import(keeps_to_the_rule: Callable[[Module, Import], bool]) -> None:
    """Fail, naming them, if there are imports in the house that break a rule."""
    wrong = [
        f"{module.name} imports {each.name}"
        for module in modules()
        for each in module.imports()
        if not keeps_to_the_rule(module, each)
    ]
    assert not wrong, listed(wrong)


def is_below_views(module: Module) -> bool:
    """Tell whether a module stands on a floor under the views."""
    return module.name != "app" and not module.within("views", *ABOVE_VIEWS)


@pytest.mark.parametrize(
    ("package", "room"), [("cryptography", "app.vault"), ("flask_sqlalchemy", "app.database")]
)
def test_one_room_alone_knows_the_package(package: str, room: str) -> None:
    assert_every_import(lambda module, each: module.within(room) or not each.reaches(package))


@pytest.mark.parametrize("package", ["weasyprint", "pikepdf", "pyhanko"])
def test_one_module_alone_knows_the_package(package: str) -> None:
    knowing = {module.name for module in modules() for each in module.imports() if each.reaches(package)}

    assert len(knowing) <= 1


def test_views_see_services_and_never_what_is_stored_sealed_or_recorded() -> None:
    assert_every_import(
        lambda module, each: (
            not module.within("views") or not each.reaches("models", "app.vault", "app.audit")
        )
    )


def test_nothing_below_the_views_knows_flask_except_the_room_that_joins_it_to_the_database() -> None:
    assert_every_import(
        lambda module, each: (
            not is_below_views(module)
            or not each.reaches(*FLASK)
            or (module.within("app.database") and each.reaches("flask", "flask_sqlalchemy"))
        )
    )


def test_forms_see_the_foundation_only() -> None:
    may_see = ("wtforms", "forms", "app.foundation", *sys.stdlib_module_names)

    assert_every_import(lambda module, each: not module.within("forms") or each.reaches(*may_see))


def test_the_door_of_the_app_imports_nothing_but_types() -> None:
    (door,) = [module for module in modules() if module.name == "app"]
    at_the_top = {each.name for each in door.imports() if each.inside is None}

    assert at_the_top <= {"typing.TYPE_CHECKING", "flask.Flask"}


def test_nothing_is_imported_inside_a_function_without_a_reason() -> None:
    assert_every_import(lambda _, each: each.inside is None or each.reaches(*INSIDE_FUNCTIONS))


def test_every_package_that_is_imported_is_asked_for_by_name() -> None:
    asked_for = set((HOUSE / "requirements.in").read_text("utf-8").replace("[binary]", "").split())
    distributions = packages_distributions()
    ours = {"app", "models", "views", "forms", "_typeshed", *sys.stdlib_module_names}

    def is_asked_for(_: Module, each: Import) -> bool:
        package = each.name.partition(".")[0]
        named = {name.lower().replace("_", "-") for name in distributions.get(package, [])}
        return package in ours or bool(named & asked_for) or COMPANIONS.get(package) in asked_for

    assert_every_import(is_asked_for)
