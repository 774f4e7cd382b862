"""What families have for Today: papers that end, and support that somebody is to look at again."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.access.scope import condition, has, scoped
from app.families.records import R
from app.families.scopes import codes_of_households
from app.foundation.chronology import CodedRecord, DueItem
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.family_record import FamilyRecord
from models.family_support import FamilySupport
from models.household import Household
from models.household_member import HouseholdMember

PAPER_ENDS = N_("A paper that gives authority over a child ends: ask for a new one")
LOOK_AGAIN = N_("Ask the family how far this is")
FAMILY = N_("Family")
WARNED = timedelta(days=30)
"""How long before a paper ends somebody is told: an office takes its time."""
MOST_LOOKED_AT = 100


def due_families(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the papers that end and the support to look at again, of families this person works with.

    They work with those they wrote of, and with those of the children whose open case they are assigned to. Whoever
    assigns cases sees what is late in their whole base, whoever wrote it.
    """
    if not has(work, Permission.FAMILY_WRITE):
        return []
    today = local_day(work.now)
    papers = (HouseholdMember, HouseholdMember.paper_until, DayMeaning.EXPIRES, PAPER_ENDS)
    supports = (FamilySupport, FamilySupport.look_on, DayMeaning.GOAL, LOOK_AGAIN)
    warned, asked = until + WARNED, until
    if has(work, Permission.CASE_ASSIGN):
        warned = asked = today
    still = or_(HouseholdMember.until_on.is_(None), HouseholdMember.until_on > today)
    return [
        *_items(work, *papers, warned, still),
        *_items(work, *supports, asked, true()),
    ]


def _items(
    work: UnitOfWork,
    table: type[R],
    due_on: InstrumentedAttribute[Any],
    means: DayMeaning,
    title: str,
    last: date,
    also: ColumnElement[bool],
) -> list[DueItem]:
    today = local_day(work.now)
    furthest = means.value.days(today)[1]
    query = scoped(work, table, Permission.FAMILY_WRITE).where(
        or_(due_on <= last, due_on > furthest), table.mistake_id.is_(None), also, _is_theirs(work, table)
    )
    rows = work.session.scalars(query.order_by(due_on).limit(MOST_LOOKED_AT)).all()
    fits, homes = board_fits(work, rows), _open_homes(work, rows)
    return [
        DueItem(
            due_on=today if fits[row.id] is Fit.CHANGED else day_due(means, getattr(row, due_on.key), today),
            kind="family",
            record_id=row.household_id,
            title=title,
            code="" if fits[row.id] is Fit.CHANGED else homes[row.household_id],
            is_changed=fits[row.id] is Fit.CHANGED,
        )
        for row in rows
        if row.household_id in homes
    ]


def _is_theirs(work: UnitOfWork, table: type[FamilyRecord]) -> ColumnElement[bool]:
    if has(work, Permission.CASE_ASSIGN):
        return true()
    # Checked row by row, along the members of one family and the cases of one child.
    member = aliased(HouseholdMember)
    theirs = (
        select(member.id)
        .join(Case, Case.child_id == member.child_id)
        .where(
            member.household_id == table.household_id,
            Case.closed_at.is_(None),
            condition(work, Case, Permission.CASE_READ),
        )
        .correlate(table)
        .exists()
    )
    return or_(table.written_by == work.person.id, theirs)


def _open_homes(work: UnitOfWork, rows: Sequence[FamilyRecord]) -> dict[UUID, str]:
    """Return the codes of the families that somebody works with."""
    ids = {row.household_id for row in rows}
    if not ids:
        return {}
    query = scoped(work, Household, Permission.FAMILY_READ).where(
        Household.id.in_(ids), Household.closed_at.is_(None), Household.mistake_id.is_(None)
    )
    return codes_of_households(work, {row.id for row in work.session.scalars(query)})


def family_by_code(work: UnitOfWork, code: str) -> Sequence[CodedRecord]:
    """Return the family with exactly this code, as far as this person reads it."""
    if not has(work, Permission.FAMILY_READ):
        return []
    query = scoped(work, Household, Permission.FAMILY_READ).where(Household.code == code)
    rows = work.session.scalars(query).all()
    fits = board_fits(work, rows)
    return [
        CodedRecord("family", FAMILY, row.code, row.id, row.opened_at)
        for row in rows
        if fits[row.id] is not Fit.CHANGED
    ]
