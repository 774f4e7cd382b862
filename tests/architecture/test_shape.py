"""The house keeps its shape: fixed top level, small files, short functions, names that say something."""

import ast
import os
import re

import pytest

from tests.architecture.source import HOUSE, ROOTS, Module, files, ignored, listed, modules, shown

TOP_LEVEL = {
    # the house
    *("app", "models", "views", "forms", "instance", "migrations", "tests", "requirements.txt", "README.md"),
    # beside it
    *("wayhome", "pyproject.toml", ".ci", "docs", "bench", "frontend"),
    # what those need
    *("LICENSE", ".gitignore", "requirements.in", "requirements-dev.in", "requirements-dev.txt"),
}
LONGEST_FILE_LINES = 400
LONGEST_FUNCTION_LINES = 40
LONGEST_VIEW_LINES = 20
EMPTY_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}


def test_the_top_level_holds_only_what_it_should() -> None:
    found = {path.name for path in HOUSE.iterdir() if not ignored(path.name)}

    assert found <= TOP_LEVEL, f"not of the house: {sorted(found - TOP_LEVEL)}"


@pytest.mark.parametrize("door", ["wayhome", ".ci/run"])
def test_the_front_doors_can_be_opened(door: str) -> None:
    assert os.access(HOUSE / door, os.X_OK)


def test_no_file_is_too_long() -> None:
    lengths = {
        shown(path): len(path.read_text("utf-8").splitlines())
        for path in files(*ROOTS)
        if path.suffix in {".py", ".html"}
    }
    too_long = {name: length for name, length in lengths.items() if length > LONGEST_FILE_LINES}

    assert lengths
    assert not too_long, listed(too_long.items())


def function_lengths(module: Module) -> dict[str, int]:
    """Return the lines of each function, from `def` to its end."""
    functions = [
        node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return {
        f"{shown(module.path)}:{each.lineno} {each.name}": (each.end_lineno or 0) - each.lineno + 1
        for each in functions
    }


def test_no_function_is_too_long() -> None:
    lengths = {name: length for module in modules() for name, length in function_lengths(module).items()}
    too_long = {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION_LINES}

    assert lengths
    assert not too_long, listed(too_long.items())


def test_views_lie_in_the_folder_of_their_room() -> None:
    flat = [path.name for path in (HOUSE / "views").glob("*.py") if path.name != "__init__.py"]
    assert flat == [], "views/<room>/{pages,form,words}.py; what all rooms share lies in views/web"


def test_no_view_does_more_than_parse_call_and_render() -> None:
    views = [
        (f"{module.name} {each.name}", (each.end_lineno or 0) - each.lineno + 1)
        for module in modules()
        if module.within("views")
        for each in ast.walk(module.tree)
        if isinstance(each, ast.FunctionDef)
        and any(ast.unparse(given).startswith("bp.") for given in each.decorator_list)
    ]

    assert views
    assert not [view for view in views if view[1] > LONGEST_VIEW_LINES]


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = [
        shown(path)
        for path in files(*ROOTS, "tests", "migrations", "bench")
        if path.suffix == ".py"
        and EMPTY_NAMES & set("_".join(path.relative_to(HOUSE).with_suffix("").parts).split("_"))
    ]

    assert not empty, listed(empty)


LOCAL_ALREADY = {"local", "typed", "given", "to_typed", "astimezone"}


def days_of_utc(module: Module) -> list[str]:
    """Return where a moment becomes a day with `.date()` that was not brought to local time in plain sight."""
    calls = [
        node.func
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date"
    ]
    return [
        f"{shown(module.path)}:{call.lineno} {ast.unparse(call)}()"
        for call in calls
        if not LOCAL_ALREADY & set(re.findall(r"\w+", ast.unparse(call.value)))
    ]


def test_no_day_is_counted_in_utc() -> None:
    found = [place for module in modules() for place in days_of_utc(module)]

    assert not found, listed(found)
