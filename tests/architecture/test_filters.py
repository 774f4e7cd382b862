"""A list whose filter says that it stays is kept by its view, and is never left empty without a way back."""

import ast
import re

from tests.architecture.source import HOUSE, Module, listed, modules

TEMPLATES = HOUSE / "app" / "templates"
BAR = re.compile(r"\{%-? call filter_bar\((?P<given>.*?)\) -?%\}")
CLEARS = re.compile(r"""empty\(.*(?:clear="yes"|\?clear=yes)""")
KEEPER = "filters_stay"


def staying() -> set[str]:
    """Return the templates that draw a filter which stays, below app/templates."""
    found = set()
    for path in TEMPLATES.rglob("*.html"):
        bars = [match["given"] for match in BAR.finditer(path.read_text("utf-8"))]
        if any("stays=false" not in given for given in bars):
            found.add(str(path.relative_to(TEMPLATES)))
    return found


def functions(module: Module) -> list[ast.FunctionDef]:
    """Return the functions of a module."""
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)]


def drawn_by(function: ast.FunctionDef) -> set[str]:
    """Return the templates that a function names."""
    words = [node.value for node in ast.walk(function) if isinstance(node, ast.Constant)]
    return {word for word in words if isinstance(word, str) and word.endswith(".html")}


def keeps(function: ast.FunctionDef) -> bool:
    """Tell whether the function is decorated to keep a filter."""
    return any(isinstance(each, ast.Name) and each.id == KEEPER for each in function.decorator_list)


def test_what_says_that_it_stays_is_kept_and_the_other_way_round() -> None:
    views = [each for module in modules() if module.within("views") for each in functions(module)]
    shown = staying()
    forgets = [each.name for each in views if drawn_by(each) & shown and not keeps(each)]
    promises_nothing = [each.name for each in views if keeps(each) and not drawn_by(each) & shown]
    drawn = {template for each in views if keeps(each) for template in drawn_by(each)}

    assert len(shown) >= 7
    assert not forgets, listed(forgets)
    assert not promises_nothing, listed(promises_nothing)
    assert shown <= drawn, listed(shown - drawn)


def test_a_list_that_a_kept_filter_left_empty_leads_to_all_of_it() -> None:
    without = [name for name in staying() if not CLEARS.search((TEMPLATES / name).read_text("utf-8"))]

    assert not without, listed(without)
