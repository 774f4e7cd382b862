"""Refuses days on which a child was not born yet, where the day of birth is known."""

from datetime import date
from uuid import UUID

from app.children.children import see_child
from app.foundation.errors import NoKey, NotAllowedNow, NotVisible
from app.unit_of_work import UnitOfWork


def refuse_before_birth(work: UnitOfWork, child_id: UUID, day: date) -> None:
    """Raise NotAllowedNow (`before-born`) for a day before the child's date of birth.

    An age in years refuses nothing, because it is a guess. Neither does a profile that this person cannot open.
    """
    try:
        profile = see_child(work, child_id).profile
    except (NotVisible, NoKey):
        return
    born_on = profile.age.born_on if profile is not None and profile.age is not None else None
    if born_on is not None and day < born_on:
        raise NotAllowedNow("before-born")
