"""Who saw a child's records: what the trail says of each colleague and page, first time, last time and how often."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from app.audit.chain_links import chained, subjects_in
from app.unit_of_work import UnitOfWork
from models.audit_event import AuditEvent, AuditSubject

EVENTS_AT_MOST = 5000
"""How many events one sheet counts, the newest ones; where there are more, the sheet says so."""
PROVED_AT_ONCE = 400
SHEET_READ = "trail.seen_by"
"""That somebody read such a sheet is in the trail; it shows the code alone, and would soon be most of the next one."""
LISTED, OPENED = "listed", "opened"
OF_LISTS = f".{LISTED}"


class Way(StrEnum):
    """How somebody came to see a child: a record was opened, something was done with it, or a line was shown."""

    OPENED = "opened"
    DID = "did"
    LISTED = "listed"


@dataclass(frozen=True)
class Sighting:
    """One way in which one person saw a child, on one page: from when to when, and at how many moments.

    `page` is the page's name in the code; it is empty for what no page was opened for, and in events from before the
    trail said so. `action` is the event's own code where something was done.
    """

    actor_id: UUID | None
    way: Way
    page: str
    action: str
    first: datetime
    last: datetime
    times: int


@dataclass(frozen=True)
class Sightings:
    """All sightings in a time, who saw last first; `has_refused`: events were left out that were changed outside."""

    each: tuple[Sighting, ...]
    has_refused: bool
    is_cut: bool


def sightings(
    work: UnitOfWork,
    subjects: Collection[UUID],
    visible: ColumnElement[bool],
    *,
    since: datetime,
    until: datetime,
) -> Sightings:
    """Return who saw any of these subjects from `since` until before `until`, by the events `visible` lets through.

    Events that do not fit the chain, or do not themselves name a subject, are not counted.
    """
    in_time = (AuditEvent.at >= since, AuditEvent.at < until, AuditEvent.action != SHEET_READ)
    query = _about(subjects).where(visible, *in_time)
    newest = query.order_by(AuditEvent.seq.desc()).limit(EVENTS_AT_MOST + 1)
    rows = list(work.session.scalars(newest))
    counted = rows[:EVENTS_AT_MOST]
    sound = [event for event in _proved(work, counted) if subjects_in(event) & set(subjects)]
    return Sightings(_together(sound), len(sound) < len(counted), len(rows) > EVENTS_AT_MOST)


def _about(subjects: Collection[UUID]) -> Select[AuditEvent]:
    named = select(AuditSubject.seq).where(AuditSubject.subject_id.in_(subjects))
    return select(AuditEvent).where(AuditEvent.seq.in_(named))


def _proved(work: UnitOfWork, events: Iterable[AuditEvent]) -> Iterable[AuditEvent]:
    """Yield the events that fit the chain, some at a time: each is proved by the one before and the one after."""
    left = iter(events)
    while some := list(islice(left, PROVED_AT_ONCE)):
        yield from chained(work.session, some)


def _together(newest_first: Iterable[AuditEvent]) -> tuple[Sighting, ...]:
    moments: dict[tuple[UUID | None, Way, str, str], list[datetime]] = {}
    for event in newest_first:
        way = way_of(event.action)
        page = str(json.loads(event.body)["facts"].get("page") or "")
        key = (event.actor_id, way, page, event.action if way is Way.DID else "")
        seen = moments.setdefault(key, [])
        # Several events of one request are one look at the page.
        if not seen or seen[-1] != event.at:
            seen.append(event.at)
    each = [
        Sighting(actor_id, way, page, action, first=seen[-1], last=seen[0], times=len(seen))
        for (actor_id, way, page, action), seen in moments.items()
    ]
    return tuple(_by_person(each))


def _by_person(each: list[Sighting]) -> list[Sighting]:
    """Sort so that a person's lines stand together: who saw last first, and of each person what was last."""
    newest: dict[UUID | None, datetime] = {}
    for one in each:
        newest[one.actor_id] = max(one.last, newest.get(one.actor_id, one.last))
    order = sorted(newest, key=lambda actor_id: (newest[actor_id], str(actor_id)), reverse=True)
    place = {actor_id: number for number, actor_id in enumerate(order)}
    return sorted(each, key=lambda one: (place[one.actor_id], -one.last.timestamp()))


def way_of(action: str) -> Way:
    """Return how an event of this name saw what it is about."""
    if action == OPENED:
        return Way.OPENED
    return Way.LISTED if action == LISTED or action.endswith(OF_LISTS) else Way.DID
