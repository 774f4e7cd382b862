"""Children who were met and are not yet known: the list, one of them, and what a person decides about them."""

import json
from dataclasses import astuple
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.scope import has
from app.children.listing import base_lines
from app.concerns.of_meeting import told_of_meetings
from app.foundation.permissions import Permission
from app.outreach.alike_page import alike_page, meeting_of
from app.outreach.judging import judge, take_judgement_back
from app.outreach.met_page import MetAsked, areas_met_in, met_page
from app.sign_in.asked import question_from, sealed_question
from app.unit_of_work import UnitOfWork
from forms.search import MetFilterForm, OtherChildForm
from views.met.words import reasons_in_words
from views.outreach.encounter_words import looks
from views.web.form_flow import pressed
from views.web.form_reading import form_status, read_button, read_form, was_sent
from views.web.guard import GuardedBlueprint, Writes
from views.web.language import page_language
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

bp = GuardedBlueprint("met", __name__)
ROW = "/outreach/met/<uuid:row_id>"


@bp.guarded(
    "/outreach/met", requires=Permission.SHIFT_READ, methods=("GET", "POST"), writes=Writes.WHEN_READY
)
def list_met(work: UnitOfWork) -> ResponseReturnValue:
    """List the children whom nobody knows yet, newest first; what narrows the list is sealed into its address."""
    asked = _asked_from(question_from(work, request.args.get("asked", "")))
    form = read_form(work, MetFilterForm, words=asked.words, area=asked.area, age=asked.age)
    form.area.choices = [("", _("Everywhere")), *areas_met_in(work, locale=page_language())]
    if was_sent(form):
        said = MetAsked(form.words.data or "", form.area.data or "", form.age.data)
        sealed = sealed_question(work, json.dumps(astuple(said), ensure_ascii=False)) if said.is_set else None
        return redirect(url_for(".list_met", asked=sealed), 303)
    return _list(work, form, asked), form_status()


def _list(work: UnitOfWork, form: MetFilterForm, asked: MetAsked) -> str:
    page = met_page(work, asked, page=page_number(), locale=page_language())
    return render_template(
        "met/list.html",
        page=page,
        form=form,
        is_cut=asked.is_set,
        ways=ways_from(page.page, has_more=page.has_more),
        bases={base.id: base.name for base in base_lines(work)},
        told=told_of_meetings(work, [item.line.encounter_id for item in page.items]),
        looks=looks,
        may_meet=has(work, Permission.SHIFT_WRITE),
    )


@bp.guarded(ROW, requires=Permission.SHIFT_READ)
def show_met(work: UnitOfWork, row_id: UUID) -> ResponseReturnValue:
    """Show a child who is not yet known, and who they may be; of one who is known by now, show the meeting."""
    page = alike_page(work, row_id, locale=page_language())
    if page is None:
        return redirect(url_for("outreach.show_encounter", encounter_id=meeting_of(work, row_id)), 303)
    return render_template(
        "met/show.html",
        page=page,
        told=told_of_meetings(work, [page.line.encounter_id]).get(page.line.encounter_id, ()),
        looks=looks,
        reasons=reasons_in_words,
    )


@bp.guarded(f"{ROW}/same", requires=Permission.ENCOUNTER_LINK, methods=("POST",))
def say_same(work: UnitOfWork, row_id: UUID) -> ResponseReturnValue:
    """Say that it is the same child as one met on another night."""
    other = read_button(OtherChildForm).other.data
    return _done(row_id, pressed(lambda: judge(work, row_id, other, is_same=True), "said-same"))


@bp.guarded(f"{ROW}/apart", requires=Permission.ENCOUNTER_LINK, methods=("POST",))
def say_apart(work: UnitOfWork, row_id: UUID) -> ResponseReturnValue:
    """Say that it is not the same child."""
    other = read_button(OtherChildForm).other.data
    return _done(row_id, pressed(lambda: judge(work, row_id, other, is_same=False), "said-apart"))


@bp.guarded(f"{ROW}/take-back", requires=Permission.ENCOUNTER_LINK, methods=("POST",))
def take_back(work: UnitOfWork, row_id: UUID) -> ResponseReturnValue:
    """Take back what was decided."""
    other = read_button(OtherChildForm).other.data
    return _done(row_id, pressed(lambda: take_judgement_back(work, row_id, other), "judgement-taken-back"))


def _done(row_id: UUID, done: str) -> ResponseReturnValue:
    return redirect_done("met.show_met", done, row_id=row_id)


def _asked_from(said: str) -> MetAsked:
    """Read what narrows the list, as this page sealed it; what was sealed for another page narrows nothing."""
    try:
        words, area, age = json.loads(said) if said else ("", "", None)
        return MetAsked(str(words), str(area), None if age is None else int(age))
    except (ValueError, TypeError):
        return MetAsked()
