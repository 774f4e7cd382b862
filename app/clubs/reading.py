"""Reads clubs and their sessions: what each document says, or that it was changed outside or does not open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.access.scope import scoped
from app.clubs.documents import ClubPlan, Register
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.club_kinds import ClubKind
from app.foundation.vocabulary.club_sessions import SessionState
from app.keyring.folders import Fit, open_folders
from app.keyring.misplaced_rows import looks_in
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubChild, ClubSession, KidsClub


@dataclass(frozen=True)
class ClubRead:
    """One club; `plan` is None when it does not open, or if the row `is_changed` outside Wayhome."""

    id: UUID
    base_id: UUID
    folder_id: UUID
    code: str
    version: int
    plan: ClubPlan | None
    made_on: date
    closed_on: date | None
    is_changed: bool
    is_mistaken: bool

    @property
    def is_open(self) -> bool:
        """Whether the club meets."""
        return not (self.is_changed or self.is_mistaken or self.closed_on is not None)

    @property
    def is_centre(self) -> bool:
        """Whether it is a centre, whose sessions are days on which children come and go, eat and learn."""
        return self.plan is not None and self.plan.kind is ClubKind.CENTRE

    @property
    def name(self) -> str:
        """Its name, or nothing where that does not open."""
        return self.plan.name if self.plan is not None else ""


@dataclass(frozen=True)
class SessionRead:
    """One session with its opened register: None where that does not open, or if the row `is_changed` outside.

    Only one that `counts` says who came; a session that was cancelled, or written by mistake, says so of nobody.
    """

    id: UUID
    club_id: UUID
    base_id: UUID
    held_on: date
    begins_at: datetime
    ends_at: datetime
    state: SessionState
    version: int
    register: Register | None
    written_by: UUID
    written_at: datetime
    is_changed: bool
    is_mistaken: bool

    @property
    def counts(self) -> bool:
        """Whether the session was held, and its register can be relied on."""
        return self.state is SessionState.HELD and self.register is not None and not self.is_mistaken

    @property
    def came(self) -> frozenset[UUID]:
        """The children who came, if the session counts."""
        return self.register.came if self.register is not None and self.counts else frozenset()


def read_clubs(work: UnitOfWork, rows: Iterable[KidsClub]) -> list[ClubRead]:
    """Open clubs that were loaded through their scope, in the same order."""
    rows = list(rows)
    looks = looks_in(work, open_folders(work, (row.folder_id for row in rows)), rows, ClubPlan)
    read = []
    for row in rows:
        look = looks[row.id]
        read.append(
            ClubRead(
                id=row.id,
                base_id=row.base_id,
                folder_id=row.folder_id,
                code="" if look.is_changed else row.code,
                version=row.version,
                plan=look.document,
                made_on=local_day(row.made_at),
                closed_on=row.closed_on,
                is_changed=look.is_changed,
                is_mistaken=is_marked(row) and not look.is_changed,
            )
        )
    return read


def read_club(work: UnitOfWork, row: KidsClub) -> ClubRead:
    """Open one club that was loaded through its scope."""
    return read_clubs(work, [row])[0]


def sessions_of(
    work: UnitOfWork, club_ids: Sequence[UUID], *, since: datetime | None = None, at_most: int | None = None
) -> list[SessionRead]:
    """Return the written sessions of clubs with their registers, newest first; those of a club out of reach are not.

    `since` leaves out what began earlier.
    """
    query = scoped(work, ClubSession, Permission.CLUB_READ).where(ClubSession.club_id.in_(club_ids))
    if since is not None:
        query = query.where(ClubSession.begins_at >= since)
    query = query.order_by(ClubSession.begins_at.desc(), ClubSession.id)
    rows = work.session.scalars(query.limit(at_most) if at_most is not None else query).all()
    return read_sessions(work, rows)


def read_sessions(work: UnitOfWork, rows: Iterable[ClubSession]) -> list[SessionRead]:
    """Open sessions that were loaded through their scope, in the same order."""
    rows = list(rows)
    looks = looks_in(work, open_folders(work, (row.folder_id for row in rows)), rows, Register)
    read = []
    for row in rows:
        look = looks[row.id]
        state = SessionState.CANCELLED if row.state == SessionState.CANCELLED else SessionState.HELD
        read.append(
            SessionRead(
                id=row.id,
                club_id=row.club_id,
                base_id=row.base_id,
                held_on=row.held_on,
                begins_at=row.begins_at,
                ends_at=row.ends_at,
                state=state,
                version=row.version,
                register=look.document,
                written_by=row.written_by,
                written_at=row.written_at,
                is_changed=look.is_changed,
                is_mistaken=is_marked(row) and not look.is_changed,
            )
        )
    return read


def children_of(work: UnitOfWork, club_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Return the children whom each club knows; rows that were changed outside are left out, and recorded."""
    query = scoped(work, ClubChild, Permission.CLUB_READ).where(ClubChild.club_id.in_(club_ids))
    rows = work.session.scalars(query.order_by(ClubChild.added_at, ClubChild.id)).all()
    folders = open_folders(work, (row.folder_id for row in rows))
    known: dict[UUID, list[UUID]] = {}
    for row in rows:
        folder = folders.get(row.folder_id)
        if folder is not None and folder.fit_of(row) is Fit.FITS:
            known.setdefault(row.club_id, []).append(row.child_id)
    return known
