"""The trail as people read it: filtered, paged, limited to what their role may see, with codes instead of names."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, select, true

from app.audit.chain_links import chained, fitting, subject_list, subjects_in
from app.audit.visits import is_one_visit
from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.foundation.roles import Role
from app.unit_of_work import UnitOfWork, Visibility
from models.audit_event import AuditEvent, AuditSubject
from models.staff_member import StaffMember

C = TypeVar("C")

EVENTS_A_PAGE = 50
VISIT_AT_MOST = 30
"""How far a page of the trail goes on, so that the events of one visit stay together."""
EVENTS_TRIED = 100
"""How many events of a choice are looked at before it is left out of a filter."""
COUNTS = frozenset({"event", "events", "seq"})
"""Facts in older events that named a number of the trail; nobody is shown them."""


def subjects_of_action(work: UnitOfWork, action: str, ids: Iterable[UUID]) -> set[UUID]:
    """Return those of these records that an action in the trail was about; the caller may read the records.

    Events that do not fit the chain are ignored.
    """
    wanted = set(ids)
    about = select(AuditSubject.seq).where(AuditSubject.subject_id.in_(wanted))
    query = select(AuditEvent).where(AuditEvent.action == action, AuditEvent.seq.in_(about))
    events = chained(work.session, work.session.scalars(query)) if wanted else []
    return wanted & {subject for event in events for subject in subjects_in(event)}


def told_about(work: UnitOfWork, actions: Collection[str], subject_id: UUID) -> dict[UUID, datetime]:
    """Return what these actions were about together with one record: each last-named subject, and when it was told.

    The record that an action made is named last. Events that do not fit the chain are ignored.
    """
    about = select(AuditSubject.seq).where(AuditSubject.subject_id == subject_id)
    query = select(AuditEvent).where(AuditEvent.action.in_(actions), AuditEvent.seq.in_(about))
    events = chained(work.session, work.session.scalars(query.order_by(AuditEvent.seq)))
    return {named[-1]: event.at for event in events if subject_id in (named := subject_list(event))}


def first_told(work: UnitOfWork, record_id: UUID) -> datetime | None:
    """Return when the trail first mentions a record, by events that fit the chain; None if it never does."""
    about = select(AuditSubject.seq).where(AuditSubject.subject_id == record_id)
    query = select(AuditEvent).where(AuditEvent.seq.in_(about)).order_by(AuditEvent.seq)
    events = chained(work.session, work.session.scalars(query))
    return next((event.at for event in events if record_id in subjects_in(event)), None)


class Circle(Enum):
    """Whether the reader is in the safeguarding circle, as the signed directory says."""

    MEMBER = "member"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class TrailFilter:
    """What to show; None means no filter. `until` is the day after the last one shown."""

    actor_id: UUID | None = None
    subject_id: UUID | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    page: int = 1


@dataclass(frozen=True)
class Subject:
    """What an event was about, by code; `code` is empty if there is none, or this reader may not see it."""

    id: UUID
    kind: str
    code: str


@dataclass(frozen=True)
class TrailLine:
    """One event, in words that name only colleagues.

    `seq` is its number in the chain. It is None for a reader who does not see every event, because the gaps would
    count the rest.
    """

    seq: int | None
    at: datetime
    actor_id: UUID | None
    actor: str
    role: Role | None
    action: str
    base: str
    subjects: tuple[Subject, ...]
    folders: int
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TrailPage:
    """One page of the trail. `has_refused` says that events were left out because they are not what was recorded."""

    lines: tuple[TrailLine, ...]
    has_refused: bool
    has_more: bool
    actions: tuple[str, ...]
    people: tuple[tuple[UUID, str], ...]

    @property
    def is_numbered(self) -> bool:
        """Whether the reader sees every event, and therefore the numbers."""
        return any(line.seq is not None for line in self.lines)


@dataclass(frozen=True)
class Names:
    """What the packages above provide: signed names and roles, names of bases, kind and code of unchanged records."""

    people: Mapping[UUID, str]
    roles: Mapping[UUID, Role]
    bases: Mapping[UUID, str]
    sound_codes: Callable[[set[UUID]], Mapping[UUID, tuple[str, str]]]


def trail_page(work: UnitOfWork, wanted: TrailFilter, *, circle: Circle, names: Names) -> TrailPage:
    """Return a page of the trail, newest first, limited to what this person may see."""
    visible = visible_events(work, circle)
    rows, has_more = _on_page(work, select(AuditEvent).where(visible, *_filters(wanted)), wanted.page)
    shown = _chained(work, rows, wanted.subject_id)
    event = select(AuditEvent.seq).where(visible)
    actors = _of_sound_events(work, _actors(visible), lambda id_: event.where(AuditEvent.actor_id == id_))
    actions = _of_sound_events(work, _actions(visible), lambda name: event.where(AuditEvent.action == name))
    people = {id_: names.people[id_] for id_ in actors if id_ in names.people}
    return TrailPage(
        lines=tuple(_lines(work, shown, names, is_numbered=_sees_all(work, circle))),
        has_refused=len(shown) < len(rows),
        has_more=has_more,
        actions=tuple(sorted(actions)),
        people=tuple(sorted(people.items(), key=lambda pair: pair[1])),
    )


def _on_page(work: UnitOfWork, query: Select[AuditEvent], page: int) -> tuple[list[AuditEvent], bool]:
    """Return the events of one page, newest first, and whether more follow.

    The events of a visit stand on the page that it begins on: a page goes on until its last visit is whole, and the
    next one leaves out what that was. Both go as far as VISIT_AT_MOST, so none is left out altogether.
    """
    before = 1 if page > 1 else 0
    offset = (page - 1) * EVENTS_A_PAGE - before
    query = query.order_by(AuditEvent.seq.desc()).offset(offset)
    rows = list(work.session.scalars(query.limit(before + EVENTS_A_PAGE + VISIT_AT_MOST + 1)))
    first = _end_of_visit(rows, before) if before else 0
    last = _end_of_visit(rows, before + EVENTS_A_PAGE)
    return rows[first:last], len(rows) > last


def _end_of_visit(rows: Sequence[AuditEvent], start: int) -> int:
    """Return the first position from `start` on that begins another visit than the one before it."""
    end = start
    while end < min(len(rows), start + VISIT_AT_MOST) and is_one_visit(rows[end - 1], rows[end]):
        end += 1
    return min(end, len(rows))


def _of_sound_events(
    work: UnitOfWork, query: Select[C, int | None], events_of: Callable[[C], Select[int]]
) -> list[C]:
    """Return the choices of a filter, each known from an event that fits the chain.

    One event of each is looked at. Where that was changed, others are: whoever changed one event hides nobody.
    """
    found = [(choice, seq) for choice, seq in work.session.execute(query) if seq is not None]
    sound = fitting(work.session, (seq for _, seq in found))
    return [choice for choice, seq in found if seq in sound or _has_sound(work, events_of(choice))]


def _has_sound(work: UnitOfWork, events: Select[int]) -> bool:
    return bool(fitting(work.session, work.session.scalars(events.limit(EVENTS_TRIED))))


def _actors(visible: ColumnElement[bool]) -> Select[UUID, int | None]:
    """Return the query for everybody who did something visible, with one such event each: one look-up per colleague."""
    of_one = select(AuditEvent.seq).where(AuditEvent.actor_id == StaffMember.id, visible)
    return select(StaffMember.id, of_one.limit(1).scalar_subquery())


def _actions(visible: ColumnElement[bool]) -> Select[str, int | None]:
    """Return the query for the visible actions, which jumps from one action to the next in the index."""
    known = select(func.min(AuditEvent.action).label("name")).cte("known", recursive=True)
    following = select(func.min(AuditEvent.action)).where(AuditEvent.action > known.c.name).scalar_subquery()
    known = known.union_all(select(following).where(known.c.name.is_not(None)))
    of_one = select(AuditEvent.seq).where(AuditEvent.action == known.c.name, visible)
    return select(known.c.name, of_one.limit(1).scalar_subquery()).where(known.c.name.is_not(None))


def _chained(work: UnitOfWork, rows: Sequence[AuditEvent], subject_id: UUID | None) -> list[AuditEvent]:
    """Leave out events that were changed after they were recorded, or that are found by a subject they do not name."""
    sound = chained(work.session, rows)
    return [row for row in sound if subject_id is None or subject_id in subjects_in(row)]


def visible_events(work: UnitOfWork, circle: Circle) -> ColumnElement[bool]:
    """Return which events the person may see: their base's, the system's, or all.

    Only members of the safeguarding circle see its events: being named for the circle opens nothing here.
    """
    reach = reach_of(work.person, Permission.AUDIT_READ)
    programme = AuditEvent.visibility == Visibility.PROGRAMME.value
    system = AuditEvent.visibility == Visibility.SYSTEM.value
    seen: dict[Reach | None, ColumnElement[bool]] = {
        None: false(),
        Reach.SYSTEM: system,
        Reach.BASE: and_(programme, AuditEvent.base_id == work.person.base_id),
        Reach.ALL: programme | system,
    }
    closed = AuditEvent.visibility == Visibility.SAFEGUARDING.value
    own = closed if circle is Circle.MEMBER else false()
    return seen[reach] | own


def _sees_all(work: UnitOfWork, circle: Circle) -> bool:
    return circle is Circle.MEMBER and reach_of(work.person, Permission.AUDIT_READ) is Reach.ALL


def _filters(wanted: TrailFilter) -> Iterable[ColumnElement[bool]]:
    about = select(AuditSubject.seq).where(AuditSubject.subject_id == wanted.subject_id)
    yield AuditEvent.actor_id == wanted.actor_id if wanted.actor_id else true()
    yield AuditEvent.seq.in_(about) if wanted.subject_id else true()
    yield AuditEvent.action == wanted.action if wanted.action else true()
    yield AuditEvent.at >= wanted.since if wanted.since else true()
    yield AuditEvent.at < wanted.until if wanted.until else true()


def _lines(
    work: UnitOfWork, rows: Iterable[AuditEvent], names: Names, *, is_numbered: bool
) -> list[TrailLine]:
    rows = list(rows)
    bodies = {row.seq: json.loads(row.body) for row in rows}
    wanted = {UUID(text) for body in bodies.values() for text in body["subjects"]}
    codes = _codes(work, wanted, names)
    return [
        TrailLine(
            seq=row.seq if is_numbered else None,
            at=row.at,
            actor_id=row.actor_id,
            actor=names.people.get(row.actor_id, "") if row.actor_id else "",
            role=names.roles.get(row.actor_id) if row.actor_id else None,
            action=row.action,
            base=names.bases.get(row.base_id, "") if row.base_id else "",
            subjects=tuple(codes[UUID(text)] for text in bodies[row.seq]["subjects"] if UUID(text) in codes),
            folders=len(bodies[row.seq]["folders"]),
            facts=tuple(
                (name, str(value))
                for name, value in sorted(bodies[row.seq]["facts"].items())
                if value and name not in COUNTS
            ),
        )
        for row in rows
    ]


def _codes(work: UnitOfWork, ids: set[UUID], names: Names) -> dict[UUID, Subject]:
    """Return codes of children, cases and colleagues; readers without access to records get colleagues only."""
    found = {id_: Subject(id_, "staff", names.people[id_]) for id_ in ids if id_ in names.people}
    if reach_of(work.person, Permission.AUDIT_READ) is Reach.SYSTEM:
        return found
    sound = names.sound_codes(ids)
    return found | {id_: Subject(id_, kind, code) for id_, (kind, code) in sound.items()}
