"""The list of cases, by code only: highest risk first, then longest without contact."""

from collections import Counter
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from app.access.scope import condition, scoped
from app.bases.known import known_base, known_bases
from app.cases.colleagues import Colleague, known_colleagues
from app.cases.moves import MoveState, stated_move
from app.cases.stages import CaseStatus
from app.cases.tasks import TASKS
from app.cases.unassigned import nobody_since
from app.children.codes import codes_of_children
from app.foundation.day_meanings import DayMeaning, day_due, days_late, last_day
from app.foundation.local_time import local_day
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.vocabulary.risks import Risk
from app.keyring.assigning import assignments_of
from app.keyring.boards import board_fits
from app.keyring.case_status import case_status_of
from app.keyring.folders import Fit
from app.keyring.known_directory import directory_for
from app.mistakes.states import is_marked
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.safety_plan import SafetyPlan
from models.stage_move import StageMove
from models.task import Task

_PLACES: Mapping[str | None, int] = {risk.value: place for place, risk in enumerate(Risk)}


class Timeliness(StrEnum):
    """Whether to list all cases, or only those with something overdue."""

    ALL = ""
    OVERDUE = "overdue"


@dataclass(frozen=True)
class CaseFilter:
    """The list's filter. Without a stage it shows every case that is not closed."""

    stage: CaseStatus | None = None
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
    status: CaseStatus
    days_in_stage: int
    risk: Risk | None
    next_contact_on: date | None
    days_late: int
    tasks_late: int
    move_waits: bool
    workers: tuple[str, ...]
    is_tonight: bool
    """Whether a child of high risk is to be met by tonight."""
    nobody_since: date | None
    """Since what day no caseworker works on it, if it is open and none does."""


@dataclass(frozen=True)
class CaseList(Numbered):
    """One page of the list, and its filter choices.

    For the `changed` cases on it, the list shows only that they were changed outside Wayhome.
    """

    lines: tuple[CaseLine, ...]
    changed: tuple[UUID, ...]
    total: int
    in_all: int
    """How many there are without the filter: of those that are open, or of those that are closed."""
    page: int
    chosen: CaseFilter
    workers: tuple[Colleague, ...]
    bases: tuple[tuple[UUID, str], ...]
    today: date

    @property
    def is_cut(self) -> bool:
        """Whether a filter is in force."""
        return self.chosen != CaseFilter()

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return (*self.lines, *self.changed)


def case_list(work: UnitOfWork, chosen: CaseFilter, *, page: int) -> CaseList:
    """Return one page of the cases the person may read."""
    today = local_day(work.now)
    conditions = _conditions(work, chosen, today)
    query = scoped(work, Case, Permission.CASE_READ).where(*conditions)
    at_risk = _counted(work, conditions)
    found = _on_page(work, query, at_risk, page)
    fits = board_fits(work, found)
    sound = [row for row in found if fits[row.id] is not Fit.CHANGED]
    if found:
        shown = [*(row.id for row in found), *(row.child_id for row in sound)]
        work.record("case.listed", subjects=shown, page=work.page)
    return CaseList(
        lines=tuple(_lines(work, sound, today)),
        changed=tuple(row.id for row in found if fits[row.id] is Fit.CHANGED),
        total=sum(at_risk.values()),
        in_all=_in_all(work, chosen, today) if chosen != CaseFilter() else sum(at_risk.values()),
        page=page,
        chosen=chosen,
        workers=tuple(_workers(work)),
        bases=tuple(_bases(work)),
        today=today,
    )


def _conditions(work: UnitOfWork, chosen: CaseFilter, today: date) -> list[ColumnElement[bool]]:
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
        on_cases = directory_for(work).on_cases_of.get(chosen.assigned_to, ())
        found.append(Case.id.in_([each.case_id for each in on_cases]))
    if chosen.timeliness is Timeliness.OVERDUE:
        is_late = (Task.done_at.is_(None), _task_is_late(today), Task.mistake_id.is_(None))
        late_task = exists().where(Task.case_id == Case.id, *is_late)
        plan = exists().where(SafetyPlan.case_id == Case.id, SafetyPlan.ended_at.is_(None))
        wants_plan = or_(Case.risk == Risk.HIGH.value, Case.stage == CaseStatus.RESCUE.value)
        too_far = Case.next_contact_on > last_day(DayMeaning.CONTACT, today)
        found.append(or_(Case.next_contact_on < today, too_far, late_task, and_(wants_plan, ~plan)))
    return found


def _counted(work: UnitOfWork, conditions: Sequence[ColumnElement[bool]]) -> dict[str | None, int]:
    """Count the cases of each risk, in the order of the list: cases without a risk first, then the highest risk."""
    of_each = select(Case.risk, func.count()).where(condition(work, Case, Permission.CASE_READ), *conditions)
    counts = work.session.execute(of_each.group_by(Case.risk)).all()
    return dict(sorted(counts, key=lambda counted: _PLACES.get(counted[0], -1)))


