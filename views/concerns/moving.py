"""Concerns: put right where one belongs, one for each of several children, and a closing that was a mistake."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.concerns.concern_page import ConcernPage, concern_page
from app.concerns.for_each_child import ForEachChild, make_for_each_child
from app.concerns.moving import PutElsewhere
from app.concerns.moving import put_elsewhere as put
from app.concerns.triage import ReopenConcern, reopen_concern
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.concern import CHILD, ElsewhereForm, ForEachChildForm, ReopeningForm
from views.concerns.each_child import child_rows, first_rows, is_finding, link_in_meeting, offer_words, typed
from views.concerns.form import child_choice, is_looking, refuse_another_child
from views.concerns.pages import PAGE, bp
from views.web.form_flow import Saving, save_step
from views.web.form_reading import read_form
from views.web.matching import document_from
from views.web.notices import redirect_done


@bp.form("/concerns/<uuid:concern_id>/elsewhere", requires=Permission.CONCERN_TRIAGE)
def put_elsewhere(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Take a concern out of where it does not belong, for a reason."""
    page = concern_page(work, concern_id)
    form = read_form(work, ElsewhereForm, version=page.version)
    if is_looking():
        return _show_elsewhere(work, page, form, saving=Saving())
    return save_step(
        form,
        lambda version: put(work, concern_id, _where(work, form, version)),
        version=page.version,
        done="concern-moved",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(_show_elsewhere, work, page, form),
    )


def _where(work: UnitOfWork, form: ElsewhereForm, version: int) -> PutElsewhere:
    if form.belongs_to.data != CHILD:
        return PutElsewhere(form.reason.data or "", version)
    if form.child_id.data is None:
        raise NotAllowedNow("choose-child")
    refuse_another_child(work, form)
    return document_from(form, PutElsewhere, version=version)


def _show_elsewhere(work: UnitOfWork, page: ConcernPage, form: ElsewhereForm, *, saving: Saving) -> str:
    child = child_choice(work, form)
    return render_template("concerns/elsewhere.html", page=page, form=form, child=child, saving=saving)


@bp.form("/concerns/<uuid:concern_id>/reopen", requires=Permission.CONCERN_TRIAGE)
def reopen(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Take back a closing that was a mistake; its clock starts anew."""
    page = concern_page(work, concern_id)
    form = read_form(work, ReopeningForm, version=page.version)
    return save_step(
        form,
        lambda version: reopen_concern(work, concern_id, ReopenConcern(form.reason.data or "", version)),
        version=page.version,
        done="concern-reopened",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(render_template, "concerns/reopen.html", page=page, form=form),
    )


@bp.form("/concerns/<uuid:concern_id>/children", requires=Permission.CONCERN_TRIAGE)
def make_for_each(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Make a concern about several children into one for each."""
    page = concern_page(work, concern_id)
    form = read_form(work, ForEachChildForm, version=page.version, children=first_rows(work, page))
    offer_words(form, page)
    if is_finding():
        return _show_each(work, page, form, saving=Saving())
    return save_step(
        form,
        lambda version: _make(work, page, form, version),
        version=page.version,
        done="concern-copied",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(_show_each, work, page, form),
    )


def _make(work: UnitOfWork, page: ConcernPage, form: ForEachChildForm, version: int) -> None:
    make_for_each_child(work, page.delivery.id, _each(work, page, form, version))
    link_in_meeting(work, page.encounter_id, form)


def _each(work: UnitOfWork, page: ConcernPage, form: ForEachChildForm, version: int) -> ForEachChild:
    return document_from(form, ForEachChild, version=version, children=typed(work, form, page))


def _show_each(work: UnitOfWork, page: ConcernPage, form: ForEachChildForm, *, saving: Saving) -> str:
    rows = child_rows(work, form, page)
    return render_template("concerns/each_child.html", page=page, form=form, rows=rows, saving=saving)
