"""Builds the page of one club: what comes next, what was held, who leads it, where it met; and its children."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select

from app.access.scope import scoped
from app.bases.known import pack_of_base
from app.bases.pack import Pack
from app.children.finding import lines_of
from app.children.lines import ChildLine
from app.clubs.documents import ClubPlan
from app.clubs.leaders import LeaderLine, leader_lines
from app.clubs.reading import ClubRead, SessionRead, children_of, read_club, read_sessions, sessions_of
from app.clubs.scopes import may, visible_club
from app.clubs.session_rows import BEFORE_IT_BEGINS
from app.clubs.weekly import planned_sessions, today_at
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.vocabulary.club_sessions import SessionState
from app.mistakes.earlier import Earlier, earlier_versions
from app.mistakes.states import MarkState, marks_of
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubSession

LOOKED_BACK = timedelta(days=28)
"""How long a session stays in sight whose register nobody took."""

LOOKED_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class NextSession:
    """A session by the weekly plan that is not written: still to come, on now, or over without a register."""

    begins_at: datetime
    ends_at: datetime
    state: SessionState
    may_take: bool


@dataclass(frozen=True)
class ClubPage(Numbered):
    """One club. `planned` are its next sessions, and those over without a register, oldest first."""

    PAGE_SIZE = 25

    club: ClubRead
    today: date
    pack: Pack
    planned: tuple[NextSession, ...]
    sessions: tuple[SessionRead, ...]
    total: int
    page: int
    children: int
    leaders: tuple[LeaderLine, ...]
    led_before: tuple[LeaderLine, ...]
    before: tuple[Earlier[ClubPlan], ...]
    marks: MarkState
    may_write: bool
    may_manage: bool

    @property
    def shown_lines(self) -> Sized:
        """The sessions on this page."""
        return self.sessions


@dataclass(frozen=True)
class ChildOfClub:
    """One child whom a club knows, how often they came to its last sessions, and when last."""

    line: ChildLine
    times: int
    last_on: date | None


@dataclass(frozen=True)
class ChildrenPage(Numbered):
    """The children of a club, those who come most often first; `out_of` is how many last sessions are counted."""

    club: ClubRead
    lines: tuple[ChildOfClub, ...]
    total: int
    page: int
    out_of: int

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines


def club_page(work: UnitOfWork, club_id: UUID, *, page: int = 1) -> ClubPage:
    """Return the page of a club. Raises NotVisible."""
    row = visible_club(work, club_id)
    club = read_club(work, row)
    query = scoped(work, ClubSession, Permission.CLUB_READ).where(ClubSession.club_id == club_id)
    in_order = query.order_by(ClubSession.begins_at.desc(), ClubSession.id)
    rows = work.session.scalars(
        in_order.offset((page - 1) * ClubPage.PAGE_SIZE).limit(ClubPage.PAGE_SIZE)
    ).all()
    leaders, led_before = leader_lines(work, row.folder_id, row.base_id)
    may_write = club.is_open and may(work, row, Permission.CLUB_WRITE)
    return ClubPage(
        club=club,
        today=today_at(work, row.base_id),
        pack=pack_of_base(work, row.base_id),
        planned=tuple(open_sessions(work, club, may_write=may_write)) if club.is_open else (),
        sessions=tuple(read_sessions(work, rows)),
        total=_count(work, query),
        page=page,
        children=len(children_of(work, [club_id]).get(club_id, ())),
        leaders=tuple(leaders),
        led_before=tuple(led_before),
        before=earlier_versions(work, row, ClubPlan),
        marks=marks_of(work, [row])[row.id],
        may_write=may_write,
        may_manage=not club.is_changed and may(work, row, Permission.CLUB_MANAGE),
    )


def open_sessions(work: UnitOfWork, club: ClubRead, *, may_write: bool) -> list[NextSession]:
    """Return what the weekly plan says that is not written: a few weeks back, and two ahead."""
    if club.plan is None:
        return []
    today = today_at(work, club.base_id)
    since, until = today - LOOKED_BACK, today + LOOKED_AHEAD
    planned = planned_sessions(work, club.base_id, club.plan, first=since, last=until)
    if not planned:
        return []
    query = scoped(work, ClubSession, Permission.CLUB_READ).where(
        ClubSession.club_id == club.id,
        ClubSession.begins_at >= planned[0].begins_at,
        ClubSession.mistake_id.is_(None),
    )
    written = set(work.session.scalars(query.with_only_columns(ClubSession.begins_at)))
    return [
        NextSession(
            each.begins_at,
            each.ends_at,
            SessionState.NOT_TAKEN if each.ends_at <= work.now else SessionState.PLANNED,
            may_take=may_write and each.begins_at - work.now <= BEFORE_IT_BEGINS,
        )
        for each in planned
        if each.begins_at not in written and _is_in_time(club, each.held_on)
    ]


def children_page(work: UnitOfWork, club_id: UUID, *, page: int = 1) -> ChildrenPage:
    """Return one page of the children whom a club knows. Raises NotVisible."""
    row = visible_club(work, club_id)
    club = read_club(work, row)
    known = children_of(work, [club_id]).get(club_id, [])
    sessions = [each for each in sessions_of(work, [club_id], at_most=REGULAR_SESSIONS) if each.counts]
    often = how_often(sessions)
    ordered = sorted(known, key=lambda id_: (-often.get(id_, 0), known.index(id_)))
    start = (page - 1) * ChildrenPage.PAGE_SIZE
    lines = lines_of(work, ordered[start : start + ChildrenPage.PAGE_SIZE], {})
    last = {id_: each.held_on for each in reversed(sessions) for id_ in each.came}
    shown = tuple(ChildOfClub(line, often.get(line.id, 0), last.get(line.id)) for line in lines)
    return ChildrenPage(club, shown, len(known), page, len(sessions))


REGULAR_SESSIONS = 12
"""How many of its last sessions say who comes to a club regularly: about a month of a club that meets thrice a week."""


def how_often(sessions: Sequence[SessionRead]) -> dict[UUID, int]:
    """Return how often each child came to these sessions."""
    often: dict[UUID, int] = {}
    for session in sessions:
        for child_id in session.came:
            often[child_id] = often.get(child_id, 0) + 1
    return often


def _is_in_time(club: ClubRead, day: date) -> bool:
    """Tell whether the club had begun and not closed on that day: its plan says nothing of days before it was made."""
    return day >= club.made_on and (club.closed_on is None or day < club.closed_on)


def _count(work: UnitOfWork, query: Select[ClubSession]) -> int:
    return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
