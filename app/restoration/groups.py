"""How often a child came to the groups that were offered while a restoration plan is worked on."""

from datetime import date
from uuid import UUID

from app.case_records.loading import readable_case
from app.foundation.permissions import Permission
from app.group_sessions.attendance import Doses, doses_of
from app.unit_of_work import UnitOfWork


def groups_of_case(work: UnitOfWork, case_id: UUID, *, since: date) -> Doses | None:
    """Return how often the child of a case came to groups since a day; None for people who read no groups.

    Raises NotVisible.
    """
    case = readable_case(work, case_id, Permission.RESTORATION_READ)
    return doses_of(work, case.child_id, since=since)
