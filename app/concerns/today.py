"""What this room offers Today: concerns to acknowledge."""

from app.access.scope import scoped
from app.concerns.concern_status import concern_statuses
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary import urgencies
from app.foundation.vocabulary.concern_states import ConcernState
from app.unit_of_work import UnitOfWork
from models.concern import Concern


def due_items(work: UnitOfWork) -> list[DueItem]:
    """Return what waits for this person to acknowledge it, first due first, by codes; nothing is opened.

    `code` is the reference, `label` the urgency.
    """
    query = scoped(work, Concern, Permission.CONCERN_TRIAGE)
    waiting = work.session.scalars(query.where(Concern.state == ConcernState.WAITING.value)).all()
    items = [
        DueItem(
            due_on=local_day(each.due(work.now)),
            kind="concern",
            record_id=each.id,
            title=N_("Acknowledge a concern"),
            code=each.reference,
            label=urgencies.LABELS[each.urgency],
            due_at=each.due(work.now),
            is_changed=each.is_changed,
        )
        for each in concern_statuses(work, waiting).values()
        if each.waits
    ]
    return sorted(items, key=lambda item: (item.due_at or work.now, item.code))
