"""Tasks of a case: what has to be done, by whom and by when; marking one done, and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select

from app.case_records.loading import readable_case
from app.case_records.record_views import Opened, RecordView, Views, view_of
from app.case_records.records import CaseRecords, Closed
from app.case_records.reliance import clock_would_stop
from app.cases.colleagues import Colleague, task_takers
from app.cases.documents import TaskWords
from app.foundation.day_meanings import DayMeaning, days_late, refuse_unlikely
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.keyring.policy import FolderKind
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.task import Task

TASKS = CaseRecords(
    Task,
    TaskWords,
    FolderKind.CASE,
    reads=Permission.CASE_READ,
    writes=Permission.CASE_WRITE,
    on_closed=Closed.REFUSES,
    event="task",
    address="task_id",
    second=lambda work, task: clock_would_stop(
        work, DayMeaning.PLANNED, None if task.done_at else task.due_on
    ),
    involved=lambda _work, task: {task.assignee_id, task.done_by} - {None},
)


@dataclass(frozen=True)
class TaskInput:
    """What is typed for a task."""

    words: str
    due_on: date
    assignee_id: UUID | None


@dataclass(frozen=True)
class TaskView(RecordView):
    """A task as its readers see it; `words` is None for a person who was not given its key."""

    words: str | None
    due_on: date
    assignee_id: UUID | None
    assignee: str
    done_at: datetime | None
    done_by: str
    version: int
    days_late: int


def add_task(work: UnitOfWork, case_id: UUID, task_id: UUID, draft: TaskInput) -> None:
    """Add a task. Raises Refused, NotVisible, AlreadyDone, NotAllowedNow (`case-closed`, `not-a-taker`, `day-past`)."""
    new = TASKS.begin(work, case_id, task_id)
    _check(work, new.case, draft, due_before=None)
    new.save("added", TaskWords(draft.words), due_on=draft.due_on, assignee_id=draft.assignee_id)


def change_task(work: UnitOfWork, case_id: UUID, task_id: UUID, draft: TaskInput, *, version: int) -> None:
    """Change a task that is not done. Raises as `add_task` does, Conflict and ChangedOutside."""
    old = TASKS.edit(work, case_id, task_id, version)
    if old.row.done_at is not None:
        raise NotAllowedNow("task-done")
    _check(work, old.case, draft, due_before=old.row.due_on)
    words = replace(old.read(), words=draft.words)
    old.save("changed", words, due_on=draft.due_on, assignee_id=draft.assignee_id)


def give_task(work: UnitOfWork, case_id: UUID, task_id: UUID, to: UUID) -> None:
    """Give a task to somebody else, whatever its day. Raises as `change_task` does."""
    task = TASKS.edit(work, case_id, task_id)
    if to not in {taker.id for taker in task_takers(work, task.case)}:
        raise NotAllowedNow("not-a-taker")
    task.save("changed", assignee_id=to)


def finish_task(work: UnitOfWork, case_id: UUID, task_id: UUID) -> None:
    """Mark a task as done. Raises AlreadyDone when it is."""
    task = TASKS.edit(work, case_id, task_id)
    if task.row.done_at is not None:
        raise AlreadyDone(record_id=task_id)
    task.save("done", done_at=work.now, done_by=work.person.id)


def reopen_task(work: UnitOfWork, case_id: UUID, task_id: UUID) -> None:
    """Mark a task as not done after all. Raises AlreadyDone when it is not."""
    task = TASKS.edit(work, case_id, task_id)
    if task.row.done_at is None:
        raise AlreadyDone(record_id=task_id)
    task.save("reopened", done_at=None, done_by=None)


def read_task(work: UnitOfWork, case_id: UUID, task_id: UUID) -> TaskView:
    """Return one task to change it. Raises NotVisible, NoKey, and ChangedOutside when it is not what was written."""
    return _views(work, [TASKS.one_to_change(work, case_id, task_id)])[0]


def tasks_of(work: UnitOfWork, case_id: UUID) -> Views[TaskView]:
    """Return a case's tasks: open ones by day, then finished ones, newest first."""
    tasks = opened_tasks(work, TASKS.of_case(work, case_id).order_by(Task.due_on, Task.id))
    done = [view for view in tasks.views if view.done_at is not None]
    done.sort(key=lambda view: view.done_at or work.now, reverse=True)
    open_ones = (view for view in tasks.views if view.done_at is None)
    return Views((*open_ones, *done), tasks.changed, tasks.marked)


def takers_of(work: UnitOfWork, case_id: UUID) -> list[Colleague]:
    """Return who may be given a task of the case. Raises NotVisible."""
    return task_takers(work, readable_case(work, case_id))


def opened_tasks(work: UnitOfWork, query: Select[Task]) -> Views[TaskView]:
    """Open tasks that were queried through their permission."""
    found = TASKS.opened(work, query)
    return Views(tuple(_views(work, found.records)), found.changed, tuple(_views(work, found.marked)))


def _views(work: UnitOfWork, records: Sequence[Opened[Task, TaskWords]]) -> list[TaskView]:
    names = names_of_staff(work, [id_ for one in records for id_ in (one.row.assignee_id, one.row.done_by)])
    today = local_day(work.now)
    return [_view(one, names, today) for one in records]


def _view(one: Opened[Task, TaskWords], names: dict[UUID, str], today: date) -> TaskView:
    task = one.row
    return view_of(
        one,
        TaskView,
        words=one.document.words if one.document else None,
        assignee=names.get(task.assignee_id, "") if task.assignee_id else "",
        done_by=names.get(task.done_by, "") if task.done_by else "",
        days_late=days_late(DayMeaning.PLANNED, task.due_on if task.done_at is None else None, today),
    )


def _check(work: UnitOfWork, case: Case, draft: TaskInput, *, due_before: date | None) -> None:
    if draft.due_on != due_before and draft.due_on < local_day(work.now):
        raise NotAllowedNow("day-past")
    refuse_unlikely(DayMeaning.PLANNED, draft.due_on, local_day(work.now))
    takers = {taker.id for taker in task_takers(work, case)}
    if draft.assignee_id is not None and draft.assignee_id not in takers:
        raise NotAllowedNow("not-a-taker")
