"""Tasks of a case: new, changed, done, and not done after all."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases.summaries import case_brief
from app.cases.tasks import (
    TaskInput,
    TaskView,
    add_task,
    change_task,
    finish_task,
    read_task,
    reopen_task,
    takers_of,
)
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.fields import choices_of
from forms.tasks import TaskForm
from views.web.form_flow import pressed, save_edit, save_new
from views.web.form_reading import read_both, read_form
from views.web.guard import GuardedBlueprint
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done

bp = GuardedBlueprint("tasks", __name__)
PAGE = "cases.show_case"


@bp.form("/cases/<uuid:case_id>/tasks/new", requires=Permission.CASE_WRITE)
def new_task(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Add a task; it begins with the person who adds it."""
    page, form = case_brief(work, case_id), read_form(work, TaskForm, assignee=work.person.id)
    _offer_takers(work, case_id, None, form)
    return save_new(
        form,
        lambda new_id: add_task(work, case_id, new_id, _draft(form)),
        done="task-added",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(render_template, "cases/task.html", form=form, page=page, task=None),
    )


@bp.form("/cases/<uuid:case_id>/tasks/<uuid:task_id>", requires=Permission.CASE_WRITE)
def edit_task(work: UnitOfWork, case_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Change a task, or show both versions when somebody saved first."""
    page, task = case_brief(work, case_id), read_task(work, case_id, task_id)
    known = fields_of(task, what=task.words, assignee=task.assignee_id)
    form, theirs = read_both(work, TaskForm, known, offer=partial(_offer_takers, work, case_id, task))
    return save_edit(
        form,
        lambda version: change_task(work, case_id, task_id, _draft(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(render_template, "cases/task.html", form=form, page=page, task=task),
    )


@bp.guarded(
    "/cases/<uuid:case_id>/tasks/<uuid:task_id>/<any(done, open):state>",
    requires=Permission.CASE_WRITE,
    methods=("POST",),
)
def mark_task(work: UnitOfWork, case_id: UUID, task_id: UUID, state: str) -> ResponseReturnValue:
    """Mark a task as done, or as not done after all."""
    mark, done = (finish_task, "task-done") if state == "done" else (reopen_task, "task-open")
    return redirect_done(PAGE, pressed(lambda: mark(work, case_id, task_id), done), case_id=case_id)


def _offer_takers(work: UnitOfWork, case_id: UUID, task: TaskView | None, form: TaskForm) -> None:
    """Offer those who can open the case, and whoever has the task now."""
    takers = {str(one.id): one.name for one in takers_of(work, case_id)}
    if task is not None and task.assignee_id is not None:
        takers.setdefault(str(task.assignee_id), task.assignee)
    form.assignee.choices = choices_of(takers, blank=_("Nobody yet"))


def _draft(form: TaskForm) -> TaskInput:
    return document_from(form, TaskInput, words=form.what, assignee_id=form.assignee)
