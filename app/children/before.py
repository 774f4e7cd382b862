"""What a child's profile, contact rule and emergency sheet said before they were changed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from app.access.scope import visible
from app.children.children import see_child
from app.children.documents import ChildProfile, EmergencyWords, SafeContact
from app.children.emergency import row_of_sheet, see_sheet
from app.foundation.permissions import Permission
from app.mistakes.earlier import Earlier, earlier_versions
from app.unit_of_work import UnitOfWork
from models.child import Child

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")


@dataclass(frozen=True)
class SaidBefore(Generic[D]):
    """What a document says now, None when it does not open, and said before, newest first."""

    now: D | None
    earlier: tuple[Earlier[D], ...]


@dataclass(frozen=True)
class ChildBefore:
    """A child's profile and contact rule, now and before."""

    id: UUID
    code: str
    base_id: UUID
    profile: SaidBefore[ChildProfile]
    rule: SaidBefore[SafeContact]


@dataclass(frozen=True)
class SheetBefore:
    """A child's emergency sheet, now and before."""

    id: UUID
    code: str
    sheet: SaidBefore[EmergencyWords]


def child_before(work: UnitOfWork, child_id: UUID) -> ChildBefore:
    """Return what was said of a child. Raises NotVisible, and NoKey without a grant."""
    seen = see_child(work, child_id)
    return ChildBefore(
        id=child_id,
        code="" if seen.is_changed else seen.row.code,
        base_id=seen.row.base_id,
        profile=SaidBefore(seen.profile, earlier_versions(work, seen.row, ChildProfile)),
        rule=SaidBefore(seen.rule, earlier_versions(work, seen.row, SafeContact)),
    )


def sheet_before(work: UnitOfWork, child_id: UUID) -> SheetBefore:
    """Return what was said on a child's sheet. Raises NotVisible, and NoKey without a grant."""
    visible(work, Child, child_id, Permission.EMERGENCY_READ)
    sheet = see_sheet(work, child_id)
    row = row_of_sheet(work, child_id)
    earlier = earlier_versions(work, row, EmergencyWords) if row is not None else ()
    return SheetBefore(id=child_id, code=sheet.code, sheet=SaidBefore(sheet.words, earlier))
