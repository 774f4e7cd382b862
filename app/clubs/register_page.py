"""Builds the page on which a register is taken: the regulars first, and whoever was found or marked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import scoped
from app.children.finding import lines_of, picker
from app.children.lines import ChildLine
from app.clubs.club_page import REGULAR_SESSIONS, how_often
from app.clubs.documents import Mark
from app.clubs.reading import ClubRead, SessionRead, children_of, read_club, read_sessions, sessions_of
from app.clubs.scopes import visible_club, visible_session
from app.clubs.session_rows import Slot
from app.clubs.weekly import clock_at
from app.foundation.errors import ChangedOutside
from app.foundation.permissions import Permission
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubSession, KidsClub

MOST_ROWS = 80
"""The children that a register begins with; any other is found by name."""

MOST_LESSONS = 12

_HALF = 2


@dataclass(frozen=True)
class RegisterRow:
    """One child on the register: how often they came lately, and what is marked of them, by whom.

    `is_namesake`: another child on it is called the same, so that the page shows what tells them apart.
    """

    line: ChildLine
    times: int
    mark: Mark | None
    marked_by: str
    other_by: str
    is_namesake: bool


@dataclass(frozen=True)
class RegisterPage:
    """A register to take or correct: `session` is what is written of it, if anything is.

    `out_of` is how many last sessions the regulars are counted by; `usual` how many children usually come. `lessons`
    are what was learnt there lately, the most usual first. `clock` is the local time while the session is on.
    """

    club: ClubRead
    slot: Slot
    session: SessionRead | None
    rows: tuple[RegisterRow, ...]
    out_of: int
    usual: int
    now: datetime
    lessons: tuple[str, ...]
    clock: str

    @property
    def is_later(self) -> bool:
        """Whether the register was saved before, so that what is marked now is marked as late."""
        return self.session is not None and self.session.counts

    @property
    def children(self) -> frozenset[UUID]:
        """The children on the page."""
        return frozenset(row.line.id for row in self.rows)


def new_register_page(
    work: UnitOfWork, club_id: UUID, slot: Slot, *, also: Iterable[UUID] = ()
) -> RegisterPage:
    """Return the page of a session by its time; it shows what is written of it, if somebody was quicker.

    `also` are children whom a form that comes back has on it. Raises NotVisible, Refused.
    """
    row = visible_club(work, club_id, Permission.CLUB_WRITE)
    query = scoped(work, ClubSession, Permission.CLUB_READ).where(
        ClubSession.club_id == club_id,
        ClubSession.begins_at == slot.begins_at,
        ClubSession.mistake_id.is_(None),
    )
    written = work.session.scalars(query.order_by(ClubSession.id).limit(1)).one_or_none()
    return _page(work, row, slot, written, also)


def register_page(work: UnitOfWork, session_id: UUID, *, also: Iterable[UUID] = ()) -> RegisterPage:
    """Return the page of a written session, to mark more children or correct it. Raises NotVisible, Refused."""
    session = visible_session(work, session_id)
    row = visible_club(work, session.club_id, Permission.CLUB_WRITE)
    return _page(work, row, Slot(session.begins_at, session.ends_at), session, also)


def found_children(work: UnitOfWork, query: str, page: RegisterPage) -> tuple[ChildLine, ...]:
    """Return the children of the club's base whom a name in either script, a nickname or a code may mean."""
    return tuple(line for line in picker(work, query, limit=12) if line.base_id == page.club.base_id)


def _page(
    work: UnitOfWork, club: KidsClub, slot: Slot, session: ClubSession | None, also: Iterable[UUID]
) -> RegisterPage:
    read = read_sessions(work, [session])[0] if session is not None else None
    if read is not None and read.is_changed:
        raise ChangedOutside("a session that is not what was written", session=read.id)
    lately = sessions_of(work, [club.id], at_most=REGULAR_SESSIONS + 1)
    counted = [each for each in lately if each.counts and each.begins_at != slot.begins_at][:REGULAR_SESSIONS]
    often = how_often(counted)
    marks = read.register.by_child if read is not None and read.register is not None else {}
    known = children_of(work, [club.id]).get(club.id, [])
    first = sorted(known, key=lambda id_: -often.get(id_, 0))[:MOST_ROWS]
    ids = list(dict.fromkeys((*first, *marks, *also)))
    return RegisterPage(
        club=read_club(work, club),
        slot=slot,
        session=read,
        rows=tuple(_rows(work, ids, often, marks)),
        out_of=len(counted),
        usual=sum(1 for times in often.values() if times * _HALF >= len(counted)),
        now=work.now,
        lessons=_lessons(counted),
        clock=clock_at(work, club.base_id) if slot.begins_at <= work.now < slot.ends_at else "",
    )


def _lessons(sessions: Iterable[SessionRead]) -> tuple[str, ...]:
    registers = (each.register for each in sessions if each.register is not None)
    said = Counter(mark.lesson for register in registers for mark in register.marks if mark.lesson)
    return tuple(lesson for lesson, _ in said.most_common(MOST_LESSONS))


def _rows(
    work: UnitOfWork, ids: list[UUID], often: Mapping[UUID, int], marks: Mapping[UUID, Mark]
) -> list[RegisterRow]:
    lines = lines_of(work, ids, {})
    called = Counter(name for line in lines for name in called_of(line))
    sides = [id_ for mark in marks.values() for id_ in (mark.by, mark.other.by if mark.other else None)]
    names = names_of_staff(work, sides)
    found = []
    for line in lines:
        mark = marks.get(line.id)
        found.append(
            RegisterRow(
                line=line,
                times=often.get(line.id, 0),
                mark=mark,
                marked_by=names.get(mark.by, "") if mark is not None else "",
                other_by=names.get(mark.other.by, "") if mark is not None and mark.other is not None else "",
                is_namesake=any(called[name] > 1 for name in called_of(line)),
            )
        )
    return sorted(found, key=_in_order)


def called_of(line: ChildLine) -> set[str]:
    """Return what somebody may call a child: each nickname, and each name's last part, which is the given one."""
    names = (*line.nicknames, line.latin, line.local)
    return {name.casefold().split()[-1] for name in names if name.split()}


def _in_order(row: RegisterRow) -> tuple[object, ...]:
    line = row.line
    return (
        -row.times,
        line.nicknames[0].casefold() if line.nicknames else line.latin.casefold(),
        str(line.id),
    )
