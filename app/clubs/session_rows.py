"""Loads and begins the rows of sessions, for whoever writes in one: locked, one at each time of a club."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from app.access.scope import locked, scoped
from app.bases.known import zone_of
from app.clubs.making import locked_club
from app.clubs.scopes import visible_session
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.local_time import in_zone, local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.club_sessions import SessionState
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubSession, KidsClub

BEFORE_IT_BEGINS = timedelta(hours=1)
"""How long before a session its register may be taken: children come early."""

LONGEST = timedelta(hours=14)
_FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Slot:
    """When a session was or is: two moments, the first of which names it within its club."""

    begins_at: datetime
    ends_at: datetime


def club_to_write_in(work: UnitOfWork, club_id: UUID) -> KidsClub:
    """Load a club, locked, so that two people who take one register do so one after the other.

    Raises Refused, NotVisible, or NotAllowedNow with `written-by-mistake`.
    """
    club = locked_club(work, club_id, Permission.CLUB_WRITE)
    if is_marked(club):
        raise NotAllowedNow("written-by-mistake")
    return club


def session_at(work: UnitOfWork, club: KidsClub, begins_at: datetime) -> ClubSession | None:
    """Return the session of a club that is written for that moment, locked; one written by mistake is none."""
    query = scoped(work, ClubSession, Permission.CLUB_READ).where(
        ClubSession.club_id == club.id, ClubSession.begins_at == begins_at, ClubSession.mistake_id.is_(None)
    )
    return work.session.scalars(locked(query.order_by(ClubSession.id).limit(1))).one_or_none()


def session_to_write(work: UnitOfWork, session_id: UUID) -> tuple[KidsClub, ClubSession]:
    """Load a written session with its club, both locked.

    Raises Refused, NotVisible, or NotAllowedNow with `written-by-mistake`.
    """
    club = club_to_write_in(work, visible_session(work, session_id).club_id)
    query = scoped(work, ClubSession, Permission.CLUB_READ).where(
        ClubSession.id == session_id, ClubSession.club_id == club.id
    )
    row = work.session.scalars(locked(query)).one_or_none()
    if row is None:
        raise NotVisible("club_session")
    if is_marked(row):
        raise NotAllowedNow("written-by-mistake")
    return club, row


def begun_session(work: UnitOfWork, club: KidsClub, slot: Slot) -> ClubSession:
    """Return the row of a session that is about to be written."""
    return ClubSession(
        id=uuid4(),
        club_id=club.id,
        base_id=club.base_id,
        folder_id=club.folder_id,
        held_on=day_of(work, club, slot),
        begins_at=slot.begins_at,
        ends_at=slot.ends_at,
        state=SessionState.HELD.value,
        written_by=work.person.id,
        written_at=work.now,
    )


def day_of(work: UnitOfWork, club: KidsClub, slot: Slot) -> date:
    """Return the local day, at the club's base, on which a session begins."""
    with in_zone(zone_of(work, club.base_id)):
        return local_day(slot.begins_at)


def check_slot(work: UnitOfWork, club: KidsClub, slot: Slot, *, is_ahead_allowed: bool = False) -> None:
    """Raise NotAllowedNow for a time at which no session can be written.

    With `session-times` for one that ends before it begins or goes on too long, `session-ahead` for one that is still
    to come, unless it is cancelled ahead, and `club-closed` for one after the club closed.
    """
    if not timedelta(0) < slot.ends_at - slot.begins_at <= LONGEST:
        raise NotAllowedNow("session-times")
    ahead = slot.begins_at - work.now
    if ahead > (_FURTHEST if is_ahead_allowed else BEFORE_IT_BEGINS):
        raise NotAllowedNow("session-ahead")
    if club.closed_on is not None and day_of(work, club, slot) >= club.closed_on:
        raise NotAllowedNow("club-closed")
