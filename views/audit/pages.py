"""The audit trail, readable and filtered, and whether it is whole."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.scope import has
from app.access.seen_by import child_behind, traced_with_code, traces_children
from app.access.trail import TrailFilter, trail_page, wholeness_of
from app.finding.by_code import CASE, CHILD, others_with_code
from app.foundation.errors import NotVisible
from app.foundation.local_time import to_utc
from app.foundation.permissions import Permission
from app.system_health.signed_heads import take_head
from app.unit_of_work import UnitOfWork
from forms.audit import TrailForm
from forms.choices import SelectChoice
from forms.fields import NO_SUCH_CODE
from views.audit.sentences import told_by_person
from views.audit.words import action_words, fact_words, hour
from views.web.form_reading import uuid_or_none
from views.web.guard import GuardedBlueprint, this_server
from views.web.kept_filters import filters_stay
from views.web.paging import address_with, page_number
from views.web.typed_codes import ask_which

bp = GuardedBlueprint("audit", __name__)
WORDS: Mapping[str, Any] = {"words": action_words, "facts": fact_words, "hour": hour}


def _offer(form: TrailForm, people: Iterable[tuple[UUID, str]], actions: Iterable[str]) -> None:
    everyone, everything = (
        SelectChoice(value="", label=_("everyone")),
        SelectChoice(value="", label=_("everything")),
    )
    form.actor.choices = [everyone, *(SelectChoice(value=str(id_), label=name) for id_, name in people)]
    form.action.choices = [everything, *(SelectChoice(value=a, label=action_words(a)) for a in actions)]


@bp.guarded("/audit/", requires=Permission.AUDIT_READ)
@filters_stay
def show_trail(work: UnitOfWork) -> ResponseReturnValue:
    """Show the trail, newest first."""
    form = TrailForm(request.args)
    form.actor.choices, form.action.choices = [], []
    wanted = _wanted(work, form)
    page = trail_page(work, wanted)
    _offer(form, page.people, page.actions)
    return render_template(
        "audit/trail.html",
        page=page,
        told=told_by_person(page.lines),
        traced=child_behind(work, wanted.subject_id) if wanted.subject_id else None,
        traces=traces_children(work),
        looks_through=has(work, Permission.ROWS_CHECK),
        form=form,
        **WORDS,
        number=page_number(),
        turn=partial(_turn, form),
    )


def _subject(work: UnitOfWork, form: TrailForm) -> UUID | None:
    """Return what the typed code names; the id of nothing, and an error beside the field, if it is not one record.

    Children and cases are those of which the person may read who saw them; anything else, what they may open.
    """
    typed = form.code.data
    if not typed:
        return None
    found = [*traced_with_code(work, typed), *others_with_code(work, typed, {CHILD, CASE})]
    if len(found) == 1:
        return found[0].record_id
    if found:
        ask_which(form.code, found)
    elif not form.code.errors:
        form.code.errors = [NO_SUCH_CODE]
    return UUID(int=0)


def _wanted(work: UnitOfWork, form: TrailForm) -> TrailFilter:
    form.validate()
    subject_id = _subject(work, form)
    since, until = form.since.data, form.until.data
    return TrailFilter(
        actor_id=uuid_or_none(form.actor.data),
        subject_id=subject_id,
        action=form.action.data or "",
        since=to_utc(datetime.combine(since, time())) if since else None,
        until=to_utc(datetime.combine(until + timedelta(days=1), time())) if until else None,
        page=page_number(),
    )


def _turn(form: TrailForm, number: int) -> str:
    """Return the address of another page of the same filter."""
    asked = [(field.name, value) for field in form for value in request.args.getlist(field.name)]
    return address_with([*asked, ("page", str(number))])


@bp.guarded("/audit/whole", requires=Permission.AUDIT_READ)
def verify(work: UnitOfWork) -> ResponseReturnValue:
    """Verify the whole trail and say what that proves, but not how long it is."""
    return render_template("audit/whole.html", found=wholeness_of(work, this_server().checkpoint_key))


@bp.guarded("/audit/checkpoint", requires=Permission.AUDIT_READ)
def download_checkpoint(work: UnitOfWork) -> ResponseReturnValue:
    """Hand out the newest signed head, to be kept elsewhere. Raises NotVisible before the first one."""
    head = take_head(work, this_server().checkpoint_key)
    if head is None:
        raise NotVisible("checkpoint")
    return Response(
        head.text,
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="{head.file_name}"'},
    )
