"""What is due next in a child's case, for people who may read the case file."""

from uuid import UUID

from app.foundation.chronology import DueItem
from app.rooms import ROOMS
from app.unit_of_work import UnitOfWork


def next_of(work: UnitOfWork, case_id: UUID) -> tuple[DueItem, ...]:
    """Return what is due in an open case, soonest first."""
    items = [item for room in ROOMS for item in room.due_of_case(work, case_id)]
    return tuple(sorted(items, key=lambda item: (item.due_on, item.kind)))
