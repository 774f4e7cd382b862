"""A family, or one record of it, as it is and was: what it says, what it said before, and its marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.access.scope import has, scoped
from app.families.documents import HouseholdProfile
from app.families.member_views import member_views
from app.families.members import MEMBERS
from app.families.records import ALL_RECORDS, FamilyRecords
from app.families.scopes import household_as_read, visible_household
from app.foundation.errors import ChangedOutside
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.mistakes.earlier import Earlier, earlier_versions, facts_of
from app.mistakes.histories import History
from app.mistakes.states import marks_of
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.household import Household


@dataclass(frozen=True)
class FamilyHistory(History):
    """A family or one record of it, and the family."""

    household_id: UUID
    code: str


def family_history(work: UnitOfWork, record_id: UUID) -> FamilyHistory:
    """Return a family or one record of it. Raises NotVisible, and ChangedOutside when it is not what was written."""
    records = _records_with(work, record_id)
    if records is None:
        return _of_household(work, record_id)
    table = records.table
    row = work.session.scalars(scoped(work, table, Permission.FAMILY_READ).where(table.id == record_id)).one()
    household = visible_household(work, row.household_id)
    one = records.one(work, household.id, record_id)
    child_id = getattr(row, "child_id", None)
    work.note_opened(
        household.folder_id, household.id, *([child_id] if child_id else []), base_id=household.base_id
    )
    earlier = earlier_versions(work, row, records.document)
    return _history(
        work,
        household,
        row,
        document=one.document,
        written=(row.written_by, row.written_at),
        earlier=earlier,
    )


def _of_household(work: UnitOfWork, household_id: UUID) -> FamilyHistory:
    household, profile = household_as_read(work, household_id)
    earlier = earlier_versions(work, household, HouseholdProfile)
    written = (household.opened_by, household.opened_at)
    return _history(work, household, household, document=profile, written=written, earlier=earlier)


def _history(
    work: UnitOfWork,
    household: Household,
    row: Any,
    *,
    document: Any,
    written: tuple[UUID, datetime],
    earlier: tuple[Earlier[Any], ...],
) -> FamilyHistory:
    marks, facts = marks_of(work, [row])[row.id], facts_of(row)
    if marks.is_changed:
        raise ChangedOutside("a record whose marks are not what was written", record=row.id)
    waiting = marks.waiting
    return FamilyHistory(
        household_id=household.id,
        code=household.code,
        record_id=row.id,
        table=row.__tablename__,
        document=document,
        facts=facts,
        written_by=names_of_staff(work, [written[0]]).get(written[0], ""),
        written_at=written[1],
        marks=marks,
        earlier=earlier,
        people=_people(work, household, [facts, *(each.facts for each in earlier)]),
        may_mark=has(work, Permission.FAMILY_WRITE) and document is not None and waiting is None,
        own_ask=marks.own_ask(work.person.id),
    )


def _records_with(work: UnitOfWork, record_id: UUID) -> FamilyRecords[Any, Any] | None:
    """Return the table that the record is in; None for a family itself, or nothing."""
    for records in ALL_RECORDS.values():
        query = scoped(work, records.table, Permission.FAMILY_READ).where(records.table.id == record_id)
        if work.session.scalars(query).first() is not None:
            return records
    return None


def _people(work: UnitOfWork, household: Household, facts: Iterable[Mapping[str, Any]]) -> dict[UUID, str]:
    """Return the names of the staff and of the people of the family whom the facts name."""
    named = {value for each in facts for value in each.values() if isinstance(value, UUID)}
    rows = work.session.scalars(MEMBERS.of_household(work, household.id)).all()
    found = MEMBERS.opened(work, rows)
    views = member_views(work, found, local_day(work.now))
    called = {one.id: one.called for one in (*views.records, *views.marked)}
    return names_of_staff(work, named) | called
