"""A person's place on a case, as the key directory states it: while it is in force, and after it has ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.keyring.policy import Duty


class Ending(StrEnum):
    """How an assignment ended. The codes are stored in the statement that ends it."""

    ENDED = "ended"
    BEGUN_BY_MISTAKE = "begun_by_mistake"
    """The person was never meant to work on the case."""


@dataclass(frozen=True)
class KnownAssignment:
    """A person's signed place on a case: since when, and who stated it (None: the root, for a director).

    `gives_back` is the earlier assignment that was ended by mistake, if this one takes its place.
    """

    id: UUID
    case_id: UUID
    staff_id: UUID
    duty: Duty
    base_id: UUID | None
    since: datetime
    stated_by: UUID | None
    gives_back: UUID | None = None


@dataclass(frozen=True)
class EndedAssignment:
    """An assignment that has ended: when, by whom (None: the root, for a director) and how."""

    assignment: KnownAssignment
    until: datetime
    ended_by: UUID | None
    ending: Ending
