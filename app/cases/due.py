"""What is due in cases: tasks, and meeting the child again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.case_records.lists import changed_item, due_of_rows
from app.cases.contact_rules import rules_of_cases
from app.cases.tasks import TASKS
from app.cases.unassigned import nobody_since
from app.foundation.access_rules import reach_of
from app.foundation.chronology import DueItem
from app.foundation.contact_rules import ContactRule
from app.foundation.day_meanings import DayMeaning, day_due, last_day
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.risks import Risk
from app.keyring.boards import board_fits
from app.keyring.case_status import those_open
from app.keyring.folders import Fit
from app.keyring.policy import Duty
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.assignment import Assignment
from models.case import Case
from models.task import Task

TASK = N_("Task")
COLLEAGUES_TASK = N_("A colleague's task is late")
NOBODYS_TASK = N_("A task that nobody has taken")
CONTACT = N_("Meet the child and write it down")
NOBODY_ASSIGNED = N_("Assign somebody: nobody works on the case")


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
    is_due = or_(Task.due_on <= until, Task.due_on > last_day(DayMeaning.PLANNED, today))
    query = _tasks(work).where(Task.assignee_id == work.person.id, is_due)
    found = TASKS.opened(work, query.order_by(Task.due_on).limit(50))
    case_ids = [one.row.case_id for one in found.records]
    codes, rules = codes_of_cases(work, case_ids), rules_of_cases(work, case_ids)
    own = [
        DueItem(
            day_due(DayMeaning.PLANNED, one.row.due_on, today),
            "task",
            one.row.case_id,
            TASK,
            codes[one.row.case_id],
            one.document.words if one.document else "",
            assignee_id=one.row.assignee_id,
            step_id=one.row.id,
            case_id=one.row.case_id,
            rule=rules.get(one.row.case_id),
        )
        for one in found.records
    ]
    return own + [changed_item(work, one, kind="task", title=TASK) for one in found.changed]


def _others_late_tasks(work: UnitOfWork) -> list[DueItem]:
    """Return late tasks of other people or of nobody, by code and by whose they are, for people who see widely."""
    if not sees_widely(work):
        return []
    today = local_day(work.now)
    query = _tasks(work).where(
        or_(Task.due_on < today, Task.due_on > last_day(DayMeaning.PLANNED, today)),
        or_(Task.assignee_id.is_(None), Task.assignee_id != work.person.id),
    )
    items = due_of_rows(
        work,
        work.session.scalars(query.order_by(Task.due_on).limit(50)),
        kind="task",
        title=TASK,
        due_on=lambda row: day_due(DayMeaning.PLANNED, row.due_on, today),
        assignee=lambda row: row.assignee_id,
    )
    names = names_of_staff(work, [item.assignee_id for item in items])
    untaken = [item.case_id for item in items if item.case_id and not item.assignee_id]
    rules = rules_of_cases(work, untaken)
    return [item if item.is_changed else _of_whom(item, names, rules) for item in items]


def _of_whom(item: DueItem, names: Mapping[UUID, str], rules: Mapping[UUID, ContactRule]) -> DueItem:
    name = names.get(item.assignee_id, "") if item.assignee_id else ""
    title = COLLEAGUES_TASK if name else NOBODYS_TASK
    return replace(item, title=title, whose=name, rule=rules.get(item.case_id) if item.case_id else None)


def _contacts(work: UnitOfWork, until: date) -> list[DueItem]:
    today = local_day(work.now)
    last = today - timedelta(days=1) if sees_widely(work) else until
    too_far = Case.next_contact_on > last_day(DayMeaning.CONTACT, today)
    # By tonight is no everyday work: whoever answers for others sees it before it is late.
    tonight = and_(Case.risk == Risk.HIGH.value, Case.next_contact_on == today)
    query = _open_cases(work).where(or_(Case.next_contact_on <= last, too_far, tonight))
    found = work.session.scalars(query.order_by(Case.next_contact_on).limit(100))
    return _contacts_of(work, those_open(work, found))


def _contacts_of(work: UnitOfWork, cases: Sequence[Case]) -> list[DueItem]:
    """Return when the children of open cases must be met; for a case that was changed outside, no day is known."""
    fits = board_fits(work, cases)
    rules = rules_of_cases(work, [case.id for case in cases])
    return [
        DueItem(local_day(work.now), "contact", case.id, CONTACT, "", is_changed=True)
        if fits[case.id] is Fit.CHANGED
        else DueItem(
            day_due(DayMeaning.CONTACT, case.next_contact_on or date.max, local_day(work.now)),
            "contact",
            case.id,
            CONTACT,
            case.code,
            is_grave=_is_tonight(work, case),
            case_id=case.id,
            rule=rules.get(case.id),
        )
        for case in cases
    ]


def _is_tonight(work: UnitOfWork, case: Case) -> bool:
    return case.risk == Risk.HIGH and case.next_contact_on == local_day(work.now)


def unassigned_cases(work: UnitOfWork) -> list[DueItem]:
    """Return open cases that nobody works on, the longest so first, for people who may assign.

    Each is late since its last caseworker's assignment ended, or since it was opened.
    """
    if not has(work, Permission.CASE_ASSIGN):
        return []
    on_it = select(Assignment.id).where(
        Assignment.case_id == Case.id,
        Assignment.until_at.is_(None),
        Assignment.duty == Duty.CASEWORKER.value,
    )
    query = _open_cases(work).where(~on_it.exists()).order_by(Case.opened_at).limit(50)
    since = {case: nobody_since(work, case) for case in work.session.scalars(query)}
    found = {case: began for case, began in since.items() if began is not None}
    fits = board_fits(work, found)
    items = [_unassigned(work, case, began, fits[case.id]) for case, began in found.items()]
    return sorted(items, key=lambda item: (item.due_on, item.code))


def _unassigned(work: UnitOfWork, case: Case, began: datetime, fit: Fit) -> DueItem:
    day, code = (local_day(work.now), "") if fit is Fit.CHANGED else (local_day(began), case.code)
    return DueItem(
        day,
        "unassigned",
        case.id,
        NOBODY_ASSIGNED,
        code,
        is_late_since=True,
        is_changed=fit is Fit.CHANGED,
        case_id=None if fit is Fit.CHANGED else case.id,
    )
