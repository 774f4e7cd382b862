"""The page of a family, by its code, as far as this person reads it."""

from dataclasses import dataclass
from uuid import UUID

from app.access.scope import has
from app.families.documents import HouseholdProfile
from app.families.scopes import visible_household
from app.foundation.permissions import Permission
from app.keyring.folders import open_folder
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class HouseholdPage:
    """One family; `profile` is None when it does not open."""

    id: UUID
    code: str
    profile: HouseholdProfile | None
    may_write: bool


def household_page(work: UnitOfWork, household_id: UUID) -> HouseholdPage:
    """Return the page of a family. Raises NotVisible, ChangedOutside."""
    row = visible_household(work, household_id)
    look = open_folder(work, row.folder_id).look(row, HouseholdProfile)
    work.note_opened(row.folder_id, row.id, base_id=row.base_id)
    return HouseholdPage(row.id, row.code, look.document, has(work, Permission.FAMILY_WRITE))