def _in_all(work: UnitOfWork, chosen: CaseFilter, today: date) -> int:
    whole = CaseFilter(stage=chosen.stage if chosen.stage is CaseStatus.CLOSED else None)
    return sum(_counted(work, _conditions(work, whole, today)).values())


def _on_page(
    work: UnitOfWork, query: Select[Case], at_risk: Mapping[str | None, int], page: int
) -> list[Case]:
    """Return the cases of one page: from each risk, those that fall on it, found with an index and never sorted."""
    found: list[Case] = []
    before = (page - 1) * CaseList.PAGE_SIZE
    for risk, count in at_risk.items():
        if before < count and len(found) < CaseList.PAGE_SIZE:
            in_order = query.where(Case.risk == risk).order_by(Case.next_contact_on.nulls_last(), Case.code)
            found += work.session.scalars(in_order.offset(before).limit(CaseList.PAGE_SIZE - len(found)))
        before = max(0, before - count)
    return found


def _lines(work: UnitOfWork, found: Sequence[Case], today: date) -> list[CaseLine]:
    child_codes = codes_of_children(work, [row.child_id for row in found])
    workers = _workers_by_case(work, found)
    late = _late_tasks(work, [row.id for row in found], today)
    moving = _with_a_move(work, [row.id for row in found])
    return [
        _line(
            work,
            row,
            child_code=child_codes.get(row.child_id, ""),
            workers=tuple(workers.get(row.id, ())),
            tasks_late=late.get(row.id, 0),
            move_waits=row.id in moving,
        )
        for row in found
    ]


def _line(
    work: UnitOfWork,
    row: Case,
    *,
    child_code: str,
    workers: tuple[str, ...],
    tasks_late: int,
    move_waits: bool,
) -> CaseLine:
    today, stated, alone = local_day(work.now), case_status_of(work, row), nobody_since(work, row)
    contact_on = day_due(DayMeaning.CONTACT, row.next_contact_on, today) if row.next_contact_on else None
    return CaseLine(
        id=row.id,
        code=row.code,
        child_code=child_code,
        base=known_base(work, row.base_id).name,
        status=stated.status,
        days_in_stage=max(0, (today - local_day(stated.since)).days),
        risk=Risk(row.risk) if row.risk else None,
        next_contact_on=contact_on,
        days_late=days_late(DayMeaning.CONTACT, row.next_contact_on, today),
        tasks_late=tasks_late,
        move_waits=move_waits,
        workers=workers,
        is_tonight=row.risk == Risk.HIGH and row.next_contact_on == today,
        nobody_since=local_day(alone) if alone else None,
    )


def _workers_by_case(work: UnitOfWork, cases: Sequence[Case]) -> dict[UUID, list[str]]:
    on_case = {case.id: assignments_of(work, case.id, case.base_id) for case in cases}
    names = names_of_staff(work, [each.staff_id for stated in on_case.values() for each in stated])
    return {case_id: [names.get(each.staff_id, "") for each in stated] for case_id, stated in on_case.items()}


def _late_tasks(work: UnitOfWork, case_ids: list[UUID], today: date) -> dict[UUID, int]:
    """Count the late tasks of each case. A changed task appears in red only on the case's own page."""
    query = TASKS.reached(work).where(
        Task.case_id.in_(case_ids), Task.done_at.is_(None), _task_is_late(today)
    )
    rows = work.session.scalars(query).all()
    fits = board_fits(work, rows)
    return Counter(row.case_id for row in rows if fits[row.id] is not Fit.CHANGED and not is_marked(row))


def _task_is_late(today: date) -> ColumnElement[bool]:
    return or_(Task.due_on < today, Task.due_on > last_day(DayMeaning.PLANNED, today))


def _with_a_move(work: UnitOfWork, case_ids: list[UUID]) -> set[UUID]:
    """Return those of the cases with a request to move that nobody has decided yet."""
    query = scoped(work, StageMove, Permission.CASE_READ).where(
        StageMove.case_id.in_(case_ids), StageMove.state == MoveState.ASKED.value
    )
    rows = work.session.scalars(query).all()
    fits = board_fits(work, rows)
    return {row.case_id for row in rows if fits[row.id] is not Fit.CHANGED and stated_move(work, row) is None}


def _workers(work: UnitOfWork) -> list[Colleague]:
    """Return who works on any case the person may read; a caseworker sees only their own, so needs no choice."""
    if work.person.role not in (Role.SUPERVISOR, Role.DIRECTOR):
        return []
    own = work.person.base_id
    on_cases = directory_for(work).on_cases_of
    return known_colleagues(
        work,
        [staff_id for staff_id, on in on_cases.items() if any(own in (None, each.base_id) for each in on)],
    )


def _bases(work: UnitOfWork) -> list[tuple[UUID, str]]:
    """Return the bases a director may choose from; people of one base need no choice."""
    if work.person.base_id is not None:
        return []
    return [(base.id, base.name) for base in known_bases(work)]
