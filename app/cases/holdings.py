"""The cases and tasks of a colleague who leaves, and how they are given to somebody else."""

from collections.abc import Iterable
from uuid import UUID

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.cases.assigning import assign
from app.cases.colleagues import Colleague, assignable
from app.cases.tasks import TASKS, give_task, takers_of
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.case_status import those_open
from app.keyring.known_directory import directory_for
from app.offers.holdings import Held, Taker
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.task import Task

CASE = N_("Case")
TASK = N_("Task")
NOBODY_YET = N_("nobody yet: it is late on Today until somebody is assigned")


def held(work: UnitOfWork, staff_id: UUID) -> list[Held]:
    """Return the open cases that somebody is assigned to, and their open tasks."""
    if not has(work, Permission.CASE_ASSIGN):
        return []
    return [*_cases(work, staff_id), *_tasks(work, staff_id)]


def hand_over_case(work: UnitOfWork, item: Held, to: UUID | None) -> None:
    """Assign somebody to the case instead; whoever leaves loses their place when the account is closed."""
    if to is None:
        return
    try:
        assign(work, item.record_id, to)
    except AlreadyDone:
        return


def hand_over_task(work: UnitOfWork, item: Held, to: UUID | None) -> None:
    """Give a task to somebody. Raises NotAllowedNow with `not-a-taker` for whoever cannot open its case."""
    if to is None:
        raise NotAllowedNow("not-a-taker")
    give_task(work, item.page_id, item.record_id, to)


def _cases(work: UnitOfWork, staff_id: UUID) -> list[Held]:
    ids = [each.case_id for each in directory_for(work).on_cases_of.get(staff_id, ())]
    query = scoped(work, Case, Permission.CASE_ASSIGN).where(Case.id.in_(ids), Case.closed_at.is_(None))
    cases = those_open(work, work.session.scalars(query.order_by(Case.code)))
    return [
        Held(
            "case",
            case.id,
            case.id,
            CASE,
            codes_of_cases(work, [case.id])[case.id],
            takers=_named(assignable(work, case.base_id, besides=[staff_id])),
            otherwise=NOBODY_YET,
        )
        for case in cases
    ]


def _tasks(work: UnitOfWork, staff_id: UUID) -> list[Held]:
    query = TASKS.of_open_cases(work).where(Task.assignee_id == staff_id, Task.done_at.is_(None))
    found = TASKS.opened(work, query.order_by(Task.due_on, Task.id)).records
    codes = codes_of_cases(work, [one.row.case_id for one in found])
    return [
        Held(
            "task",
            one.row.id,
            one.row.case_id,
            TASK,
            codes[one.row.case_id],
            one.document.words if one.document else "",
            takers=_takers(work, one.row, staff_id),
            default=work.person.id,
        )
        for one in found
    ]


def _takers(work: UnitOfWork, task: Task, staff_id: UUID) -> tuple[Taker, ...]:
    """Return who could take a task: whoever opens its case, and whoever may be assigned to it in the same step."""
    found = {one.id: one for one in assignable(work, task.base_id, besides=[staff_id])}
    found |= {one.id: one for one in takers_of(work, task.case_id) if one.id != staff_id}
    return _named(found.values())


def _named(people: Iterable[Colleague]) -> tuple[Taker, ...]:
    return tuple(sorted((Taker(one.id, one.name) for one in people), key=lambda one: one.name))
