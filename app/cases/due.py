"""What is due in cases: tasks, and meeting the child again."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.access.scope import condition, has, scoped
from app.cases.reading import codes_of_cases
from app.cases.tasks import opened_tasks
from app.foundation.access_rules import reach_of
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission, Reach
from app.keyring.policy import Duty
from app.unit_of_work import UnitOfWork
from models.assignment import Assignment
from models.case import Case
from models.task import Task

TASK = N_("Task")
CONTACT = N_("Meet the child")
NOBODY_ASSIGNED = N_("Nobody is assigned to the case")


def due_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return what is due for this person up to a day: their own tasks in words, the next contacts of their cases.

    Those who see a whole base or more are shown what is late there and nobody's, not everybody's daily work.
    """
    return [*_own_tasks(work, until), *_others_late_tasks(work), *_contacts(work, until)]


def due_of_case(work: UnitOfWork, case_id: UUID) -> list[DueItem]:
    """Return what is due in one case, whoever does it. Tasks stand in a list of their own on its page."""
    query = _open_cases(work).where(Case.id == case_id, Case.next_contact_on.is_not(None))
    return [_contact(row) for row in work.session.scalars(query)]


def _open_cases(work: UnitOfWork) -> Select[Case]:
    return scoped(work, Case, Permission.CASE_READ).where(Case.closed_at.is_(None))


def sees_widely(work: UnitOfWork) -> bool:
    """Tell whether the person reads the cases of a whole base or more, so that only what is late is shown to them."""
    return reach_of(work.person, Permission.CASE_READ) in (Reach.BASE, Reach.ALL)


def _tasks(work: UnitOfWork) -> Select[Task]:
    # Asked task by task: a list of all open cases would be made for every question.
    still_open = select(Case.id).where(
        Case.id == Task.case_id, condition(work, Case, Permission.CASE_READ), Case.closed_at.is_(None)
    )
    return scoped(work, Task, Permission.CASE_READ).where(Task.done_at.is_(None), still_open.exists())


def _own_tasks(work: UnitOfWork, until: date) -> list[DueItem]:
    query = _tasks(work).where(Task.assignee_id == work.person.id, Task.due_on <= until)
    tasks = list(work.session.scalars(query.order_by(Task.due_on).limit(50)))
    codes = codes_of_cases(work, [task.case_id for task in tasks])
    return [
        DueItem(
            view.due_on,
            "task",
            view.case_id,
            TASK,
            codes[view.case_id],
            view.words or "",
            None,
            view.assignee_id,
        )
        for view in opened_tasks(work, tasks)
    ]


def _others_late_tasks(work: UnitOfWork) -> list[DueItem]:
    """Return late tasks of others or of nobody, by code only, to those who see widely."""
    if not sees_widely(work):
        return []
    query = _tasks(work).where(
        Task.due_on < local_day(work.now), or_(Task.assignee_id.is_(None), Task.assignee_id != work.person.id)
    )
    tasks = list(work.session.scalars(query.order_by(Task.due_on).limit(50)))
    codes = codes_of_cases(work, [task.case_id for task in tasks])
    return [
        DueItem(task.due_on, "task", task.case_id, TASK, codes[task.case_id], assignee_id=task.assignee_id)
        for task in tasks
    ]


def _contacts(work: UnitOfWork, until: date) -> list[DueItem]:
    query = _open_cases(work).where(Case.next_contact_on.is_not(None))
    if sees_widely(work):
        query = query.where(Case.next_contact_on < local_day(work.now))
    else:
        query = query.where(Case.next_contact_on <= until)
    return [_contact(row) for row in work.session.scalars(query.order_by(Case.next_contact_on).limit(100))]


def _contact(row: Case) -> DueItem:
    return DueItem(row.next_contact_on or date.max, "contact", row.id, CONTACT, row.code)


def unassigned_cases(work: UnitOfWork) -> list[DueItem]:
    """Return open cases that nobody works on, to those who may assign, from the day they were opened."""
    if not has(work, Permission.CASE_ASSIGN):
        return []
    on_it = select(Assignment.id).where(
        Assignment.case_id == Case.id,
        Assignment.until_at.is_(None),
        Assignment.duty == Duty.CASEWORKER.value,
    )
    query = _open_cases(work).where(~on_it.exists()).order_by(Case.opened_at).limit(50)
    return [
        DueItem(local_day(row.opened_at), "unassigned", row.id, NOBODY_ASSIGNED, row.code)
        for row in work.session.scalars(query)
    ]
