"""Which club a key sheet is about, and who may carry one: whoever leads the club.

A key sheet lies in its club's folder, which is no other club's: so the folder says which club it is about.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from app.access.scope import has, scoped
from app.clubs.leaders import leads_until, who_leads
from app.clubs.reading import ClubRead, read_clubs
from app.foundation.permissions import Permission
from app.foundation.vocabulary.sheets import SheetKind
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.kids_club import KidsClub
from models.printed_sheet import PrintedSheet


def clubs_of_sheets(work: UnitOfWork, sheets: Collection[PrintedSheet]) -> Mapping[UUID, ClubRead]:
    """Return the clubs that key sheets among these are about, by their folders, as far as this person reads them."""
    folders = {sheet.folder_id for sheet in sheets if sheet.kind == SheetKind.CLUB_KEY}
    if not folders or not has(work, Permission.CLUB_READ):
        return {}
    query = scoped(work, KidsClub, Permission.CLUB_READ).where(KidsClub.folder_id.in_(folders))
    return {club.folder_id: club for club in read_clubs(work, work.session.scalars(query).all())}


def club_id_of(work: UnitOfWork, sheet: PrintedSheet) -> UUID | None:
    """Return the id of the club that a key sheet is about; None for another sheet, or where it is out of reach."""
    club = clubs_of_sheets(work, [sheet]).get(sheet.folder_id)
    return club.id if club is not None else None


def carried_until(work: UnitOfWork, club: KidsClub, carrier_id: UUID) -> datetime | None:
    """Return until when somebody may carry the key sheet of a club: a stand-in until their time ends. None: no end."""
    return leads_until(work, club.folder_id, club.base_id, carrier_id)


def leaders_who_carry(work: UnitOfWork, club: KidsClub) -> list[Colleague]:
    """Return who may carry the key sheet of a club, by name: its leaders and stand-ins of today, and nobody else."""
    found = colleagues(work, who_leads(work, club.folder_id, club.base_id)).values()
    return sorted(found, key=lambda one: (one.name, one.worker_code))
