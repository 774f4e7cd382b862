"""Tasks of a case: new, changed, done, and not done after all."""

from datetime import date
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases.summaries import case_brief
from app.cases.tasks import (
    TaskDraft,
    TaskView,
    add_task,
    change_task,
    finish_task,
    read_task,
    reopen_task,
    takers_of,
)
from app.foundation.errors import AlreadyDone
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.fields import choices_of
from forms.tasks import TaskForm
from views.adding import try_adding
from views.conflicts import Saving, try_saving
from views.guard import GuardedBlueprint
from views.notices import redirect_done
from views.web.reading import read_form, record_id, uuid_or_none, was_sent
from views.web.saving import forget_restored, form_status

bp = GuardedBlueprint("tasks", __name__)
BOTH = ("GET", "POST")
PAGE = "cases.show_case"


@bp.guarded("/cases/<uuid:case_id>/tasks/new", requires=Permission.CASE_WRITE, methods=BOTH)
def new_task(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Add a task; it begins with the person who adds it."""
    page = case_brief(work, case_id)
    form = read_form(work, TaskForm, assignee=str(work.person.id))
    _offer_takers(work, form, case_id)
    if was_sent(form):
        task_id, draft = record_id(form.record_id), _draft(form)
        done = try_adding(form, lambda: add_task(work, case_id, task_id, draft), done="task-added")
        if done is not None:
            forget_restored(work)
            return redirect_done(PAGE, done, case_id=case_id)
    return render_template("cases/task.html", form=form, page=page, task=None, saving=Saving()), form_status()


@bp.guarded("/cases/<uuid:case_id>/tasks/<uuid:task_id>", requires=Permission.CASE_WRITE, methods=BOTH)
def edit_task(work: UnitOfWork, case_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Change a task, or show both versions when somebody saved first."""
    page, task, saving = case_brief(work, case_id), read_task(work, case_id, task_id), Saving()
    form, theirs = read_form(work, TaskForm, **_fields(task)), TaskForm(data=_fields(task))
    _offer_takers(work, form, case_id, besides=task)
    _offer_takers(work, theirs, case_id, besides=task)
    if was_sent(form):
        saving = try_saving(
            form,
            lambda: change_task(work, case_id, task_id, _draft(form), version=form.version.data or 0),
            theirs=theirs,
            version=task.version,
        )
        if saving.is_saved:
            forget_restored(work)
            return redirect_done(PAGE, "saved", case_id=case_id)
    return render_template("cases/task.html", form=form, page=page, task=task, saving=saving), saving.status


@bp.guarded(
    "/cases/<uuid:case_id>/tasks/<uuid:task_id>/<any(done, open):state>",
    requires=Permission.CASE_WRITE,
    methods=("POST",),
)
def mark_task(work: UnitOfWork, case_id: UUID, task_id: UUID, state: str) -> ResponseReturnValue:
    """Mark a task as done, or as not done after all."""
    mark, done = (finish_task, "task-done") if state == "done" else (reopen_task, "task-open")
    try:
        mark(work, case_id, task_id)
    except AlreadyDone:
        done = "already-saved"
    return redirect_done(PAGE, done, case_id=case_id)


def _offer_takers(
    work: UnitOfWork, form: TaskForm, case_id: UUID, *, besides: TaskView | None = None
) -> None:
    """Offer those who can open the case, and whoever has the task now."""
    takers = {str(one.id): one.name for one in takers_of(work, case_id)}
    if besides is not None and besides.assignee_id is not None:
        takers.setdefault(str(besides.assignee_id), besides.assignee)
    form.assignee.choices = choices_of(takers, blank=_("Nobody yet"))


def _draft(form: TaskForm) -> TaskDraft:
    return TaskDraft(
        words=form.what.data or "",
        due_on=form.due_on.data or date.min,
        assignee_id=uuid_or_none(form.assignee.data),
    )


def _fields(task: TaskView) -> dict[str, object]:
    return {
        "version": task.version,
        "what": task.words or "",
        "due_on": task.due_on,
        "assignee": str(task.assignee_id) if task.assignee_id else "",
    }
