"""What families tell of a child's road: that the child joined or left one, and that a parent asked for a place."""

from datetime import date, datetime, time
from uuid import UUID

from app.access.scope import has, scoped
from app.families.documents import MemberWords
from app.families.members import MEMBERS, rows_of_child
from app.families.records import Opened
from app.families.wishes import WISHES
from app.foundation.chronology import ChronologyEntry
from app.foundation.local_time import to_utc
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.household_member import HouseholdMember
from models.parent_wish import ParentWish

KIND = "family"
JOINED = N_("Belongs to a family")
LEFT = N_("Left a family")
ASKED = N_("A parent asked us to find a place for the child")
TAKEN_BACK = N_("The parent took back that a place was asked for")
DECIDED = N_("An authority decided about the place that a parent asked for")


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return what this person may read of the child's families, in no particular order."""
    if not has(work, Permission.FAMILY_READ):
        return []
    rows = rows_of_child(work, child_id)
    found = MEMBERS.opened(work, rows)
    changed = [
        ChronologyEntry(row.written_at, KIND, row.household_id, JOINED, is_changed=True)
        for row in rows
        if row.id in found.changed
    ]
    every = (*found.records, *found.marked)
    told = [entry for one in every for entry in _of_member(one)]
    return [*told, *changed, *_wishes(work, [one.row.id for one in found.records])]


def _of_member(one: Opened[HouseholdMember, MemberWords]) -> list[ChronologyEntry]:
    row, words = one.row, one.document
    began = _start(row.from_on) if row.from_on is not None else row.written_at
    entries = [_entry(one, began, JOINED, words.notes if words else "")]
    if row.until_on is not None:
        entries.append(_entry(one, _start(row.until_on), LEFT, words.left_because if words else ""))
    return entries


def _entry(one: Opened[HouseholdMember, MemberWords], at: datetime, title: str, text: str) -> ChronologyEntry:
    return ChronologyEntry(
        at=at,
        kind=KIND,
        record_id=one.row.household_id,
        title=title,
        text=text,
        by=one.written_by,
        recorded_at=one.row.written_at,
        is_sealed=one.document is None,
        is_mistaken=one.marks.is_marked,
    )


def _wishes(work: UnitOfWork, member_ids: list[UUID]) -> list[ChronologyEntry]:
    if not member_ids:
        return []
    query = scoped(work, ParentWish, Permission.FAMILY_READ).where(ParentWish.child_member_id.in_(member_ids))
    rows = work.session.scalars(query).all()
    found = WISHES.opened(work, rows)
    changed = [
        ChronologyEntry(row.written_at, KIND, row.household_id, ASKED, is_changed=True)
        for row in rows
        if row.id in found.changed
    ]
    told = []
    for one in (*found.records, *found.marked):
        words = one.document
        steps = (
            (one.row.asked_on, ASKED, words.said if words else ""),
            (one.row.taken_back_on, TAKEN_BACK, words.taken_back if words else ""),
            (one.row.decided_on, DECIDED, words.decided if words else ""),
        )
        told += [
            ChronologyEntry(
                at=_start(day),
                kind=KIND,
                record_id=one.row.household_id,
                title=title,
                text=text,
                by=one.written_by,
                recorded_at=one.row.written_at,
                is_weighty=True,
                is_sealed=words is None,
                is_mistaken=one.marks.is_marked,
            )
            for day, title, text in steps
            if day is not None
        ]
    return [*told, *changed]


def _start(day: date) -> datetime:
    return to_utc(datetime.combine(day, time(0)))
