"""A club or a session written by mistake: who may say so, and that it then counts for nothing."""

from uuid import UUID

from app.access.scope import locked, locked_row, require, scoped
from app.clubs.documents import ClubPlan, Register
from app.clubs.making import club_folder
from app.clubs.scopes import visible_club
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.keyring.folders import look_in, open_folders
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubSession, KidsClub

CLUB, SESSION = str(KidsClub.__tablename__), str(ClubSession.__tablename__)


def _hold_club(work: UnitOfWork, club_id: UUID, permission: Permission) -> Held[KidsClub]:
    """Load a club, locked, of which no session counts: those are put right one by one, each with its own reason."""
    require(work, permission)
    if permission is not Permission.MISTAKE_DECIDE:
        visible_club(work, club_id, permission)
    row = locked_row(work, KidsClub, club_id, permission)
    folder = club_folder(work, row)
    folder.check(row)
    of_club = scoped(work, ClubSession, Permission.CLUB_READ).where(
        ClubSession.club_id == club_id, ClubSession.mistake_id.is_(None)
    )
    if not is_marked(row) and work.session.scalars(of_club.limit(1)).first() is not None:
        raise NotAllowedNow("club-has-sessions")
    return Held(row, folder, row.base_id)


def _hold_session(work: UnitOfWork, session_id: UUID, permission: Permission) -> Held[ClubSession]:
    """Load a session, locked, with its club, so that nobody takes its register meanwhile."""
    require(work, permission)
    query = scoped(work, ClubSession, permission).where(ClubSession.id == session_id)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotVisible("club_session")
    club = work.session.scalars(
        locked(scoped(work, KidsClub, permission).where(KidsClub.id == found.club_id))
    ).one()
    row = work.session.scalars(locked(query)).one()
    folder = club_folder(work, club)
    folder.check(row)
    register = folder.read(row, Register)
    return Held(row, folder, row.base_id, subjects=(club.id, *sorted(register.came)))


def _refuse_second_there(work: UnitOfWork, held: Held[ClubSession]) -> None:
    """Raise NotAllowedNow (`session-there`) for one that would count at a time at which another one counts."""
    row = held.row
    if is_marked(row):
        return
    club = work.session.scalars(
        scoped(work, KidsClub, Permission.CLUB_READ).where(KidsClub.id == row.club_id)
    ).one()
    if is_marked(club):
        raise NotAllowedNow("club-mistaken")
    query = scoped(work, ClubSession, Permission.CLUB_READ).where(
        ClubSession.club_id == row.club_id,
        ClubSession.begins_at == row.begins_at,
        ClubSession.mistake_id.is_(None),
        ClubSession.id != row.id,
    )
    if work.session.scalars(query.limit(1)).first() is not None:
        raise NotAllowedNow("session-there")


def _called(work: UnitOfWork, row: KidsClub) -> Called:
    look = look_in(open_folders(work, [row.folder_id]).get(row.folder_id), row, ClubPlan)
    return Called(row.code if not look.is_changed else "")


declare_markable(
    KidsClub,
    ClubPlan,
    writes=Permission.CLUB_MANAGE,
    hold=_hold_club,
    involved=lambda _work, row: {row.made_by},
    page=OwnPage("kids_club", Permission.CLUB_READ, _called),
)
declare_markable(
    ClubSession,
    Register,
    writes=Permission.CLUB_WRITE,
    hold=_hold_session,
    involved=lambda _work, row: {row.written_by},
    follow=_refuse_second_there,
    page=OwnPage("club_session", Permission.CLUB_READ, lambda _work, row: Called(at=row.begins_at)),
)
