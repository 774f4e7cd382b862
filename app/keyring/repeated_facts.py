"""Rows that only repeat what is signed elsewhere. Each room says how to compare its rows with the statement.

Pages read the statement. A row that says something else misleads no reader, but may still hide a record from a list
that selects by it; the sweep reports that.
"""

from collections.abc import Callable, Sequence
from typing import Any

from app.unit_of_work import UnitOfWork
from models.mapping import Model

Misfits = Callable[[UnitOfWork, Sequence[Any]], Sequence[Any]]
"""Returns the rows that do not repeat what is signed."""

REPEATS: dict[type[Model], Misfits] = {}
"""Every table with such rows."""


def declare_repeats(table: type[Model], misfits: Misfits) -> None:
    """Declare how to compare a table's rows with what they repeat."""
    REPEATS[table] = misfits
