"""Lists families a page at a time: by code and name, with how many belong to each."""

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from app.access.scope import condition, has, require, scoped
from app.bases.known import known_bases
from app.families.documents import HouseholdProfile
from app.families.members import belongs_on, counting
from app.foundation.local_time import local_day
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.typed_codes import codes_meant
from app.keyring.folders import Look, folders_to_check
from app.keyring.misplaced_rows import looks_in
from app.unit_of_work import UnitOfWork
from models.child import Child
from models.household import Household
from models.household_member import HouseholdMember


class Which(StrEnum):
    """Whether to list the families somebody works with, those that are closed, or all."""

    OPEN = ""
    CLOSED = "closed"
    ALL = "all"


class Order(StrEnum):
    """The order of the list."""

    NEWEST = ""
    CODE = "code"


@dataclass(frozen=True)
class FamilyFilter:
    """The list's filter. `code` is of a family, or of a child who belongs or belonged to it."""

    which: Which = Which.OPEN
    base_id: UUID | None = None
    code: str = ""
    order: Order = Order.NEWEST

    @property
    def is_cut(self) -> bool:
        """Whether some families are left out that the person chose to leave out."""
        return self.which is not Which.OPEN or self.base_id is not None or bool(self.code.strip())


@dataclass(frozen=True)
class FamilyLine:
    """One family in the list. If it `is_changed` outside Wayhome, nothing of it is shown; `name` is "" if refused."""

    id: UUID
    code: str
    base_id: UUID
    name: str
    people: int
    children: int
    opened_at: datetime
    is_closed: bool
    is_mistaken: bool
    is_changed: bool


@dataclass(frozen=True)
class FamilyList(Numbered):
    """One page of the list, with how many there are on all pages, and how many this person reads."""

    lines: tuple[FamilyLine, ...]
    total: int
    in_all: int
    page: int
    bases: Mapping[UUID, str]
    may_write: bool

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines


def family_list(work: UnitOfWork, chosen: FamilyFilter, *, page: int) -> FamilyList:
    """Return one page of the families this person reads; what is shown is recorded with its ids."""
    require(work, Permission.FAMILY_READ)
    everything = scoped(work, Household, Permission.FAMILY_READ)
    query = everything.where(*_conditions(work, chosen))
    total = _count(work, query)
    start = (min(page, max(-(-total // FamilyList.PAGE_SIZE), 1)) - 1) * FamilyList.PAGE_SIZE
    rows = work.session.scalars(
        query.order_by(*_order(chosen.order)).offset(start).limit(FamilyList.PAGE_SIZE)
    ).all()
    return FamilyList(
        lines=family_lines(work, rows),
        total=total,
        in_all=_count(work, everything) if chosen.is_cut else total,
        page=start // FamilyList.PAGE_SIZE + 1,
        bases={base.id: base.name for base in known_bases(work) if work.person.base_id in (None, base.id)},
        may_write=has(work, Permission.FAMILY_WRITE),
    )


def family_lines(work: UnitOfWork, rows: Sequence[Household]) -> tuple[FamilyLine, ...]:
    """Return families, loaded through their permission, as lines; the trail then says that they were listed."""
    looks = looks_at(work, rows)
    members = _members_of(work, [row.id for row in rows])
    for row in rows:
        work.note_listed(row.folder_id, row.id, base_id=row.base_id)
    return tuple(_line(work, row, looks[row.id], members.get(row.id, ())) for row in rows)


def looks_at(work: UnitOfWork, rows: Sequence[Household]) -> dict[UUID, Look[HouseholdProfile]]:
    """Return what is said of each family, without noting that it was opened: a list shows its name alone."""
    folders = folders_to_check(work, [row.folder_id for row in rows])
    return looks_in(work, folders, rows, HouseholdProfile)


def _line(
    work: UnitOfWork, row: Household, look: Look[HouseholdProfile], members: Sequence[HouseholdMember]
) -> FamilyLine:
    here = [each for each in members if belongs_on(each, local_day(work.now))]
    return FamilyLine(
        id=row.id,
        code="" if look.is_changed else row.code,
        base_id=row.base_id,
        name=look.document.name if look.document is not None else "",
        people=len(here),
        children=sum(each.child_id is not None for each in here),
        opened_at=row.opened_at,
        is_closed=row.closed_at is not None,
        is_mistaken=row.mistake_id is not None,
        is_changed=look.is_changed,
    )


def _members_of(work: UnitOfWork, household_ids: Sequence[UUID]) -> dict[UUID, list[HouseholdMember]]:
    if not household_ids:
        return {}
    query = scoped(work, HouseholdMember, Permission.FAMILY_READ)
    rows = work.session.scalars(query.where(HouseholdMember.household_id.in_(household_ids))).all()
    found: dict[UUID, list[HouseholdMember]] = {}
    for row in counting(work, rows):
        found.setdefault(row.household_id, []).append(row)
    return found


def _count(work: UnitOfWork, query: Select[Household]) -> int:
    return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _conditions(work: UnitOfWork, chosen: FamilyFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.which is Which.OPEN:
        found.append(Household.closed_at.is_(None))
    elif chosen.which is Which.CLOSED:
        found.append(Household.closed_at.is_not(None))
    if chosen.base_id is not None:
        found.append(Household.base_id == chosen.base_id)
    if chosen.code.strip():
        found.append(_with_code(work, codes_meant(chosen.code)))
    return found


def _with_code(work: UnitOfWork, codes: Sequence[str]) -> ColumnElement[bool]:
    """Limit to a family with one of these codes, or one that a child with such a code belongs or belonged to."""
    of_child = (
        scoped(work, HouseholdMember, Permission.FAMILY_READ)
        .join(Child, Child.id == HouseholdMember.child_id)
        .where(
            condition(work, Child, Permission.PROFILE_READ),
            Child.code.in_(codes),
            HouseholdMember.mistake_id.is_(None),
        )
        .with_only_columns(HouseholdMember.household_id)
    )
    return Household.code.in_(codes) | Household.id.in_(of_child)


def _order(order: Order) -> tuple[ColumnElement[Any], ...]:
    if order is Order.CODE:
        # PP-F-10000 comes after PP-F-9999.
        return func.length(Household.code), Household.code.asc()
    return Household.opened_at.desc(), Household.id.desc()
