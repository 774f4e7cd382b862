"""Urgent: one screen to call, and to send one line that somebody must receive within minutes."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.scope import has
from app.children.listing import base_lines
from app.children.names import ChildName, names_of
from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput
from app.concerns.posting import post_concern as post
from app.concerns.whom_to_call import whom_to_call
from app.foundation.marking import N_
from app.foundation.moments import MomentInput, as_typed
from app.foundation.permissions import Permission
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.where_now import place_on_shift
from app.unit_of_work import UnitOfWork
from forms.fields import choices_of
from forms.urgent import UrgentForm
from views.concerns.from_meeting import fields_of_meeting
from views.concerns.pages import PAGE, bp
from views.web.form_flow import Saving, save_new
from views.web.form_reading import read_form, uuid_or_none, was_sent
from views.web.guard import Writes
from views.web.language import page_language
from views.web.matching import document_from
from views.web.notices import redirect_done

SURE = "press_sure"
"""The button that sends it, after it was held or confirmed."""


@bp.form("/concerns/urgent", requires=Permission.CONCERN_POST, writes=Writes.WHEN_READY)
def urgent(work: UnitOfWork) -> ResponseReturnValue:
    """Raise an urgent concern; a press that nobody confirmed asks once more."""
    form, met = _form(work)
    if request.method == "POST" and SURE not in request.form and was_sent(form):
        return _show(work, form, met, asks=True, saving=Saving())
    return save_new(
        form,
        lambda new_id: _post(work, form, met, new_id),
        done="",
        leads_to=partial(_lead_on, form),
        shows=partial(_show, work, form, met),
    )


def _lead_on(form: UrgentForm, done: str) -> ResponseReturnValue:
    """Lead to what was sent, whose page says whether anybody has received it."""
    concern_id = form.record_id.data
    if done:
        return redirect_done(PAGE, done, concern_id=concern_id)
    return redirect(url_for(PAGE, concern_id=concern_id), code=303)


def _form(work: UnitOfWork) -> tuple[UrgentForm, dict[str, Any]]:
    """Return the form, and what comes along from the meeting it was pressed at."""
    is_first = request.method == "GET"
    encounter_id = uuid_or_none(
        request.args.get("encounter") if is_first else request.form.get("encounter_id")
    )
    met = fields_of_meeting(work, encounter_id) if encounter_id is not None else {}
    place = "" if not is_first or met else place_on_shift(work, locale=page_language())
    form = read_form(
        work,
        UrgentForm,
        encounter_id=encounter_id if met else None,
        child_id=uuid_or_none(request.args.get("child")) or met.get("child_id"),
        place=met.get("place", place),
        basis=met.get("basis"),
        base_id=met.get("base_id"),
    )
    if work.person.base_id is None:
        form.base_id.choices = choices_of(
            {str(base.id): base.name for base in base_lines(work)}, blank=N_("Choose the base")
        )
    else:
        del form.base_id
    return form, met


def _post(work: UnitOfWork, form: UrgentForm, met: dict[str, Any], new_id: UUID) -> None:
    now = as_typed(work.now)
    when = MomentInput(met.get("seen_on", now.on), met.get("seen_at", now.at))
    observed = document_from(
        form,
        Observed,
        words=form.account,
        when=when,
        involved=met.get("involved", ""),
        child_words=met.get("child_words", ""),
        signs=met.get("signs", ""),
        coded=(),
        present="",
        source="",
    )
    work.begin_writing()
    child_id = None if form.not_this_child.data else form.child_id.data
    post(
        work,
        ConcernInput(
            id=new_id,
            urgency=Urgency.NOW,
            observed=observed,
            base_id=uuid_or_none(form.base_id.data) if "base_id" in form else None,
            child_id=child_id if has(work, Permission.PROFILE_READ) else None,
            encounter_id=form.encounter_id.data,
            # Nothing is asked of whoever reports something urgent.
            is_before_birth=True,
        ),
    )


def _child_along(work: UnitOfWork, form: UrgentForm) -> ChildName | None:
    """Return the child that comes along; the form carries none that its sender is not shown."""
    child_id: UUID | None = form.child_id.data
    child = None
    if child_id is not None and has(work, Permission.PROFILE_READ):
        child = names_of(work, [child_id]).get(child_id)
    if child is None:
        form.child_id.data = None
    return child


def _show(
    work: UnitOfWork, form: UrgentForm, met: dict[str, Any], *, saving: Saving, asks: bool = False
) -> str:
    return render_template(
        "concerns/urgent.html",
        form=form,
        met=met,
        child=_child_along(work, form),
        asks=asks,
        call=whom_to_call(work),
        saving=saving,
    )
