"""What clubs tell of a child's road: one line for each club that knows the child, since when, and how often lately."""

from uuid import UUID

from app.access.scope import has, scoped
from app.clubs.club_page import REGULAR_SESSIONS
from app.clubs.reading import ClubRead, SessionRead, read_clubs, sessions_of
from app.clubs.today import KIND
from app.foundation.chronology import ChronologyEntry
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.keyring.folders import Fit, fit_in, open_folders
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubChild, KidsClub

FIRST_CAME = N_("First marked in a kids' club")


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return one entry for each club that knows the child and that this person reads, in no particular order.

    Its text names the club, and says how often the child came to its last sessions. A line for every session would
    bury the rest of the road (decision 0052); they stand on the club's pages.
    """
    if not has(work, Permission.CLUB_READ):
        return []
    query = scoped(work, ClubChild, Permission.CLUB_READ).where(ClubChild.child_id == child_id)
    rows = work.session.scalars(query.order_by(ClubChild.added_at)).all()
    if not rows:
        return []
    folders = open_folders(work, (row.folder_id for row in rows))
    clubs = {club.id: club for club in _clubs(work, [row.club_id for row in rows])}
    names = names_of_staff(work, [row.added_by for row in rows])
    entries = []
    for row in rows:
        club = clubs.get(row.club_id)
        if club is None or club.is_changed or fit_in(folders.get(row.folder_id), row) is Fit.CHANGED:
            entries.append(ChronologyEntry(row.added_at, KIND, row.club_id, FIRST_CAME, is_changed=True))
            continue
        entries.append(
            ChronologyEntry(
                at=row.added_at,
                kind=KIND,
                record_id=club.id,
                title=FIRST_CAME,
                text=_words(club, sessions_of(work, [club.id], at_most=REGULAR_SESSIONS), child_id),
                basis=EvidenceBasis.SEEN,
                by=names.get(row.added_by, ""),
                recorded_at=row.added_at,
                is_sealed=club.plan is None,
                is_mistaken=club.is_mistaken,
            )
        )
    return entries


def _clubs(work: UnitOfWork, ids: list[UUID]) -> list[ClubRead]:
    query = scoped(work, KidsClub, Permission.CLUB_READ).where(KidsClub.id.in_(ids))
    return read_clubs(work, work.session.scalars(query).all())


def _words(club: ClubRead, sessions: list[SessionRead], child_id: UUID) -> str:
    """Return the club's name and code, and figures that read alike in every language: times / sessions, last day."""
    if club.plan is None:
        return ""
    counted = [each for each in sessions if each.counts]
    came = [each for each in counted if child_id in each.came]
    figures = [f"{len(came)} / {len(counted)}"] if counted else []
    last = [came[0].held_on.isoformat()] if came else []
    return " · ".join([f"{club.name} ({club.code})", *figures, *last])
