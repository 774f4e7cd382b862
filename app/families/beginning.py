"""Begins a family with the child from whose page somebody came."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from app.access.scope import require
from app.children.children import visible_child
from app.families.documents import MemberWords
from app.families.households import HouseholdInput, begin_household
from app.families.members import MemberInput, add_member
from app.foundation.permissions import Permission
from app.foundation.vocabulary.family_roles import FamilyRole
from app.unit_of_work import UnitOfWork
from models.household import Household


@dataclass(frozen=True)
class TakenAlong:
    """The child who is taken along, and whether they live in two families at one time, as somebody said."""

    child_id: UUID
    is_beside_others: bool = False


def begin_family(
    work: UnitOfWork, household_id: UUID, new: HouseholdInput, child: TakenAlong | None = None
) -> Household:
    """Begin a family, with a child of the same base if one is taken along.

    Raises as `begin_household` and `add_member` do.
    """
    require(work, Permission.FAMILY_WRITE)
    if child is None:
        return begin_household(work, household_id, new)
    base_id = visible_child(work, child.child_id).base_id
    household = begin_household(work, household_id, HouseholdInput(new.profile, base_id))
    words = MemberWords(FamilyRole.CHILD, is_beside_others=child.is_beside_others)
    member_id = uuid5(household_id, str(child.child_id))
    add_member(work, household_id, member_id, MemberInput(words, child.child_id))
    return household
