"""What this room tells Today: concerns to acknowledge, and for members of the circle what waits there."""

from app.access.scope import scoped
from app.concerns.allegation_pages import waiting_allegations
from app.concerns.safeguarding import waits_for_renewal
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary import urgencies
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.urgencies import Urgency
from app.unit_of_work import UnitOfWork
from models.concern import Concern


def due_items(work: UnitOfWork) -> list[DueItem]:
    """Return what waits for this person to acknowledge it, the first due first; codes only, nothing is opened.

    `kind` is `concern` or `allegation`, `code` the reference, `label` the urgency; or `safeguarding`, the circle
    itself, when somebody is out who knew its secret. Nobody but its members ever gets those two.
    """
    query = scoped(work, Concern, Permission.CONCERN_TRIAGE)
    waiting = query.where(Concern.state == ConcernState.WAITING.value)
    items = [
        DueItem(
            due_on=local_day(row.due_at),
            kind="concern",
            record_id=row.id,
            title=N_("Acknowledge a concern"),
            code=row.reference,
            label=urgencies.LABELS[Urgency(row.urgency)],
            due_at=row.due_at,
        )
        for row in work.session.scalars(waiting)
    ]
    items += [
        DueItem(
            due_on=local_day(line.clock.at),
            kind="allegation",
            record_id=line.id,
            title=N_("Acknowledge what was sent to safeguarding"),
            code=line.reference,
            label=urgencies.LABELS[line.urgency],
            due_at=line.clock.at,
        )
        for line in waiting_allegations(work)
        if line.clock is not None
    ]
    circle_id = waits_for_renewal(work)
    if circle_id is not None:
        title = N_("Renew the safeguarding circle: somebody is no longer in it")
        items.append(DueItem(local_day(work.now), "safeguarding", circle_id, title, code="", is_waiting=True))
    return sorted(items, key=lambda item: (item.due_at or work.now, item.code))
