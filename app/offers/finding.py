"""What a room offers to the search box: how its records are found by words, and how they are shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Protocol
from uuid import UUID

from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork

LONGEST_QUESTION = 120


class Tier(IntEnum):
    """How surely a record is meant; what is surer comes first, whichever room it is from."""

    NAME = 1
    DESCRIPTION = 2
    FAINT_NAME = 3


@dataclass(frozen=True)
class Candidate:
    """A record that a question may mean, before it is opened: how surely, 0–100 within its tier.

    Of those equally sure, the newest `at` comes first; without it, they stay in the room's order. `form` is the form of
    the name that fits; empty for a description.
    """

    record_id: UUID
    tier: Tier
    score: int
    at: datetime | None = None
    form: str = ""


class LookFor(Protocol):
    """How to find candidates."""

    def __call__(self, work: UnitOfWork, asked: str, *, at_most: int) -> Sequence[Candidate]:
        """Return the likeliest records within the person's scope and keys, at most so many, best first."""
        ...


class Show(Protocol):
    """How to open what was found."""

    def __call__(self, work: UnitOfWork, found: Sequence[Candidate], *, locale: str) -> Mapping[UUID, Any]:
        """Return a line for each record, by its id, checked as for any page; one no longer there is left out."""
        ...


def _nothing(_work: UnitOfWork) -> int:
    return 0


@dataclass(frozen=True, kw_only=True)
class Findable:
    """One kind of record that the search box finds by words. `kind` names its page and the part that draws its line.

    Whoever lacks the permission is not asked about it.
    """

    kind: str
    permission: Permission
    look_for: LookFor
    show: Show
    unread: Callable[[UnitOfWork], int] = _nothing
    """How many records were not looked through yet, asked after `look_for`: the next question goes on with them."""
