"""Builds the pages of group sessions: one session, what the form of a plan offers, and what was said before."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.access.scope import has, scoped
from app.bases.known import pack_of_base
from app.bases.pack import Pack
from app.children.cards import open_cards
from app.children.codes import codes_of_children
from app.children.names import ChildName, names_of
from app.foundation.errors import ChangedOutside, NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.group_sessions import GroupKind, GroupState
from app.group_sessions.documents import GroupPlan, GroupReport, GroupShown
from app.group_sessions.leading import who_may_lead
from app.group_sessions.mistaken import may_mark
from app.group_sessions.reading import GroupView, open_sessions
from app.group_sessions.scopes import visible_session
from app.keyring.folders import look_in, open_folders
from app.mistakes.earlier import Earlier, earlier_versions
from app.mistakes.states import MarkState, marks_of
from app.outreach.teams import Mate
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession

REMEMBERED = 5
"""The children of as many sessions of the kind are offered to be ticked for the next one."""


@dataclass(frozen=True)
class GroupPage:
    """One session. `names` are its children by id; `shown` is what they chose to show, for those who write here."""

    view: GroupView
    names: Mapping[UUID, ChildName]
    shown: GroupShown | None
    shown_is_changed: bool
    pack: Pack
    marks: MarkState
    may_write: bool
    may_mark: bool
    was_changed: bool
    is_over: bool
    has_begun: bool

    @property
    def asks_how_it_went(self) -> bool:
        """Whether it is over, and nobody has said how it went."""
        return self.view.report is None and self.is_over and not self.view.is_mistaken

    @property
    def may_show(self) -> bool:
        """Whether what children chose to show can be written here."""
        return self.may_write and self.view.kind is GroupKind.ARTS and self.view.state is GroupState.HELD


@dataclass(frozen=True)
class GroupPlanPage:
    """What the form of a plan offers: the people of the base, and the children who were lately in such a group."""

    kind: GroupKind
    base_id: UUID
    people: tuple[Mate, ...]
    children: tuple[ChildName, ...]
    view: GroupView | None = None


@dataclass(frozen=True)
class GroupBefore:
    """What a session's plan, report and what was shown said before; `people` are the codes of the children named."""

    view: GroupView
    plans: tuple[Earlier[GroupPlan], ...]
    reports: tuple[Earlier[GroupReport], ...]
    shown_now: GroupShown | None
    shown: tuple[Earlier[GroupShown], ...]
    people: Mapping[UUID, str]


def group_page(work: UnitOfWork, group_id: UUID) -> GroupPage:
    """Return the page of a session. Raises NotVisible."""
    row = visible_session(work, group_id)
    view = open_sessions(work, [row])[0]
    sound = not view.is_changed and view.plan is not None
    writes = sound and has(work, Permission.GROUP_WRITE)
    look = look_in(open_folders(work, [row.folder_id]).get(row.folder_id), row, GroupShown)
    return GroupPage(
        view=view,
        names=names_of(work, view.offered),
        shown=look.document if writes and row.shown is not None else None,
        shown_is_changed=row.shown is not None and look.is_changed,
        pack=pack_of_base(work, row.base_id),
        marks=marks_of(work, [row])[row.id],
        may_write=writes and not view.is_mistaken,
        may_mark=not view.is_changed and may_mark(work, row),
        was_changed=sound and _was_changed(work, row),
        is_over=view.ends_at <= work.now,
        has_begun=view.begins_at <= work.now,
    )


def plan_page(work: UnitOfWork, kind: GroupKind) -> GroupPlanPage:
    """Return what the form of a new session offers, at the person's base. Raises NotVisible, Refused."""
    base_id = work.person.base_id
    if base_id is None:
        # Nobody without a base may write here; the route's permission has refused them already.
        raise NotVisible("base")
    return _plan_page(work, kind, base_id, None)


def change_page(work: UnitOfWork, group_id: UUID) -> GroupPlanPage:
    """Return what the form of a session's plan offers. Raises NotVisible, Refused, ChangedOutside."""
    row = visible_session(work, group_id, Permission.GROUP_WRITE)
    view = open_sessions(work, [row])[0]
    if view.is_changed:
        raise ChangedOutside("a group session that is not what was written", session=group_id)
    return _plan_page(work, view.kind, row.base_id, view)


def _plan_page(work: UnitOfWork, kind: GroupKind, base_id: UUID, view: GroupView | None) -> GroupPlanPage:
    people = who_may_lead(work, base_id)
    there = {mate.id for mate in people}
    led = [mate for mate in (view.leaders if view else ()) if mate.id not in there]
    ids = dict.fromkeys((*(view.offered if view else ()), *_lately_there(work, kind, base_id)))
    named = names_of(work, ids)
    work.note_listed(None, *named, base_id=base_id)
    offered = view.offered if view else ()
    mistaken = {id_ for id_, card in open_cards(work, ids).items() if card.is_mistaken} - set(offered)
    children = [
        named[id_] for id_ in ids if id_ in named and named[id_].base_id == base_id and id_ not in mistaken
    ]
    return GroupPlanPage(
        kind=kind,
        base_id=base_id,
        people=(*people, *led),
        children=tuple(each for each in children if not each.is_changed),
        view=view,
    )


def _lately_there(work: UnitOfWork, kind: GroupKind, base_id: UUID) -> list[UUID]:
    """Return the children of the newest sessions of a kind; whoever was there most often stands first."""
    if kind.is_for_adults:
        return []
    query = scoped(work, GroupSession, Permission.GROUP_READ).where(
        GroupSession.base_id == base_id, GroupSession.kind == kind.value, GroupSession.mistake_id.is_(None)
    )
    newest = query.order_by(GroupSession.begins_at.desc(), GroupSession.id).limit(REMEMBERED)
    offered = [
        id_ for view in open_sessions(work, work.session.scalars(newest).all()) for id_ in view.offered
    ]
    return sorted(dict.fromkeys(offered), key=lambda id_: -offered.count(id_))


def group_before(work: UnitOfWork, group_id: UUID) -> GroupBefore:
    """Return what a session said before; what was shown only to those who write here. Raises NotVisible."""
    page = group_page(work, group_id)
    view, row = page.view, visible_session(work, group_id)
    if view.is_changed:
        return GroupBefore(view, (), (), None, (), {})
    plans, reports = earlier_versions(work, row, GroupPlan), earlier_versions(work, row, GroupReport)
    shown = earlier_versions(work, row, GroupShown) if has(work, Permission.GROUP_WRITE) else ()
    kept = [
        *(each.named for each in plans),
        *(each.named for each in reports),
        *(each.named for each in shown),
    ]
    named = {id_ for ids in kept for id_ in ids if id_ is not None}
    people = codes_of_children(work, named | set(view.offered))
    return GroupBefore(view, plans, reports, page.shown, shown, people)


def _was_changed(work: UnitOfWork, row: GroupSession) -> bool:
    return bool(
        earlier_versions(work, row, GroupPlan)
        or earlier_versions(work, row, GroupReport)
        or (has(work, Permission.GROUP_WRITE) and earlier_versions(work, row, GroupShown))
    )
