"""What this room tells Today, and members of the circle alone: what waits there, and the circle itself."""

from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.vocabulary import urgencies
from app.safeguarding.circle import waits_for_renewal
from app.safeguarding.pages import waiting_allegations
from app.unit_of_work import UnitOfWork


def due_items(work: UnitOfWork) -> list[DueItem]:
    """Return what waits to be acknowledged, the first due first, then the circle when somebody is out who knew it.

    `kind` is `allegation`, `code` the reference, `label` the urgency; or `safeguarding`.
    """
    items = sorted(_allegations(work), key=lambda item: (item.due_at or work.now, item.code))
    circle_id = waits_for_renewal(work)
    if circle_id is not None:
        title = N_("Renew the safeguarding circle: somebody is no longer in it")
        items.append(DueItem(local_day(work.now), "safeguarding", circle_id, title, code="", is_waiting=True))
    return items


def _allegations(work: UnitOfWork) -> list[DueItem]:
    return [
        DueItem(
            due_on=local_day(line.clock.at),
            kind="allegation",
            record_id=line.id,
            title=N_("Acknowledge what was sent to safeguarding"),
            code=line.reference,
            label=urgencies.LABELS[line.urgency],
            due_at=line.clock.at,
            is_changed=line.is_changed,
        )
        for line in waiting_allegations(work)
        if line.clock is not None
    ]
