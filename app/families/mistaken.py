"""A whole family written by mistake: only once nobody in it counts."""

from uuid import UUID

from app.access.scope import require, scoped
from app.families.documents import HouseholdProfile
from app.families.members import MEMBERS, counting
from app.families.records import KIND
from app.families.scopes import household_folder, locked_household
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.mistakes.markables import Called, Held, OwnPage, declare_markable
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.household import Household


def _hold(work: UnitOfWork, household_id: UUID, permission: Permission) -> Held[Household]:
    """Load a family, locked, for somebody who marks it. Raises NotAllowedNow (`family-has-members`)."""
    require(work, permission)
    household = locked_household(work, household_id, permission)
    query = scoped(work, MEMBERS.table, permission).where(MEMBERS.table.household_id == household_id)
    if not is_marked(household) and counting(work, work.session.scalars(query).all()):
        raise NotAllowedNow("family-has-members")
    folder = household_folder(work, household)
    folder.check(household)
    return Held(household, folder, household.base_id)


declare_markable(
    Household,
    HouseholdProfile,
    writes=Permission.FAMILY_WRITE,
    hold=_hold,
    involved=lambda _work, household: {household.opened_by},
    page=OwnPage(
        KIND,
        Permission.FAMILY_READ,
        lambda _work, household: Called(reference=household.code, at=household.opened_at),
    ),
)
