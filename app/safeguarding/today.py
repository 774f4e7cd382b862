"""What this room offers Today, for members of the circle only: what waits there, and the circle itself."""

from datetime import timedelta

from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.vocabulary import urgencies
from app.keyring.known_directory import directory_for
from app.keyring.safeguarding_acts import acts_under_way, living_members, safeguarding_circle
from app.safeguarding.circle import is_member, waits_for_renewal
from app.safeguarding.pages import waiting_allegations
from app.unit_of_work import UnitOfWork

TOLD_FOR = timedelta(days=30)
"""How long a former member is told at sign-in that they are one no more."""


def due_items(work: UnitOfWork) -> list[DueItem]:
    """Return what waits to be acknowledged, first due first; then the circle, if somebody who knew its secret is out.

    `kind` is `allegation`, `code` the reference, `label` the urgency; or `kind` is `safeguarding`. A change of the
    circle that is under way is told to its members, and for a month to whoever is a member no more that they are not.
    """
    items = sorted(_allegations(work), key=lambda item: (item.due_at or work.now, item.code))
    circle_id = waits_for_renewal(work)
    if circle_id is not None:
        title = N_("Renew the safeguarding circle: somebody is no longer in it")
        items.append(DueItem(local_day(work.now), "safeguarding", circle_id, title, code="", is_waiting=True))
    return items + _changes(work)


def _changes(work: UnitOfWork) -> list[DueItem]:
    directory, me, now = directory_for(work), work.person.id, work.now
    circle, titles = safeguarding_circle(directory), []
    if is_member(work) and acts_under_way(directory, now):
        titles.append(N_("A change of the safeguarding circle is under way: look, agree or refuse"))
    recent = [each for each in directory.circle_changes if now - each.at < TOLD_FOR]
    if any(each.person == me for each in recent) and me not in living_members(directory):
        titles.append(N_("You are not in the safeguarding circle any more: see when that changed"))
    if circle is None:
        return []
    return [
        DueItem(local_day(now), "safeguarding-change", circle.id, title, code="", is_waiting=True)
        for title in titles
    ]


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
