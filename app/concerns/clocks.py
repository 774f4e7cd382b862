"""The clocks of concerns: the time by which somebody must acknowledge one. They never pause."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.bases.known import pack_of_base
from app.foundation.vocabulary.urgencies import ACKNOWLEDGE_WITHIN, Urgency
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Deadline:
    """A deadline, as seen from now. `seconds` are those left, or those since it passed."""

    at: datetime
    seconds: int
    is_late: bool


def deadline(due_at: datetime, *, now: datetime) -> Deadline:
    """Return how a due time looks from now; it is late from the first moment after it."""
    left = due_at - now
    return Deadline(due_at, abs(int(left.total_seconds())), left < timedelta(0))


def acknowledge_within(work: UnitOfWork, base_id: UUID | None, urgency: Urgency) -> timedelta:
    """Return the clock for an urgency: the base pack's, or the default one for people without a base."""
    if base_id is None:
        return ACKNOWLEDGE_WITHIN[urgency]
    return pack_of_base(work, base_id).acknowledge_within(urgency)


def step_within(work: UnitOfWork, base_id: UUID, urgency: Urgency) -> timedelta:
    """Return by when the first step after taking a concern is due, by the base's pack."""
    return pack_of_base(work, base_id).step_within(urgency)


def moved_due(
    due_at: datetime, *, posted_at: datetime, before: timedelta, after: timedelta, called_again: bool
) -> datetime:
    """Return the due time under another urgency: counted from posting, or from the addition that called again.

    `before` and `after` are the clocks of the old and the new urgency.
    """
    start = due_at - before if called_again else posted_at
    return start + after
