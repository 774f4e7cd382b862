"""One labelled key for each use of the server's secret: none is taken for something else."""

import ast

from tests.architecture.source import modules, shown


def test_the_key_of_the_visitors_cookie_is_for_nothing_else() -> None:
    used = {
        shown(module.path)
        for module in modules()
        if not shown(module.path).startswith("tests/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "cookie_key"
    }
    assert used == {"app/factory.py"}
