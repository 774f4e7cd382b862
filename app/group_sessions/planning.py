"""Plans a group session, and changes its plan: when and where, who leads it, and to which children it is offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.access.scope import require
from app.bases.known import pack_of_base, zone_of
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import AlreadyDone, NotAllowedNow, Refused
from app.foundation.local_time import in_zone, local_day, to_utc
from app.foundation.permissions import Permission
from app.foundation.vocabulary.group_sessions import GroupKind, GroupState
from app.group_sessions.documents import GroupPlan, GroupReport
from app.group_sessions.leading import add_leaders, check_leaders, lead_with_others, leaders_of
from app.group_sessions.loading import GroupInHand, keep_children, session_in_hand
from app.group_sessions.picking import children_meant
from app.keyring.assigning import state_team
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from app.mistakes.earlier import keep_earlier
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession

BEFORE_IT_BEGINS = timedelta(hours=1)
"""How long before it begins somebody may write how it went: people come early."""


@dataclass(frozen=True)
class GroupInput:
    """What is typed of a session. `codes` names children who were not ticked, by their codes."""

    plan: GroupPlan
    held_on: date
    begins: time
    ends: time
    leaders: tuple[UUID, ...]
    children: tuple[UUID, ...] = ()
    codes: str = ""


def plan_session(work: UnitOfWork, group_id: UUID, kind: GroupKind, new: GroupInput) -> UUID:
    """Plan a session: who leads it is stated, and its folder is granted to them and to the office.

    Raises Refused, AlreadyDone for a form sent twice; NotAllowedNow with `group-times`, `leaders-missing`,
    `leaders-strange`, `leads-not-self`, `unknown-area`, what `children_meant` raises, or what a day that cannot be
    meant raises.
    """
    require(work, Permission.GROUP_WRITE)
    base_id = work.person.base_id
    earlier = work.session.get(GroupSession, group_id)
    if earlier is not None and (earlier.written_by, earlier.kind) == (work.person.id, kind):
        raise AlreadyDone(record_id=group_id)
    if earlier is not None or base_id is None:
        raise Refused(Permission.GROUP_WRITE.value)
    check_leaders(work, base_id, new.leaders, were=())
    begins_at, ends_at = _span(work, base_id, new)
    children = _children(work, kind, new, base_id=base_id)
    plan = _plan(work, base_id, kind, new)
    state_team(work, group_id, new.leaders, base_id=base_id)
    folder = make_folder(work, FolderKind.GROUP_SESSION, base_id=base_id, shift_id=group_id)
    row = GroupSession(
        id=group_id,
        kind=kind.value,
        base_id=base_id,
        folder_id=folder.id,
        held_on=new.held_on,
        begins_at=begins_at,
        ends_at=ends_at,
        state=GroupState.PLANNED.value,
        written_by=work.person.id,
        written_at=work.now,
    )
    folder.write(row, plan)
    work.session.flush()
    add_leaders(work, group_id, new.leaders)
    keep_children(work, row, folder, children)
    subjects = [group_id, *children, *new.leaders]
    work.record("group.planned", subjects=subjects, folders=[folder.id], base_id=base_id)
    return group_id


def change_session(work: UnitOfWork, group_id: UUID, new: GroupInput, *, version: int) -> None:
    """Change what was planned, also of a session that was held: one that was on another day is moved.

    One that was said not to be held, and is still to come, is planned again by it.

    Raises as `plan_session`, Conflict for a stale version, and NotAllowedNow with `group-ahead` for one that was held
    and would lie ahead, `child-came-there` for a child who came, or `leaders-not-yours`.
    """
    hand = session_in_hand(work, group_id, version=version)
    row = hand.row
    check_leaders(work, row.base_id, new.leaders, were=leaders_of(work, row.id))
    begins_at, ends_at = _span(work, row.base_id, new)
    if row.state == GroupState.HELD:
        refuse_ahead(work, begins_at)
    children = _children(work, hand.kind, new, base_id=row.base_id, known=hand.children)
    if hand.report is not None and not hand.report.children <= set(children):
        raise NotAllowedNow("child-came-there")
    plan = _plan(work, row.base_id, hand.kind, new)
    is_planned_again = row.state == GroupState.CANCELLED and begins_at > work.now
    if not is_planned_again and _is_same(work, hand, plan, new, (begins_at, ends_at), children):
        raise AlreadyDone(record_id=group_id)
    keep_earlier(work, hand.folder, row, GroupReport if is_planned_again else GroupPlan, named=hand.children)
    if is_planned_again:
        row.state, row.report, row.reported_by, row.reported_at = GroupState.PLANNED.value, None, None, None
    row.held_on, row.begins_at, row.ends_at = new.held_on, begins_at, ends_at
    folder = lead_with_others(work, row, hand.folder, new.leaders)
    with work.session.no_autoflush:
        folder.write(row, plan)
    work.session.flush()
    keep_children(work, row, folder, children)
    subjects = [*dict.fromkeys((*hand.subjects, *children, *new.leaders))]
    work.record(
        "group.changed", subjects=subjects, folders=[folder.id], base_id=row.base_id, version=row.version
    )


def refuse_ahead(work: UnitOfWork, begins_at: datetime) -> None:
    """Raise NotAllowedNow (`group-ahead`) for a session that is still to come: nobody came to it yet."""
    if begins_at - work.now > BEFORE_IT_BEGINS:
        raise NotAllowedNow("group-ahead")


def _is_same(
    work: UnitOfWork,
    hand: GroupInHand,
    plan: GroupPlan,
    new: GroupInput,
    span: tuple[datetime, datetime],
    children: Sequence[UUID],
) -> bool:
    there = (hand.plan, (hand.row.begins_at, hand.row.ends_at), set(hand.children))
    same_leaders = set(leaders_of(work, hand.row.id)) == set(new.leaders)
    return same_leaders and there == (plan, span, set(children))


def _span(work: UnitOfWork, base_id: UUID, new: GroupInput) -> tuple[datetime, datetime]:
    """Return the moments of a session at its base, on one day. Raises NotAllowedNow (`group-times`)."""
    with in_zone(zone_of(work, base_id)):
        refuse_unlikely(DayMeaning.PLANNED, new.held_on, local_day(work.now))
        if new.ends <= new.begins:
            raise NotAllowedNow("group-times")
        return (
            to_utc(datetime.combine(new.held_on, new.begins)),
            to_utc(datetime.combine(new.held_on, new.ends)),
        )


def _children(
    work: UnitOfWork, kind: GroupKind, new: GroupInput, *, base_id: UUID, known: Sequence[UUID] = ()
) -> tuple[UUID, ...]:
    """Return the children to whom a session is offered; adults are counted, and no child is of their sessions."""
    if kind.is_for_adults:
        return ()
    return children_meant(work, new.children, new.codes, base_id=base_id, known=known)


def _plan(work: UnitOfWork, base_id: UUID, kind: GroupKind, new: GroupInput) -> GroupPlan:
    plan = cleaned(new.plan)
    if plan.area and plan.area not in pack_of_base(work, base_id).areas:
        raise NotAllowedNow("unknown-area")
    if not plan.place:
        raise NotAllowedNow("place-missing")
    is_arts, has_topic = kind is GroupKind.ARTS, kind in (GroupKind.PARENTS, GroupKind.TRAINING)
    return GroupPlan(
        place=plan.place,
        area=plan.area,
        materials=plan.materials,
        topic=plan.topic if has_topic else "",
        art_form=plan.art_form if is_arts else "",
        aim=plan.aim if is_arts else "",
        question=plan.question if kind.is_for_adults else "",
    )
