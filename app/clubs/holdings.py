"""The clubs that a colleague who leaves leads."""

from uuid import UUID

from app.access.scope import has, scoped
from app.clubs.reading import read_clubs
from app.clubs.today import CLUB, KIND
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.leading import folders_led_by
from app.offers.holdings import Held
from app.unit_of_work import UnitOfWork
from models.kids_club import KidsClub

FIND_ANOTHER = N_(
    "Make somebody else its leader first: nobody takes its register when the account is closed."
)


def held(work: UnitOfWork, staff_id: UUID) -> list[Held]:
    """Return the clubs that somebody leads and that meet."""
    if not has(work, Permission.CLUB_MANAGE):
        return []
    query = scoped(work, KidsClub, Permission.CLUB_READ).where(
        KidsClub.folder_id.in_(folders_led_by(work, staff_id)), KidsClub.closed_on.is_(None)
    )
    rows = work.session.scalars(query.order_by(KidsClub.code)).all()
    return [
        Held(KIND, club.id, club.id, CLUB, club.code, club.name, stays=FIND_ANOTHER)
        for club in read_clubs(work, rows)
    ]
