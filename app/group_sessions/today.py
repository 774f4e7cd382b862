"""What group sessions have due: those whose time has passed, and of which nobody has said how they went."""

from datetime import date

from sqlalchemy import select

from app.access.scope import has, scoped
from app.foundation.access_rules import reach_of
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.group_sessions import GroupState
from app.group_sessions.leading import leaders_of
from app.group_sessions.reading import GroupView, open_sessions
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession, GroupSessionLeader

KIND = "group_session"
TELL = N_("Say how the group session went, or that it was not held")
AT_MOST = 50


def due_sessions(work: UnitOfWork, *, until: date) -> list[DueItem]:  # noqa: ARG001 - only what is over is due
    """Return each session that is over and not written up: those the person leads; supervisors are told of all."""
    if not has(work, Permission.GROUP_WRITE):
        return []
    query = scoped(work, GroupSession, Permission.GROUP_WRITE).where(
        GroupSession.state == GroupState.PLANNED.value,
        GroupSession.ends_at <= work.now,
        GroupSession.mistake_id.is_(None),
    )
    if not _supervises(work):
        led = select(GroupSessionLeader.session_id).where(GroupSessionLeader.staff_id == work.person.id)
        query = query.where(GroupSession.id.in_(led))
    rows = work.session.scalars(query.order_by(GroupSession.ends_at).limit(AT_MOST)).all()
    return [_item(work, view) for view in open_sessions(work, rows)]


def _item(work: UnitOfWork, view: GroupView) -> DueItem:
    if view.is_changed:
        return DueItem(local_day(work.now), KIND, view.id, TELL, "", is_changed=True)
    leads = work.person.id in leaders_of(work, view.id)
    return DueItem(
        due_on=local_day(view.begins_at),
        kind=KIND,
        record_id=view.id,
        title=TELL,
        code="",
        detail=view.plan.place if view.plan else "",
        due_at=view.ends_at,
        assignee_id=work.person.id if leads else None,
        whose="" if leads else ", ".join(mate.name for mate in view.leaders),
    )


def _supervises(work: UnitOfWork) -> bool:
    return reach_of(work.person, Permission.SHIFT_WRITE) is Reach.BASE
