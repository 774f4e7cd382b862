"""Tasks of a case: what is to be done, by whom and by when; done, and not done after all."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.access.scope import locked, scoped
from app.cases.colleagues import Colleague, task_takers
from app.cases.documents import TaskWords
from app.cases.reading import readable_case, refuse_second, refuse_stale, writable_case
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.keyring.folders import OpenFolder, open_folders, opened_in
from app.keyring.policy import FolderKind
from app.keyring.writing import case_folder_to_write
from app.name_matching.normalise import clean_lines
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.task import Task


@dataclass(frozen=True)
class TaskDraft:
    """What is typed of a task."""

    words: str
    due_on: date
    assignee_id: UUID | None


@dataclass(frozen=True)
class TaskView:
    """A task as its readers see it; `words` is None when the record does not open."""

    id: UUID
    case_id: UUID
    words: str | None
    due_on: date
    assignee_id: UUID | None
    assignee: str
    created_by: str
    done_at: datetime | None
    done_by: str
    version: int
    days_late: int


def add_task(work: UnitOfWork, case_id: UUID, task_id: UUID, draft: TaskDraft) -> None:
    """Add a task. Raises Refused, NotVisible, AlreadyDone, NotAllowedNow (`case-closed`, `not-a-taker`, `day-past`)."""
    case = writable_case(work, case_id)
    refuse_second(work, Task, task_id, author="created_by")
    _check(work, case, draft, due_before=None)
    folder = case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
    task = Task(
        id=task_id,
        case_id=case.id,
        base_id=case.base_id,
        folder_id=folder.id,
        due_on=draft.due_on,
        assignee_id=draft.assignee_id,
        created_by=work.person.id,
        created_at=work.now,
    )
    task.words = folder.seal(TaskWords(clean_lines(draft.words)), task.id)
    work.session.add(task)
    _record(work, "task.added", case, task)


def change_task(work: UnitOfWork, case_id: UUID, task_id: UUID, draft: TaskDraft, *, version: int) -> None:
    """Change a task that is not done. Raises as `add_task` does, and Conflict."""
    case, task = _task_to_write(work, case_id, task_id)
    refuse_stale(version, task.version)
    if task.done_at is not None:
        raise NotAllowedNow("task-done")
    _check(work, case, draft, due_before=task.due_on)
    folder = case_folder_to_write(work, FolderKind.CASE, task.folder_id, case)
    task.words = folder.seal(TaskWords(clean_lines(draft.words)), task.id)
    task.due_on, task.assignee_id = draft.due_on, draft.assignee_id
    _record(work, "task.changed", case, task)


def finish_task(work: UnitOfWork, case_id: UUID, task_id: UUID) -> None:
    """Mark a task as done. Raises AlreadyDone when it is."""
    case, task = _task_to_write(work, case_id, task_id)
    if task.done_at is not None:
        raise AlreadyDone(record_id=task.id)
    task.done_at, task.done_by = work.now, work.person.id
    _record(work, "task.done", case, task)


def reopen_task(work: UnitOfWork, case_id: UUID, task_id: UUID) -> None:
    """Mark a task as not done after all. Raises AlreadyDone when it is not."""
    case, task = _task_to_write(work, case_id, task_id)
    if task.done_at is None:
        raise AlreadyDone(record_id=task.id)
    task.done_at = task.done_by = None
    _record(work, "task.reopened", case, task)


def read_task(work: UnitOfWork, case_id: UUID, task_id: UUID) -> TaskView:
    """Return one task. Raises NotVisible."""
    readable_case(work, case_id)
    query = scoped(work, Task, Permission.CASE_READ).where(Task.id == task_id, Task.case_id == case_id)
    task = work.session.scalars(query).one_or_none()
    if task is None:
        raise NotVisible("task")
    return opened_tasks(work, [task])[0]


def tasks_of(work: UnitOfWork, case_id: UUID) -> list[TaskView]:
    """Return a case's tasks: open ones by day, then those done, newest first."""
    query = (
        scoped(work, Task, Permission.CASE_READ).where(Task.case_id == case_id).order_by(Task.due_on, Task.id)
    )
    views = opened_tasks(work, list(work.session.scalars(query)))
    done = [view for view in views if view.done_at is not None]
    done.sort(key=lambda view: view.done_at or work.now, reverse=True)
    return [view for view in views if view.done_at is None] + done


def takers_of(work: UnitOfWork, case_id: UUID) -> list[Colleague]:
    """Return who may be given a task of the case. Raises NotVisible."""
    return task_takers(work, readable_case(work, case_id))


def opened_tasks(work: UnitOfWork, tasks: list[Task]) -> list[TaskView]:
    """Open tasks that were loaded through their permission."""
    folders = open_folders(work, [task.folder_id for task in tasks])
    names = names_of_staff(
        work, [one for task in tasks for one in (task.assignee_id, task.created_by, task.done_by)]
    )
    today = local_day(work.now)
    return [_view(task, folders.get(task.folder_id), names, today) for task in tasks]


def _view(task: Task, folder: OpenFolder | None, names: dict[UUID, str], today: date) -> TaskView:
    words = opened_in(folder, TaskWords, task.id, task.words)
    return TaskView(
        id=task.id,
        case_id=task.case_id,
        words=words.words if words else None,
        due_on=task.due_on,
        assignee_id=task.assignee_id,
        assignee=names.get(task.assignee_id, "") if task.assignee_id else "",
        created_by=names.get(task.created_by, ""),
        done_at=task.done_at,
        done_by=names.get(task.done_by, "") if task.done_by else "",
        version=task.version,
        days_late=max(0, (today - task.due_on).days) if task.done_at is None else 0,
    )


def _task_to_write(work: UnitOfWork, case_id: UUID, task_id: UUID) -> tuple[Case, Task]:
    case = writable_case(work, case_id)
    query = scoped(work, Task, Permission.CASE_WRITE).where(Task.id == task_id, Task.case_id == case_id)
    task = work.session.scalars(locked(query)).one_or_none()
    if task is None:
        raise NotVisible("task")
    return case, task


def _check(work: UnitOfWork, case: Case, draft: TaskDraft, *, due_before: date | None) -> None:
    if draft.due_on != due_before and draft.due_on < local_day(work.now):
        raise NotAllowedNow("day-past")
    takers = {taker.id for taker in task_takers(work, case)}
    if draft.assignee_id is not None and draft.assignee_id not in takers:
        raise NotAllowedNow("not-a-taker")


def _record(work: UnitOfWork, action: str, case: Case, task: Task) -> None:
    work.record(
        action, subjects=[case.id, case.child_id, task.id], folders=[task.folder_id], base_id=case.base_id
    )
