"""Tells the codes of children, each checked with the name-card key of its base."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.unit_of_work import Remembered, UnitOfWork
from models.child import Child

_CODES: Remembered[dict[UUID, str]] = Remembered(dict)
"""The codes that were looked up, by child."""


def codes_of_children(work: UnitOfWork, child_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the codes of children whose ids were found through a permission, each read once in a transaction.

    The code is empty for a child whose row was changed outside, because it might be another child's.
    """
    wanted, known = set(child_ids), work.remember(_CODES)
    if wanted - known.keys():
        rows = work.session.scalars(select(Child).where(Child.id.in_(wanted - known.keys()))).all()
        fits = board_fits(work, rows)
        known.update({row.id: "" if fits[row.id] is Fit.CHANGED else row.code for row in rows})
    return {id_: known[id_] for id_ in wanted if id_ in known}
