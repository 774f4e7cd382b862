"""Who reaches which families: caseworkers and supervisors those of their base, directors all of them."""

from collections.abc import Collection
from uuid import UUID

from app.access.addresses import declare_address
from app.access.scope import declare_scope, locked_row, own_base, scoped, visible_for
from app.families.documents import HouseholdProfile
from app.foundation.errors import ChangedOutside
from app.foundation.permissions import Permission, Reach
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write
from app.unit_of_work import UnitOfWork
from models.family_support import FamilySupport
from models.household import Household, HouseholdAddress
from models.household_member import HouseholdMember
from models.mistake import MistakeMark
from models.parent_wish import ParentWish

_ALLOWED = frozenset({Permission.FAMILY_READ, Permission.FAMILY_WRITE, Permission.MISTAKE_DECIDE})

declare_scope(Household, allowed=_ALLOWED, rules={Reach.BASE: own_base(Household.base_id)})
declare_scope(HouseholdAddress, allowed=_ALLOWED, rules={Reach.BASE: own_base(HouseholdAddress.base_id)})
declare_scope(HouseholdMember, allowed=_ALLOWED, rules={Reach.BASE: own_base(HouseholdMember.base_id)})
declare_scope(FamilySupport, allowed=_ALLOWED, rules={Reach.BASE: own_base(FamilySupport.base_id)})
declare_scope(ParentWish, allowed=_ALLOWED, rules={Reach.BASE: own_base(ParentWish.base_id)})
declare_address("household_id", "member_id", HouseholdMember.household_id)
declare_address("household_id", "support_id", FamilySupport.household_id)
declare_address("household_id", "wish_id", ParentWish.household_id)
declare_address("family_record_id", "mark_id", MistakeMark.about_id)


def visible_household(
    work: UnitOfWork, household_id: UUID, permission: Permission = Permission.FAMILY_READ
) -> Household:
    """Load a family through a permission, to rely on what its row says.

    Raises NotVisible for people who may not read it, Refused for readers who lack the permission; ChangedOutside,
    recorded, when its row is not what was written.
    """
    row = visible_for(work, Household, household_id, permission, reads=Permission.FAMILY_READ)
    return _as_written(work, row)


def locked_household(work: UnitOfWork, household_id: UUID, permission: Permission) -> Household:
    """Load a family and lock its row until this work ends: all its records are written under this lock.

    Raises as `visible_household` does.
    """
    visible_household(work, household_id, permission)
    row = locked_row(work, Household, household_id, permission)
    return _as_written(work, row)


def household_folder(work: UnitOfWork, household: Household) -> FolderToWrite:
    """Open the folder of a family, to seal in it. Raises NoKey, KeyRefused."""
    return folder_to_write(work, FolderKind.HOUSEHOLD, household.folder_id, base_id=household.base_id)


def _as_written(work: UnitOfWork, row: Household) -> Household:
    if board_fits(work, [row])[row.id] is Fit.CHANGED:
        raise ChangedOutside("a family's row that is not what was written", household=row.id)
    return row


def household_as_read(work: UnitOfWork, household_id: UUID) -> tuple[Household, HouseholdProfile | None]:
    """Load a family for its page, with what is said of it; None for what does not open. Raises as above."""
    row = visible_household(work, household_id)
    return row, open_folder(work, row.folder_id).look(row, HouseholdProfile).document


def codes_of_households(work: UnitOfWork, household_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the codes of those of the families that this person reads and whose row is what was written."""
    if not household_ids:
        return {}
    query = scoped(work, Household, Permission.FAMILY_READ).where(Household.id.in_(household_ids))
    rows = work.session.scalars(query).all()
    fits = board_fits(work, rows)
    return {row.id: row.code for row in rows if fits[row.id] is not Fit.CHANGED}
