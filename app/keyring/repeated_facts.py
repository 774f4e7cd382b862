"""Rows that only repeat what is signed elsewhere: each room says how a row of its table is held against the statement.

Pages read the statement. A row that says something else misleads nobody who looks at it, and may still hide a record
from a list that selects by it: the sweep tells.
"""

from collections.abc import Callable, Sequence
from typing import Any

from app.unit_of_work import UnitOfWork
from models.mapping import Model

Misfits = Callable[[UnitOfWork, Sequence[Any]], Sequence[Any]]
"""Returns those of the rows that do not repeat what is signed."""

REPEATS: dict[type[Model], Misfits] = {}
"""Every table with such rows."""


def declare_repeats(table: type[Model], misfits: Misfits) -> None:
    """Say how rows of a table are held against what they repeat."""
    REPEATS[table] = misfits
