"""Says which id in an address belongs to which, so that no address opens a record under another parent."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.foundation.errors import NotVisible
from app.unit_of_work import UnitOfWork

Column = InstrumentedAttribute[Any]

ADDRESSES: dict[tuple[str, str], list[tuple[Column, Column | None]]] = {}
"""How to check two consecutive ids of an address, by their names: what the second id's row says of the first.

Where the second id may be a row of any of several tables, there is one way for each.
"""


def declare_address(parent: str, child: str, column: Column, *, of: Column | None = None) -> None:
    """Declare how the row that `child` names shows that it belongs to `parent`: its `column` holds the parent's id.

    With `of`, a column of the parent's table, the two rows must agree: a consent belongs to the child of a case. A
    name that stands for rows of several tables is declared for each.
    """
    ADDRESSES.setdefault((parent, child), []).append((column, of))


def refuse_undeclared(rule: str, names: Sequence[str]) -> None:
    """Raise LookupError for an address whose ids have no declared relation; a page with one cannot start."""
    missing = [pair for pair in pairwise(names) if pair not in ADDRESSES]
    if missing:
        raise LookupError(f"{rule}: declare_address is missing for {missing}")


def check_address(work: UnitOfWork, names: Sequence[str], values: Mapping[str, UUID]) -> None:
    """Raise NotVisible unless each id in an address belongs to the one before it.

    An id that does not exist and an id of another parent's record get the same answer. The scope decides whether the
    person may see either.
    """
    for parent, child in pairwise(names):
        if not _lies_under(work, (parent, child), values[parent], values[child]):
            raise NotVisible(child)


def _lies_under(work: UnitOfWork, names: tuple[str, str], parent_id: UUID, child_id: UUID) -> bool:
    return any(_says_so(work, way, parent_id, child_id) for way in ADDRESSES[names])


def _says_so(work: UnitOfWork, way: tuple[Column, Column | None], parent_id: UUID, child_id: UUID) -> bool:
    column, of = way
    table = column.class_
    query = select(table.id).where(table.id == child_id)
    if of is None:
        query = query.where(column == parent_id)
    else:
        parent = aliased(of.class_)
        query = query.join(parent, getattr(parent, of.key) == column).where(parent.id == parent_id)
    return work.session.scalar(query) is not None
