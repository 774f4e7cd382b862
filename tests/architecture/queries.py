"""Finds in the source every query that reaches a table of programme records without a scope."""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tests.architecture.source import Module, shown

BEGINS = {"select", "exists", "update", "delete", "scoped"}
LOADS = {"get", "get_one"}
WIDENS = {"join", "outerjoin", "select_from", "add_columns", "with_only_columns"}
CUTS = {"scoped", "condition"}


@dataclass(frozen=True)
class Use:
    """A query in a function that reaches a table no scope cuts in it."""

    place: str
    """File, function and table class: what a use is allowed under. The line is left out because it moves."""
    line: int

    def __str__(self) -> str:
        return f"{self.place} (line {self.line})"


def unscoped(module: Module, tables: Collection[str]) -> Iterator[Use]:
    """Yield the uses in one module of the tables, given by class name, that nothing there cuts.

    What cuts is `scoped` or `condition` for that table, in the query itself or in a variable it is built from.
    A table held in a variable counts too, because it could be any.
    """
    classes = _model_classes(module)
    for name, body in _functions(module.tree):
        reader = _Reader(body, {known: model for known, model in classes.items() if model in tables})
        for query in reader.queries:
            for model in sorted(reader.reached(query) | reader.variables(query, classes)):
                yield Use(f"{shown(module.path)} {name}: {model}", query.lineno)


def _model_classes(module: Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "models"
        for alias in node.names
    }


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield each outermost function of a module or of its classes, then what stands outside of them."""
    outside = ast.Module(body=[], type_ignores=[])
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{node.name}.{inner.name}", inner
        else:
            outside.body.append(node)
    yield "outside of functions", outside


class _Reader:
    """Reads the queries of one function."""

    def __init__(self, body: ast.AST, tables: dict[str, str]) -> None:
        self._tables = tables
        self._parents = {child: node for node in ast.walk(body) for child in ast.iter_child_nodes(node)}
        begun = [node for node in ast.walk(body) if isinstance(node, ast.Call) and _begins(node)]
        self.queries = list(dict.fromkeys(map(self._whole, begun)))
        self._cut: dict[str, set[str]] = {}
        for node in ast.walk(body):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    self._cut.setdefault(_last_name(target), set()).update(self._cut_in(node.value))

    def _whole(self, node: ast.expr) -> ast.expr:
        """Return a query from where it begins to the last call of its chain."""
        parent = self._parents.get(node)
        if isinstance(parent, ast.Attribute) or (isinstance(parent, ast.Call) and parent.func is node):
            return self._whole(parent)
        return node

    def reached(self, query: ast.expr) -> set[str]:
        """Return the tables a query names and nothing cuts."""
        names = {node.id for node in self._own(query) if isinstance(node, ast.Name)}
        return {self._tables[name] for name in names & self._tables.keys()} - self._cut_in(query)

    def variables(self, query: ast.expr, classes: Collection[str]) -> set[str]:
        """Return the variables that stand where a table or a column would."""
        found: set[str] = set()
        for node in self._own(query):
            if isinstance(node, ast.Call) and _begins(node) and _last_name(node.func) not in WIDENS | CUTS:
                first = node.args[:1] if isinstance(node.func, ast.Attribute) else node.args
                found |= {each.id for each in first if isinstance(each, ast.Name) and each.id not in classes}
        return found

    def _cut_in(self, expression: ast.expr) -> set[str]:
        cut: set[str] = set()
        for node in self._own(expression):
            if isinstance(node, ast.Name):
                cut |= self._cut.get(node.id, set())
            elif isinstance(node, ast.Call) and _last_name(node.func) in CUTS:
                cut |= {self._tables.get(_last_name(argument), "") for argument in node.args[1:2]}
        return cut

    def _own(self, expression: ast.expr) -> Iterator[ast.AST]:
        """Yield the parts of an expression, leaving out queries inside of it, which are read by themselves."""
        waiting: list[ast.AST] = [expression]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in ast.iter_child_nodes(node) if child not in self.queries]


def _begins(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in BEGINS
    if not isinstance(call.func, ast.Attribute):
        return False
    on = call.func.value
    if call.func.attr in LOADS:
        return _last_name(on) == "session"
    return call.func.attr in WIDENS and isinstance(on, ast.Name)


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
