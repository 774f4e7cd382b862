"""Writes the parts of the documents that follow from the code: `python -m tests.architecture.generated`."""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Column, Table

import app
import models
from app.foundation.roles import Flag, Role
from app.keyring.admitting import CIRCLES_OF_FLAG, CIRCLES_OF_ROLE
from app.keyring.policy import POLICY, CircleKind, Duty, Holders
from models.mapping import Model
from tests.architecture.drawing import draw
from tests.architecture.source import HOUSE

KEYS_PAGE = HOUSE / "docs" / "keys.md"
COLUMNS_PAGE = HOUSE / "docs" / "columns.md"
BEGIN = "<!-- from here: written by tests/architecture/generated.py -->"
END = "<!-- to here -->"
HOW = "bring docs/ up to date: .venv/bin/python -m tests.architecture.generated"

KINDS = ("readable", "sealed", "key material")
"""What `models.mapping` lets a column be: readable in one of its five ways, `sealed()` or `key_material()`."""

HELD = ("bound", "signed", "chained", "derived", "free")
"""What `models.mapping` lets a readable column be held by."""
UNDECIDED = "not decided"
REASONED = {
    "signed": ("Signed, and read from there", "where it is signed"),
    "derived": ("Derived: it finds and sorts, and something else tells", "what tells"),
    "free": ("Free: a lie there harms nobody", "why"),
}
"""What holds a column and must say by what, with the heading of its list and of the list's last column."""


def import_every_room() -> None:
    """Import all of `app`, so that every room has declared its documents and scopes."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.endswith("__main__"):  # that one runs a command
            importlib.import_module(module.name)


def tables() -> list[Table]:
    """Return every table of the models, by name."""
    assert models.__path__  # importing the package registered them
    return sorted(Model.metadata.tables.values(), key=lambda table: table.name)


def table_names() -> dict[str, str]:
    """Return the name of each table by the name of its class."""
    return {mapper.class_.__name__: mapper.class_.__tablename__ for mapper in Model.registry.mappers}


def kind_of(column: Column[object]) -> str | None:
    """Return how a column was declared, or None when it was not."""
    kind = column.info.get("kind")
    return kind if kind in KINDS else None


def held_of(column: Column[object]) -> str | None:
    """Return what holds a readable column, or None when that was not decided yet."""
    held = column.info.get("held")
    return held if held in HELD else None


def columns_part() -> str:
    """Return the page's part: every column and what holds it, then where and why, and how many there are."""
    return "\n\n".join([_counts(), columns_table(), *map(_reasons, REASONED)])


def _counts() -> str:
    readable = [each for table in tables() for each in table.columns if kind_of(each) == "readable"]
    counted = Counter(held_of(each) or UNDECIDED for each in readable)
    told = ", ".join(f"{counted[held]} {held}" for held in (*HELD, UNDECIDED) if counted[held])
    return f"{len(readable)} readable columns: {told}."


def columns_table() -> str:
    """Return the list of all columns as a Markdown table, one line a table of the database."""
    lines = [_row("table", "bound", "held otherwise", "sealed", "key material"), _row(*["---"] * 5)]
    for table in tables():
        kinds = [[f"`{c.name}`" for c in table.columns if kind_of(c) == kind] for kind in KINDS[1:]]
        cells = [", ".join(_names(table, "bound")), _held_otherwise(table), *map(", ".join, kinds)]
        lines.append(_row(f"`{table.name}`", *cells))
    return "\n".join(lines)


def _held_otherwise(table: Table) -> str:
    named = {held: _names(table, held) for held in (*HELD[1:], UNDECIDED)}
    return "; ".join(f"{held}: {', '.join(names)}" for held, names in named.items() if names)


def _names(table: Table, held: str) -> list[str]:
    readable = (each for each in table.columns if kind_of(each) == "readable")
    return [f"`{each.name}`" for each in readable if (held_of(each) or UNDECIDED) == held]


def _reasons(held: str) -> str:
    """Return where the columns of one kind of holder are held, or why nothing holds them; alike ones in one line."""
    alike: dict[tuple[str, str], list[str]] = {}
    for table in tables():
        for column in table.columns:
            if kind_of(column) == "readable" and held_of(column) == held:
                alike.setdefault((table.name, column.info["by"]), []).append(f"`{column.name}`")
    title, by = REASONED[held]
    lines = [f"### {title}", "", _row("table", "columns", by), _row(*["---"] * 3)]
    lines += [_row(f"`{table}`", ", ".join(names), reason) for (table, reason), names in alike.items()]
    return "\n".join(lines)


def holders_table() -> str:
    """Return which folder is granted to whom as a Markdown table, in the policy's own order."""
    lines = [_row("folder", "circles", "people"), _row("---", "---", "---")]
    lines += [_row(_code(kind), _codes(held.circles), _people(held)) for kind, held in POLICY.items()]
    return "\n".join(lines)


def _people(holders: Holders) -> str:
    # A set has no order of its own; the page needs one.
    people = [f"assigned {_code(duty)}" for duty in Duty if duty in holders.duties]
    people += ["the shift's team"] if holders.with_team else []
    people += ["whoever made it"] if holders.with_maker else []
    people += ["the club's leaders"] if holders.with_leaders else []
    people += ["the outside member"] if holders.with_outside else []
    return ", ".join(people)


def members_table() -> str:
    """Return which circles each role and each flag belongs to as a Markdown table."""
    places: list[tuple[Role | Flag, tuple[CircleKind, ...]]] = [*CIRCLES_OF_ROLE.items()]
    places += [(flag, (circle,)) for flag, circle in CIRCLES_OF_FLAG.items()]
    lines = [_row("role or flag", "circles"), _row("---", "---")]
    return "\n".join([*lines, *(_row(_code(who), _codes(circles)) for who, circles in places)])


def keys_part() -> str:
    """Return both tables of the page on keys."""
    return f"{holders_table()}\n\n{members_table()}"


def _code(code: StrEnum) -> str:
    return f"`{code.value}`"


def _codes(codes: Iterable[StrEnum]) -> str:
    return ", ".join(map(_code, codes))


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def generated_part(page: Path) -> str:
    """Return what stands between the two marks of a page."""
    _, _, rest = page.read_text("utf-8").partition(BEGIN)
    part, _, _ = rest.partition(END)
    return part.strip()


def write_part(page: Path, part: str) -> None:
    """Put a new text between the two marks of a page and leave the rest as it is."""
    before, mark, rest = page.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"{page.name} has lost its marks")
    page.write_text(f"{before}{BEGIN}\n\n{part}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    write_part(KEYS_PAGE, keys_part())
    write_part(COLUMNS_PAGE, columns_part())
    draw()
