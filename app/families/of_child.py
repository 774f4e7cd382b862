"""The families of one child, and the other children who live or lived there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.access.scope import has, require, scoped
from app.children.children import visible_child
from app.children.names import ChildName, names_of
from app.families.documents import MemberWords
from app.families.member_views import MemberView, member_views
from app.families.members import MEMBERS, rows_of_child
from app.families.records import Found
from app.families.scopes import codes_of_households
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.household_member import HouseholdMember


@dataclass(frozen=True)
class FamilyOfChild:
    """One time of a child in a family, and the children there with their contact rules, this one left out."""

    household_id: UUID
    code: str
    member: MemberView
    siblings: tuple[MemberView, ...]


@dataclass(frozen=True)
class ChildsFamilies:
    """A child's families, those of now first; `changed` counts rows changed outside Wayhome."""

    child_id: UUID
    name: ChildName | None
    code: str
    families: tuple[FamilyOfChild, ...]
    changed: int
    may_write: bool


def families_of_child(work: UnitOfWork, child_id: UUID) -> ChildsFamilies:
    """Return the families of a child. Raises NotVisible, ChangedOutside."""
    require(work, Permission.FAMILY_READ)
    child = visible_child(work, child_id)
    rows = rows_of_child(work, child_id)
    own = MEMBERS.opened(work, rows)
    homes = codes_of_households(work, {one.row.household_id for one in own.records})
    beside = _beside(work, list(homes), child_id)
    today = local_day(work.now)
    views = {one.id: one for one in member_views(work, own, today).records}
    others = {one.id: one for one in member_views(work, beside, today).records}
    found = [
        FamilyOfChild(
            one.row.household_id,
            homes[one.row.household_id],
            views[one.row.id],
            tuple(
                others[each.row.id]
                for each in beside.records
                if each.row.household_id == one.row.household_id and others[each.row.id].is_child
            ),
        )
        for one in own.records
        if one.row.household_id in homes
    ]
    work.note_opened(child.folder_id, child_id, base_id=child.base_id)
    return ChildsFamilies(
        child_id,
        names_of(work, [child_id]).get(child_id),
        child.code,
        tuple(sorted(found, key=lambda one: (not one.member.is_here, one.member.from_on or date.min))),
        len(own.changed) + len(beside.changed),
        has(work, Permission.FAMILY_WRITE),
    )


def _beside(
    work: UnitOfWork, household_ids: Sequence[UUID], child_id: UUID
) -> Found[HouseholdMember, MemberWords]:
    """Return everybody else of these families."""
    if not household_ids:
        return Found()
    query = scoped(work, HouseholdMember, Permission.FAMILY_READ).where(
        HouseholdMember.household_id.in_(household_ids)
    )
    rows = work.session.scalars(query.order_by(HouseholdMember.written_at, HouseholdMember.id)).all()
    return MEMBERS.opened(work, [row for row in rows if row.child_id != child_id])
