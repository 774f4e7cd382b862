"""The list of cases: by code only, the highest risk and the longest without contact first."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from app.access.scope import condition, scoped
from app.cases.colleagues import Colleague
from app.cases.moves import MoveState
from app.cases.stages import Standing
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary.risks import Risk
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.assignment import Assignment
from models.base import Base
from models.case import Case
from models.child import Child
from models.staff_member import StaffMember
from models.stage_move import StageMove
from models.task import Task

PAGE_SIZE = 50


class Timeliness(StrEnum):
    """Whether to list all cases or only those where something is late."""

    ALL = ""
    OVERDUE = "overdue"


@dataclass(frozen=True)
class CaseFilter:
    """What the list is cut to. Without a stage it shows every case that is not closed."""

    stage: Standing | None = None
    risk: Risk | None = None
    assigned_to: UUID | None = None
    timeliness: Timeliness = Timeliness.ALL
    base_id: UUID | None = None


@dataclass(frozen=True)
class CaseLine:
    """One line of the list; nothing in it is sealed."""

    id: UUID
    code: str
    child_code: str
    base: str
    standing: Standing
    days_in_stage: int
    risk: Risk | None
    next_contact_on: date | None
    days_late: int
    tasks_late: int
    move_waits: bool
    workers: tuple[str, ...]


@dataclass(frozen=True)
class CaseList:
    """One page of the list, and what it may be cut by."""

    lines: tuple[CaseLine, ...]
    total: int
    page: int
    chosen: CaseFilter
    workers: tuple[Colleague, ...]
    bases: tuple[tuple[UUID, str], ...]

    @property
    def is_cut(self) -> bool:
        """Whether a filter is in force."""
        return self.chosen != CaseFilter()

    @property
    def first(self) -> int:
        """The number of the first line shown, from 1."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The number of the last line shown."""
        return self.first + len(self.lines) - 1


def case_list(work: UnitOfWork, chosen: CaseFilter, *, page: int) -> CaseList:
    """Return one page of the cases the person may read."""
    today = local_day(work.now)
    conditions = _conditions(chosen, today)
    query = scoped(work, Case, Permission.CASE_READ).where(*conditions)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    found = work.session.scalars(_in_order(query).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    if found:
        work.record("case.listed", subjects=[row.id for row in found])
    return CaseList(
        lines=tuple(_lines(work, list(found), today)),
        total=total,
        page=page,
        chosen=chosen,
        workers=tuple(_workers(work)),
        bases=tuple(_bases(work)),
    )


def _conditions(chosen: CaseFilter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.stage is None:
        found.append(Case.closed_at.is_(None))
    else:
        found.append(Case.stage == chosen.stage.value)
    if chosen.risk is not None:
        found.append(Case.risk == chosen.risk.value)
    if chosen.base_id is not None:
        found.append(Case.base_id == chosen.base_id)
    if chosen.assigned_to is not None:
        on_it = select(Assignment.case_id).where(
            Assignment.staff_id == chosen.assigned_to, Assignment.until_at.is_(None)
        )
        found.append(Case.id.in_(on_it))
    if chosen.timeliness is Timeliness.OVERDUE:
        late_task = exists().where(Task.case_id == Case.id, Task.done_at.is_(None), Task.due_on < today)
        found.append(or_(Case.next_contact_on < today, late_task))
    return found


def _in_order(query: Select[Case]) -> Select[Case]:
    rank = case({risk.value: place for place, risk in enumerate(Risk)}, value=Case.risk, else_=-1)
    return query.order_by(rank, Case.next_contact_on.is_(None), Case.next_contact_on, Case.code)


def _lines(work: UnitOfWork, found: list[Case], today: date) -> list[CaseLine]:
    child_codes = dict(
        work.session.execute(
            select(Child.id, Child.code).where(Child.id.in_([row.child_id for row in found]))
        ).all()
    )
    bases = dict(work.session.execute(select(Base.id, Base.name)).all())
    workers = _workers_by_case(work, [row.id for row in found])
    late = _late_tasks(work, [row.id for row in found], today)
    moving = _with_a_move(work, [row.id for row in found])
    return [
        CaseLine(
            id=row.id,
            code=row.code,
            child_code=child_codes[row.child_id],
            base=bases[row.base_id],
            standing=Standing(row.stage),
            days_in_stage=(today - local_day(row.stage_since)).days,
            risk=Risk(row.risk) if row.risk else None,
            next_contact_on=row.next_contact_on,
            days_late=max(0, (today - row.next_contact_on).days) if row.next_contact_on else 0,
            tasks_late=late.get(row.id, 0),
            move_waits=row.id in moving,
            workers=tuple(workers.get(row.id, ())),
        )
        for row in found
    ]


def _workers_by_case(work: UnitOfWork, case_ids: list[UUID]) -> dict[UUID, list[str]]:
    rows = work.session.execute(
        select(Assignment.case_id, Assignment.staff_id)
        .where(Assignment.case_id.in_(case_ids), Assignment.until_at.is_(None))
        .order_by(Assignment.from_at)
    ).all()
    names = names_of_staff(work, [staff_id for _, staff_id in rows])
    workers: dict[UUID, list[str]] = {}
    for case_id, staff_id in rows:
        workers.setdefault(case_id, []).append(names.get(staff_id, ""))
    return workers


def _late_tasks(work: UnitOfWork, case_ids: list[UUID], today: date) -> dict[UUID, int]:
    query = (
        select(Task.case_id, func.count())
        .where(Task.case_id.in_(case_ids), Task.done_at.is_(None), Task.due_on < today)
        .group_by(Task.case_id)
    )
    return dict(work.session.execute(query).all())


def _with_a_move(work: UnitOfWork, case_ids: list[UUID]) -> set[UUID]:
    """Return those of the cases whose next stage somebody asked for and nobody decided yet."""
    query = (
        scoped(work, StageMove, Permission.CASE_READ)
        .with_only_columns(StageMove.case_id)
        .where(StageMove.case_id.in_(case_ids), StageMove.state == MoveState.ASKED.value)
    )
    return set(work.session.scalars(query))


def _workers(work: UnitOfWork) -> list[Colleague]:
    """Return who works on any case the person may read; a caseworker, who sees their own only, needs no choice."""
    if work.person.role not in (Role.SUPERVISOR, Role.DIRECTOR):
        return []
    # Asked colleague by colleague, which ends with the first such case of each.
    on_one = (
        select(Assignment.id)
        .join(Case, Case.id == Assignment.case_id)
        .where(
            Assignment.staff_id == StaffMember.id,
            Assignment.until_at.is_(None),
            condition(work, Case, Permission.CASE_READ),
        )
    )
    query = (
        select(StaffMember.id, StaffMember.display_name, StaffMember.role)
        .where(on_one.exists())
        .order_by(StaffMember.display_name)
    )
    return [Colleague(row.id, row.display_name, Role(row.role)) for row in work.session.execute(query)]


def _bases(work: UnitOfWork) -> list[tuple[UUID, str]]:
    """Return the bases a director may choose from; people of one base need no choice."""
    if work.person.base_id is not None:
        return []
    return list(work.session.execute(select(Base.id, Base.name).order_by(Base.name)))
