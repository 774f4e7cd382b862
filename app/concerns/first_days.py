"""Tells the earliest days of what was raised about a child, and of what the child is said to have said."""

from itertools import islice
from uuid import UUID

from app.access.scope import scoped
from app.concerns.concern_status import concern_statuses
from app.concerns.part_marks import that_count
from app.foundation.chronology import FirstDay
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from models.disclosure import Disclosure

CONCERN, WORDS = N_("Concern"), N_("The child's own words")


def first_days(work: UnitOfWork, child_id: UUID) -> tuple[FirstDay, ...]:
    """Return the day of the first concern that counts, and of the first words; nothing is opened.

    When something was seen is sealed; it was not later than it was raised.
    """
    query = scoped(work, Concern, Permission.CONCERN_READ).where(Concern.child_id == child_id)
    rows = work.session.scalars(query.order_by(Concern.posted_at)).all()
    statuses = concern_statuses(work, rows)
    sound = [each for each in statuses.values() if not each.is_changed and not each.is_mistaken]
    raised = islice((FirstDay(local_day(each.posted_at), CONCERN) for each in sound), 1)
    return (*raised, *_first_words(work, {each.id for each in sound}))


def _first_words(work: UnitOfWork, concern_ids: set[UUID]) -> tuple[FirstDay, ...]:
    if not concern_ids:
        return ()
    query = scoped(work, Disclosure, Permission.CONCERN_READ).where(Disclosure.concern_id.in_(concern_ids))
    heard = that_count(work, work.session.scalars(query.order_by(Disclosure.heard_at)).all())
    return tuple(FirstDay(local_day(each.heard_at), WORDS) for each in heard[:1])
