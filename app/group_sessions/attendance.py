"""How often a child came to the groups that were offered: for the child's road, and as the dose of a restoration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.access.scope import has, scoped
from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.group_sessions import GroupKind
from app.group_sessions.reading import GroupView, open_sessions
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession, GroupSessionChild


@dataclass(frozen=True)
class Dose:
    """How often a child came to the sessions of one kind that were held and offered; `last_on` is when last."""

    kind: GroupKind
    attended: int
    offered: int
    last_on: date | None


@dataclass(frozen=True)
class Doses:
    """The groups of a child since a day; `is_whole` is false for a reader who reads only the sessions they lead."""

    since: date
    kinds: tuple[Dose, ...]
    changed: int
    is_whole: bool


def rows_of_child(work: UnitOfWork, child_id: UUID, *, since: date | None = None) -> Sequence[GroupSession]:
    """Return the sessions that were offered to a child and that this person reads, newest first; none is opened."""
    if not has(work, Permission.GROUP_READ):
        return []
    of_child = (
        scoped(work, GroupSessionChild, Permission.GROUP_READ)
        .with_only_columns(GroupSessionChild.session_id)
        .where(GroupSessionChild.child_id == child_id)
    )
    query = scoped(work, GroupSession, Permission.GROUP_READ).where(GroupSession.id.in_(of_child))
    if since is not None:
        query = query.where(GroupSession.held_on >= since)
    return work.session.scalars(query.order_by(GroupSession.begins_at.desc(), GroupSession.id)).all()


def doses_of(work: UnitOfWork, child_id: UUID, *, since: date) -> Doses | None:
    """Return how often a child came to each kind of group since a day; None for people who read no groups.

    It is counted from the sessions each time, so a mark or a correction there is a correction here.
    """
    if not has(work, Permission.GROUP_READ):
        return None
    views = open_sessions(work, rows_of_child(work, child_id, since=since))
    held = [view for view in views if view.counts]
    return Doses(
        since=since,
        kinds=tuple(dose_of(kind, held, child_id) for kind in GroupKind if any(v.kind is kind for v in held)),
        changed=sum(view.is_changed for view in views),
        is_whole=reach_of(work.person, Permission.GROUP_READ) is not Reach.OWN,
    )


def dose_of(kind: GroupKind, views: Sequence[GroupView], child_id: UUID) -> Dose:
    """Count the sessions of one kind; `views` are those that were offered to the child, newest first."""
    counted = [view for view in views if view.kind is kind and view.counts]
    came = [view.held_on for view in counted if child_id in view.came]
    return Dose(kind, len(came), len(counted), came[0] if came else None)
