"""What this room has for Today: sessions that are over whose register nobody took, for whoever leads the club."""

from collections.abc import Sequence
from datetime import date

from app.access.scope import has, scoped
from app.clubs.club_page import open_sessions
from app.clubs.listing import led_clubs
from app.clubs.reading import ClubRead, read_clubs
from app.foundation.chronology import CodedRecord, DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.club_sessions import SessionState
from app.unit_of_work import UnitOfWork
from models.kids_club import KidsClub

KIND = "kids_club"
TAKE = N_("Take the register of the club, or say that the session was not held")
CLUB = N_("Kids' club")


def due_registers(work: UnitOfWork, *, until: date) -> list[DueItem]:  # noqa: ARG001 - only what is over is due
    """Return each club that this person leads with a session that is over and has no register, the oldest one's day."""
    return [item for club in led_clubs(work) for item in _due(work, club)]


def clubs_by_code(work: UnitOfWork, code: str) -> Sequence[CodedRecord]:
    """Return the club with exactly this code, as far as this person reaches it."""
    if not has(work, Permission.CLUB_READ):
        return []
    rows = work.session.scalars(
        scoped(work, KidsClub, Permission.CLUB_READ).where(KidsClub.code == code)
    ).all()
    return [
        CodedRecord(KIND, CLUB, club.code, club.id) for club in read_clubs(work, rows) if not club.is_changed
    ]


def _due(work: UnitOfWork, club: ClubRead) -> list[DueItem]:
    if club.is_changed:
        return [DueItem(local_day(work.now), KIND, club.id, TAKE, "", is_changed=True)]
    over = [
        each for each in open_sessions(work, club, may_write=True) if each.state is SessionState.NOT_TAKEN
    ]
    if not over:
        return []
    oldest = over[0]
    return [
        DueItem(
            due_on=local_day(oldest.begins_at),
            kind=KIND,
            record_id=club.id,
            title=TAKE,
            code=club.code,
            detail=club.name,
            due_at=oldest.ends_at,
            assignee_id=work.person.id,
        )
    ]
