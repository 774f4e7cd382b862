"""Which clubs, children of clubs and sessions a person reaches: those they lead now, or those of their base."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from app.access.scope import Rule, declare_scope, own_base, scoped, visible
from app.foundation.errors import Refused
from app.foundation.permissions import Permission, Reach
from app.keyring.leading import folders_led_by
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubChild, ClubSession, KidsClub


def _led(base: InstrumentedAttribute[Any], folder: InstrumentedAttribute[Any]) -> Rule:
    """Limit to rows of clubs that the person leads now, according to the key directory; no row decides it."""

    def rule(work: UnitOfWork) -> ColumnElement[bool]:
        return and_(folder.in_(folders_led_by(work, work.person.id)), own_base(base)(work))

    return rule


_ALLOWED = {
    Permission.CLUB_READ,
    Permission.CLUB_WRITE,
    Permission.CLUB_MANAGE,
    Permission.CLUB_ASSIGN,
    Permission.MISTAKE_DECIDE,
}

declare_scope(
    KidsClub,
    allowed=_ALLOWED,
    rules={Reach.OWN: _led(KidsClub.base_id, KidsClub.folder_id), Reach.BASE: own_base(KidsClub.base_id)},
)
declare_scope(
    ClubSession,
    allowed=_ALLOWED,
    rules={
        Reach.OWN: _led(ClubSession.base_id, ClubSession.folder_id),
        Reach.BASE: own_base(ClubSession.base_id),
    },
)
declare_scope(
    ClubChild,
    allowed=_ALLOWED,
    rules={Reach.OWN: _led(ClubChild.base_id, ClubChild.folder_id), Reach.BASE: own_base(ClubChild.base_id)},
)


def visible_club(work: UnitOfWork, club_id: UUID, permission: Permission = Permission.CLUB_READ) -> KidsClub:
    """Load a club this person may read, and act on if the permission says so.

    Raises NotVisible for one they may not read, Refused for one they may read and not act on.
    """
    club = visible(work, KidsClub, club_id, Permission.CLUB_READ)
    if permission is not Permission.CLUB_READ and not may(work, club, permission):
        raise Refused(permission.value)
    return club


def visible_session(work: UnitOfWork, session_id: UUID) -> ClubSession:
    """Load a session of a club this person may read. Raises NotVisible."""
    return visible(work, ClubSession, session_id, Permission.CLUB_READ)


def may(work: UnitOfWork, club: KidsClub, permission: Permission) -> bool:
    """Tell whether the permission reaches this club."""
    query = scoped(work, KidsClub, permission).with_only_columns(KidsClub.id).where(KidsClub.id == club.id)
    return work.session.scalar(query) is not None
