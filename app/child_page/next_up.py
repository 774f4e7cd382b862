"""What is due next in a child's case, for those who may read the case file."""

from uuid import UUID

from app.cases import due as of_cases
from app.foundation.chronology import DueItem
from app.placements import due as of_placements
from app.safety_plans import due as of_safety_plans
from app.unit_of_work import UnitOfWork

_SOURCES = (of_cases.due_of_case, of_safety_plans.due_of_case, of_placements.due_of_case)


def next_of(work: UnitOfWork, case_id: UUID) -> tuple[DueItem, ...]:
    """Return what is due in an open case, the soonest first."""
    items = [item for due_of_case in _SOURCES for item in due_of_case(work, case_id)]
    return tuple(sorted(items, key=lambda item: (item.due_on, item.kind)))
