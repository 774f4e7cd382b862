"""Builds the page of an emergency sheet: the child, how to make contact, and what is written."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.scope import has
from app.children.children import see_child
from app.children.contact_rules import rule_shown
from app.children.documents import EmergencyWords
from app.children.emergency import see_sheet
from app.children.names import ChildName, names_of
from app.foundation.contact_rules import ContactRule
from app.foundation.permissions import Permission
from app.staff.colleagues import colleagues
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class EmergencyPage:
    """A sheet as this person may see it; `words` is None when it does not open, `rule` when there is none."""

    id: UUID
    code: str
    name: ChildName | None
    words: EmergencyWords | None
    is_empty: bool
    rule: ContactRule | None
    changed_by: str
    changed_at: datetime | None
    may_write: bool
    may_print: bool


def emergency_page(work: UnitOfWork, child_id: UUID) -> EmergencyPage:
    """Return the page of a child's sheet. Raises NotVisible, and NoKey without a grant."""
    sheet = see_sheet(work, child_id)
    people = colleagues(work, [sheet.updated_by])
    return EmergencyPage(
        id=sheet.child_id,
        code=sheet.code,
        name=names_of(work, [child_id]).get(child_id),
        words=sheet.words,
        is_empty=sheet.is_empty,
        rule=_rule(work, child_id),
        changed_by=people[sheet.updated_by].name if sheet.updated_by in people else "",
        changed_at=sheet.updated_at,
        may_write=has(work, Permission.EMERGENCY_WRITE),
        # Looks and guardian, which belong on it, are the profile's.
        may_print=has(work, Permission.SHEET_PRINT) and has(work, Permission.PROFILE_READ),
    )


def _rule(work: UnitOfWork, child_id: UUID) -> ContactRule | None:
    if not has(work, Permission.PROFILE_READ):
        return None
    return rule_shown(work, see_child(work, child_id).rule)
