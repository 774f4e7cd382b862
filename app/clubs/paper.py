"""Builds what is printed of a club for its paper: the children who come, by their codes; and finds them by these."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.access.scope import scoped
from app.children.finding import lines_of
from app.children.lines import ChildLine
from app.clubs.club_page import REGULAR_SESSIONS, how_often
from app.clubs.paper_codes import paper_codes
from app.clubs.reading import ClubRead, children_of, read_club, sessions_of
from app.clubs.register_page import MOST_ROWS
from app.clubs.scopes import visible_club
from app.foundation.errors import ChangedOutside
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubChild


@dataclass(frozen=True)
class OnPaper:
    """One child on a club's paper."""

    code: str
    line: ChildLine


@dataclass(frozen=True)
class ClubPaper:
    """The children who are expected in a club, by their codes: an order that says nothing of their names."""

    club: ClubRead
    children: tuple[OnPaper, ...]

    @property
    def by_name(self) -> tuple[OnPaper, ...]:
        """The same children in the order in which somebody looks for them: by what they are called."""
        return tuple(sorted(self.children, key=_called))


def club_paper(work: UnitOfWork, club_id: UUID) -> ClubPaper:
    """Return who is expected in a club: whoever came to one of its last sessions. Raises NotVisible, ChangedOutside."""
    club = read_club(work, visible_club(work, club_id, Permission.CLUB_READ))
    if club.is_changed:
        raise ChangedOutside("a club that is not what was written", club=club_id)
    codes = codes_of_club(work, club_id)
    lately = [each for each in sessions_of(work, [club_id], at_most=REGULAR_SESSIONS) if each.counts]
    often = how_often(lately)
    expected = sorted((id_ for id_ in codes if id_ in often), key=lambda id_: -often[id_])[:MOST_ROWS]
    found = [
        OnPaper(codes[line.id], line)
        for line in lines_of(work, expected, {})
        if not (line.is_changed or line.is_mistaken)
    ]
    return ClubPaper(club, tuple(sorted(found, key=lambda one: one.code)))


def codes_of_club(work: UnitOfWork, club_id: UUID) -> dict[UUID, str]:
    """Return the code on paper of each child whom a club knows.

    Raises ChangedOutside when a row was changed outside: codes are dealt in order, and others might get that one's.
    """
    known = children_of(work, [club_id]).get(club_id, [])
    query = scoped(work, ClubChild, Permission.CLUB_READ).where(ClubChild.club_id == club_id)
    if work.session.scalar(select(func.count()).select_from(query.subquery())) != len(known):
        raise ChangedOutside("a child of a club that is not what was written", club=club_id)
    return paper_codes(club_id, known)


def _called(one: OnPaper) -> tuple[str, str]:
    names = (*one.line.nicknames[:1], one.line.latin, one.line.local)
    return next((name.casefold() for name in names if name), ""), one.code
