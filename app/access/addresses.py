"""Which id of an address lies under which, so that an address with two ids opens nothing under another parent."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.foundation.errors import NotVisible
from app.unit_of_work import UnitOfWork

Column = InstrumentedAttribute[Any]

ADDRESSES: dict[tuple[str, str], tuple[Column, Column | None]] = {}
"""By the names of two ids that follow each other in an address: what the second one's row says of the first."""


def declare_address(parent: str, child: str, column: Column, *, of: Column | None = None) -> None:
    """Say how the row that `child` names tells that it lies under `parent`: its `column` holds the parent's id.

    With `of`, a column of the parent's table, the two rows say the same: a consent is of a case's child.
    """
    ADDRESSES[parent, child] = column, of


def refuse_undeclared(rule: str, names: Sequence[str]) -> None:
    """Raise LookupError for an address whose ids nobody said how to compare; such a page cannot start."""
    missing = [pair for pair in pairwise(names) if pair not in ADDRESSES]
    if missing:
        raise LookupError(f"{rule}: declare_address is missing for {missing}")


def check_address(work: UnitOfWork, names: Sequence[str], values: Mapping[str, UUID]) -> None:
    """Raise NotVisible unless each id of an address lies under the one before it.

    An id of nothing and an id of another parent's record get the same answer. Whether the person may see either is
    for the scope to say.
    """
    for parent, child in pairwise(names):
        if not _lies_under(work, (parent, child), values[parent], values[child]):
            raise NotVisible(child)


def _lies_under(work: UnitOfWork, names: tuple[str, str], parent_id: UUID, child_id: UUID) -> bool:
    column, of = ADDRESSES[names]
    table = column.class_
    query = select(table.id).where(table.id == child_id)
    if of is None:
        query = query.where(column == parent_id)
    else:
        parent = aliased(of.class_)
        query = query.join(parent, getattr(parent, of.key) == column).where(parent.id == parent_id)
    return work.session.scalar(query) is not None
