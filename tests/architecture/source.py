"""Reads the house's own files, so that its shape can be tested."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
ROOTS = ("app", "models", "views", "forms")


@dataclass(frozen=True)
class Import:
    """One name that a module imports. `inside` is the function it happens in, or None at the top."""

    name: str
    inside: str | None

    def reaches(self, *packages: str) -> bool:
        """Tell whether the name is one of these packages, or something in one."""
        return any(self.name == package or self.name.startswith(f"{package}.") for package in packages)


@dataclass(frozen=True)
class Module:
    """One Python module of the house: its dotted name, its file and what was parsed from it."""

    name: str
    path: Path
    tree: ast.Module

    def within(self, *packages: str) -> bool:
        """Tell whether the module is one of these packages, or in one."""
        return Import(self.name, None).reaches(*packages)

    def imports(self) -> list[Import]:
        """Return every import of the module, those inside functions included."""
        return list(_imports(self.tree, None))


def _imports(node: ast.AST, inside: str | None) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, inside) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from (Import(f"{child.module}.{alias.name}", inside) for alias in child.names)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _imports(child, child.name)
        else:
            yield from _imports(child, inside)


@cache
def modules() -> tuple[Module, ...]:
    """Return every Python module under the four roots of the application."""
    return tuple(_module(path) for root in ROOTS for path in sorted((HOUSE / root).rglob("*.py")))


def _module(path: Path) -> Module:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path, ast.parse(path.read_text("utf-8"), filename=str(path)))


def ignored(name: str) -> bool:
    """Tell whether git ignores a file or folder of this name wherever it lies."""
    patterns = (HOUSE / ".gitignore").read_text("utf-8").split()
    return name == ".git" or any(fnmatch(name, pattern.strip("/")) for pattern in patterns)


def files(*places: str) -> Iterator[Path]:
    """Yield every file of the house that belongs to it, or those under some of its folders."""
    for place in [HOUSE / name for name in places] or [HOUSE]:
        for path in sorted(place.iterdir()) if place.is_dir() else []:
            if not ignored(path.name):
                yield from files(str(path.relative_to(HOUSE))) if path.is_dir() else [path]


def shown(path: Path) -> str:
    """Return a path as it reads from the top of the house."""
    return str(path.relative_to(HOUSE))


def listed(found: Iterable[object]) -> str:
    """Return what was found one a line, for a test to say as it fails."""
    return "\n".join(["", *map(str, found)])
