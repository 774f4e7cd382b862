"""The list of group sessions: by day, newest first, of all kinds or of one."""

from collections.abc import Sized
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from app.access.scope import has, require, scoped
from app.bases.known import known_base
from app.foundation.access_rules import reach_of
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.group_sessions import GroupKind
from app.group_sessions.reading import GroupView, open_sessions
from app.unit_of_work import UnitOfWork
from models.group_session import GroupSession


@dataclass(frozen=True)
class GroupLine:
    """One session in the list; `base_name` for people who see several bases."""

    view: GroupView
    base_name: str
    is_late: bool


@dataclass(frozen=True)
class GroupsPage(Numbered):
    """One page of the sessions; `in_all` is how many there are of every kind."""

    lines: tuple[GroupLine, ...]
    total: int
    in_all: int
    page: int
    kind: GroupKind | None
    may_plan: bool
    several_bases: bool

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines


def groups_page(work: UnitOfWork, *, kind: GroupKind | None = None, page: int = 1) -> GroupsPage:
    """Return one page of the sessions this person reaches. Raises NotVisible."""
    require(work, Permission.GROUP_READ)
    everything = scoped(work, GroupSession, Permission.GROUP_READ)
    query = everything if kind is None else everything.where(GroupSession.kind == kind.value)
    total = _count(work, query)
    offset = (page - 1) * GroupsPage.PAGE_SIZE
    in_order = query.order_by(GroupSession.begins_at.desc(), GroupSession.id)
    rows = work.session.scalars(in_order.offset(offset).limit(GroupsPage.PAGE_SIZE)).all()
    return GroupsPage(
        lines=tuple(
            GroupLine(
                view,
                "" if view.is_changed else known_base(work, view.base_id).name,
                is_late=view.report is None and not view.is_mistaken and view.ends_at <= work.now,
            )
            for view in open_sessions(work, rows)
        ),
        total=total,
        in_all=_count(work, everything) if kind is not None else total,
        page=page,
        kind=kind,
        may_plan=has(work, Permission.GROUP_WRITE),
        several_bases=reach_of(work.person, Permission.GROUP_READ) is Reach.ALL,
    )


def _count(work: UnitOfWork, query: Select[GroupSession]) -> int:
    return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
