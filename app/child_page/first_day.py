"""Tells whether a date of birth or an age is later than something that is recorded of the child."""

from uuid import UUID

from app.children.births import why_before_birth
from app.children.documents import Age
from app.foundation.chronology import FirstDay
from app.rooms import ROOMS
from app.unit_of_work import UnitOfWork


def record_before_birth(work: UnitOfWork, child_id: UUID, age: Age | None) -> FirstDay | None:
    """Return the earliest record of a child, if a child of that age was not born yet then; nothing is opened.

    Only what this person reaches is asked: nobody learns from it that there is anything else.
    """
    if age is None:
        return None
    days = (each for room in ROOMS for each in room.first_days(work, child_id))
    first = min(days, key=lambda each: each.day, default=None)
    return first if first is not None and why_before_birth(age, first.day) else None
