"""What is due in cases: tasks, and meeting the child again."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.case_records.lists import changed_item, due_of_rows
from app.cases.tasks import TASKS
from app.foundation.access_rules import reach_of
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission, Reach
from app.keyring.boards import board_fits
from app.keyring.case_status import those_open
from app.keyring.folders import Fit
from app.keyring.known_directory import directory_for
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
    return _contacts_of(work, those_open(work, work.session.scalars(query)))


def _open_cases(work: UnitOfWork) -> Select[Case]:
    return scoped(work, Case, Permission.CASE_READ).where(Case.closed_at.is_(None))


def sees_widely(work: UnitOfWork) -> bool:
    """Tell whether the person reads the cases of a whole base or more, so that only what is late is shown to them."""
    return reach_of(work.person, Permission.CASE_READ) in (Reach.BASE, Reach.ALL)


def _tasks(work: UnitOfWork) -> Select[Task]:
    return TASKS.of_open_cases(work).where(Task.done_at.is_(None))


def _own_tasks(work: UnitOfWork, until: date) -> list[DueItem]:
    query = _tasks(work).where(Task.assignee_id == work.person.id, Task.due_on <= until)
    found = TASKS.opened(work, query.order_by(Task.due_on).limit(50))
    codes = codes_of_cases(work, [one.row.case_id for one in found.records])
    own = [
        DueItem(
            one.row.due_on,
            "task",
            one.row.case_id,
            TASK,
            codes[one.row.case_id],
            one.document.words if one.document else "",
            assignee_id=one.row.assignee_id,
        )
        for one in found.records
    ]
    return own + [changed_item(work, one, kind="task", title=TASK) for one in found.changed]


def _others_late_tasks(work: UnitOfWork) -> list[DueItem]:
    """Return late tasks of others or of nobody, by code only, to those who see widely."""
    if not sees_widely(work):
        return []
    query = _tasks(work).where(
        Task.due_on < local_day(work.now), or_(Task.assignee_id.is_(None), Task.assignee_id != work.person.id)
    )
    return due_of_rows(
        work,
        work.session.scalars(query.order_by(Task.due_on).limit(50)),
        kind="task",
        title=TASK,
        due_on=lambda row: row.due_on,
        assignee=lambda row: row.assignee_id,
    )


def _contacts(work: UnitOfWork, until: date) -> list[DueItem]:
    query = _open_cases(work).where(Case.next_contact_on.is_not(None))
    if sees_widely(work):
        query = query.where(Case.next_contact_on < local_day(work.now))
    else:
        query = query.where(Case.next_contact_on <= until)
    found = work.session.scalars(query.order_by(Case.next_contact_on).limit(100))
    return _contacts_of(work, those_open(work, found))


def _contacts_of(work: UnitOfWork, cases: Sequence[Case]) -> list[DueItem]:
    """Return when the children of open cases are to be met; of a case that was changed outside no day is known."""
    fits = board_fits(work, cases)
    return [
        DueItem(local_day(work.now), "contact", case.id, CONTACT, "", is_changed=True)
        if fits[case.id] is Fit.CHANGED
        else DueItem(case.next_contact_on or date.max, "contact", case.id, CONTACT, case.code)
        for case in cases
    ]


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
    found = [
        case for case in those_open(work, work.session.scalars(query)) if not _has_caseworker(work, case)
    ]
    fits = board_fits(work, found)
    return [
        DueItem(
            local_day(work.now), "unassigned", case.id, NOBODY_ASSIGNED, "", is_waiting=True, is_changed=True
        )
        if fits[case.id] is Fit.CHANGED
        else DueItem(
            local_day(case.opened_at), "unassigned", case.id, NOBODY_ASSIGNED, case.code, is_waiting=True
        )
        for case in found
    ]


def _has_caseworker(work: UnitOfWork, case: Case) -> bool:
    """Tell whether somebody works on the case after all: rows of assignments only help to look."""
    stated = directory_for(work).assigned(case.id, case.base_id)
    return any(each.duty is Duty.CASEWORKER for each in stated)
