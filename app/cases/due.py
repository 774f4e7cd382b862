"""What is due in cases: tasks, and meeting the child again."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.case_records.lists import changed_item, due_of_rows
from app.cases.tasks import TASKS
from app.foundation.access_rules import reach_of
from app.foundation.chronology import DueItem
from app.foundation.day_meanings import DayMeaning, day_due
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
    """Return what is due for this person up to a day: their own tasks in words, and their cases' next contacts.

    People who see a whole base or more get what is late there or belongs to nobody, not everybody's daily work.
    """
    return [*_own_tasks(work, until), *_others_late_tasks(work), *_contacts(work, until)]


def due_of_case(work: UnitOfWork, case_id: UUID) -> list[DueItem]:
    """Return what is due in one case, whoever has to do it. Its page lists tasks separately."""
    query = _open_cases(work).where(Case.id == case_id, Case.next_contact_on.is_not(None))
    return _contacts_of(work, those_open(work, work.session.scalars(query)))


def _open_cases(work: UnitOfWork) -> Select[Case]:
    return scoped(work, Case, Permission.CASE_READ).where(Case.closed_at.is_(None))


def sees_widely(work: UnitOfWork) -> bool:
    """Tell whether the person reads the cases of a whole base or more, and so is shown only what is late."""
    return reach_of(work.person, Permission.CASE_READ) in (Reach.BASE, Reach.ALL)


def _tasks(work: UnitOfWork) -> Select[Task]:
    return TASKS.of_open_cases(work).where(Task.done_at.is_(None))


def _own_tasks(work: UnitOfWork, until: date) -> list[DueItem]:
    today = local_day(work.now)
    is_due = or_(Task.due_on <= until, Task.due_on > DayMeaning.PLANNED.value.days(today)[1])
    query = _tasks(work).where(Task.assignee_id == work.person.id, is_due)
    found = TASKS.opened(work, query.order_by(Task.due_on).limit(50))
    codes = codes_of_cases(work, [one.row.case_id for one in found.records])
    own = [
        DueItem(
            day_due(DayMeaning.PLANNED, one.row.due_on, today),
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
    """Return late tasks of other people or of nobody, by code only, for people who see widely."""
    if not sees_widely(work):
        return []
    today = local_day(work.now)
    query = _tasks(work).where(
        or_(Task.due_on < today, Task.due_on > DayMeaning.PLANNED.value.days(today)[1]),
        or_(Task.assignee_id.is_(None), Task.assignee_id != work.person.id),
    )
    return due_of_rows(
        work,
        work.session.scalars(query.order_by(Task.due_on).limit(50)),
        kind="task",
        title=TASK,
        due_on=lambda row: day_due(DayMeaning.PLANNED, row.due_on, today),
        assignee=lambda row: row.assignee_id,
    )


def _contacts(work: UnitOfWork, until: date) -> list[DueItem]:
    last = local_day(work.now) - timedelta(days=1) if sees_widely(work) else until
    too_far = Case.next_contact_on > DayMeaning.CONTACT.value.days(local_day(work.now))[1]
    query = _open_cases(work).where(or_(Case.next_contact_on <= last, too_far))
    found = work.session.scalars(query.order_by(Case.next_contact_on).limit(100))
    return _contacts_of(work, those_open(work, found))


def _contacts_of(work: UnitOfWork, cases: Sequence[Case]) -> list[DueItem]:
    """Return when the children of open cases must be met; for a case that was changed outside, no day is known."""
    fits = board_fits(work, cases)
    return [
        DueItem(local_day(work.now), "contact", case.id, CONTACT, "", is_changed=True)
        if fits[case.id] is Fit.CHANGED
        else DueItem(
            day_due(DayMeaning.CONTACT, case.next_contact_on or date.max, local_day(work.now)),
            "contact",
            case.id,
            CONTACT,
            case.code,
        )
        for case in cases
    ]


def unassigned_cases(work: UnitOfWork) -> list[DueItem]:
    """Return open cases that nobody works on, from the day they were opened, for people who may assign."""
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
    """Tell whether somebody does work on the case: the rows of assignments only help to search."""
    stated = directory_for(work).assigned(case.id, case.base_id)
    return any(each.duty is Duty.CASEWORKER for each in stated)
