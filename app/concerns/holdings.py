"""The concerns that a colleague who leaves has and did not close; supervision holds their keys and goes on."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_

from app.access.scope import has, scoped
from app.concerns.concern_status import ConcernStatus, concern_statuses
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.concern_states import ConcernState
from app.keyring.known_directory import directory_for
from app.offers.holdings import Held
from app.unit_of_work import UnitOfWork
from models.concern import Concern

CONCERN = N_("Concern they received")
GOES_ON = N_("It stays received. Whoever answers for concerns sees on Today that nobody has it.")
NOBODY_HAS_IT = N_("Whoever had this concern has left")


def held(work: UnitOfWork, staff_id: UUID) -> list[Held]:
    """Return the open concerns that somebody has: they received them, or a colleague handed them over."""
    return [
        Held("concern", each.id, each.id, CONCERN, each.reference, stays=GOES_ON)
        for each in _taken_by(work, [staff_id])
    ]


def left_behind(work: UnitOfWork) -> list[DueItem]:
    """Return open concerns whose holder's account is closed: nobody has them since."""
    people = directory_for(work).people.values()
    gone = {one.id: one for one in people if not one.enabled}
    items = []
    for each in _taken_by(work, gone) if gone else ():
        left_at = gone[each.taken_by].disabled_at if each.taken_by else None
        since = local_day(left_at or work.now)
        items.append(DueItem(since, "concern", each.id, NOBODY_HAS_IT, each.reference, is_late_since=True))
    return items


def _taken_by(work: UnitOfWork, staff_ids: Iterable[UUID]) -> list[ConcernStatus]:
    """Return the open concerns that one of these people has, by the receipts."""
    if not has(work, Permission.CONCERN_TRIAGE):
        return []
    wanted = set(staff_ids)
    query = scoped(work, Concern, Permission.CONCERN_TRIAGE).where(
        Concern.state == ConcernState.ACKNOWLEDGED.value,
        or_(Concern.held_by.in_(wanted), Concern.acknowledged_by.in_(wanted)),
    )
    rows = work.session.scalars(query.order_by(Concern.acknowledged_at)).all()
    return [
        each
        for each in concern_statuses(work, rows).values()
        if each.state is ConcernState.ACKNOWLEDGED and each.taken_by in wanted
    ]
