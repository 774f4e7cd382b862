"""The list of clubs: who leads each, when and where it meets."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from app.access.scope import has, require, scoped
from app.bases.known import known_base
from app.clubs.documents import ClubPlace
from app.clubs.leaders import names_of_leaders
from app.clubs.reading import ClubRead, read_clubs
from app.clubs.weekly import today_at
from app.foundation.access_rules import reach_of
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.club_sessions import ClubsShown
from app.keyring.leading import folders_led_by
from app.unit_of_work import UnitOfWork
from models.kids_club import KidsClub


@dataclass(frozen=True)
class ClubLine:
    """One club in the list; `place` is where it meets today."""

    club: ClubRead
    place: ClubPlace | None
    leaders: tuple[str, ...]
    is_mine: bool
    base_name: str


@dataclass(frozen=True)
class ClubsPage(Numbered):
    """One page of the clubs, by their code: those that meet, or all of them."""

    lines: tuple[ClubLine, ...]
    total: int
    in_all: int
    page: int
    which: ClubsShown
    may_make: bool
    several_bases: bool

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines


def clubs_page(work: UnitOfWork, *, which: ClubsShown, page: int = 1) -> ClubsPage:
    """Return one page of the clubs this person reaches. Raises NotVisible."""
    require(work, Permission.CLUB_READ)
    everything = scoped(work, KidsClub, Permission.CLUB_READ)
    query = everything
    if which is ClubsShown.OPEN:
        query = query.where(KidsClub.closed_on.is_(None), KidsClub.mistake_id.is_(None))
    total = _count(work, query)
    rows = work.session.scalars(
        query.order_by(KidsClub.base_id, KidsClub.code)
        .offset((page - 1) * ClubsPage.PAGE_SIZE)
        .limit(ClubsPage.PAGE_SIZE)
    ).all()
    return ClubsPage(
        lines=tuple(_lines(work, rows)),
        total=total,
        in_all=_count(work, everything) if which is ClubsShown.OPEN else total,
        page=page,
        which=which,
        may_make=has(work, Permission.CLUB_MANAGE),
        several_bases=reach_of(work.person, Permission.CLUB_READ) is Reach.ALL,
    )


def led_clubs(work: UnitOfWork) -> list[ClubRead]:
    """Return the clubs that this person leads now and that meet, by their code."""
    if not has(work, Permission.CLUB_WRITE):
        return []
    folders = folders_led_by(work, work.person.id)
    if not folders:
        return []
    query = scoped(work, KidsClub, Permission.CLUB_READ).where(KidsClub.folder_id.in_(folders))
    rows = work.session.scalars(query.order_by(KidsClub.code)).all()
    return [club for club in read_clubs(work, rows) if club.is_open or club.is_changed]


def leads_a_club(work: UnitOfWork) -> bool:
    """Tell whether this person leads a club now, by the signed directory alone."""
    return bool(folders_led_by(work, work.person.id))


def _count(work: UnitOfWork, query: Select[KidsClub]) -> int:
    return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _lines(work: UnitOfWork, rows: Sequence[KidsClub]) -> list[ClubLine]:
    mine = set(folders_led_by(work, work.person.id))
    return [
        ClubLine(
            club=club,
            place=club.plan.place_on(today_at(work, club.base_id)) if club.plan is not None else None,
            leaders=tuple(names_of_leaders(work, club.folder_id, club.base_id)),
            is_mine=club.folder_id in mine,
            base_name=known_base(work, club.base_id).name,
        )
        for club in read_clubs(work, rows)
    ]
