"""By what marks know a child's words and what was added to a concern, and which of them are marked."""

from collections.abc import Sequence
from typing import Final, TypeVar
from uuid import UUID

from app.mistakes.markables import name_of
from app.mistakes.states import MarkState, marks_of
from app.unit_of_work import UnitOfWork
from models.concern import ConcernAddition
from models.disclosure import Disclosure

PART: Final = "words"
SAID, ADDED = name_of(Disclosure, PART), name_of(ConcernAddition, PART)

R = TypeVar("R", Disclosure, ConcernAddition)


def marks_of_parts(work: UnitOfWork, rows: Sequence[R]) -> dict[UUID, MarkState]:
    """Return how it stands with each row, by its id. The rows were loaded through their permission."""
    return marks_of(work, rows, PART)


def that_count(work: UnitOfWork, rows: Sequence[R]) -> list[R]:
    """Return the rows that were not marked as written by mistake, in their order."""
    marks = marks_of_parts(work, rows)
    return [row for row in rows if not marks[row.id].is_marked]
