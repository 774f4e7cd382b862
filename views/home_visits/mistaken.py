"""A home visit put right: written by mistake, or with the wrong family."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import Refused
from app.foundation.permissions import Permission
from app.home_visits.mistaken import VISIT
from app.home_visits.moving import MoveVisit, move_visit
from app.home_visits.pages import visit_page
from app.mistakes.marking import mark_mistaken, take_back_mark, withdraw_ask
from app.unit_of_work import UnitOfWork
from forms.home_visits import MoveVisitForm
from views.home_visits.blueprint import bp
from views.home_visits.pages import SHOW
from views.web.form_flow import pressed, save_step
from views.web.form_reading import read_form
from views.web.marking import Act, save_mark
from views.web.notices import redirect_done


@bp.form("/families/<uuid:household_id>/visits/<uuid:visit_id>/mistake", requires=Permission.VISIT_WRITE)
def mark_visit(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Mark a visit as written by mistake, or ask a second person for it where something red asks for a concern."""
    return _marking(work, mark_mistaken, household_id, visit_id)


@bp.form("/families/<uuid:household_id>/visits/<uuid:visit_id>/counts-again", requires=Permission.VISIT_WRITE)
def take_visit_back(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Take the mark of a visit back, so that it counts again."""
    return _marking(work, take_back_mark, household_id, visit_id)


@bp.guarded(
    "/families/<uuid:household_id>/visits/<uuid:visit_id>/marks/<uuid:mark_id>/withdraw",
    requires=Permission.VISIT_WRITE,
    methods=("POST",),
)
def withdraw_visit_mark(
    work: UnitOfWork, household_id: UUID, visit_id: UUID, mark_id: UUID
) -> ResponseReturnValue:
    """Take back what one asked for oneself."""
    done = pressed(lambda: withdraw_ask(work, VISIT, visit_id, mark_id), "mark-withdrawn")
    return redirect_done(SHOW, done, household_id=household_id, visit_id=visit_id)


def _marking(work: UnitOfWork, act: Act, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    page = visit_page(work, visit_id)
    if not page.may_mark:
        raise Refused(Permission.VISIT_WRITE.value)
    return save_mark(
        work,
        act,
        VISIT,
        visit_id,
        leads_to=partial(redirect_done, SHOW, household_id=household_id, visit_id=visit_id),
        shows=partial(render_template, "home_visits/mistake.html", page=page),
    )


@bp.form("/families/<uuid:household_id>/visits/<uuid:visit_id>/move", requires=Permission.VISIT_WRITE)
def move(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Put a visit with the family it was to."""
    page = visit_page(work, visit_id)
    if not page.reads_family:
        raise Refused(Permission.VISIT_WRITE.value)
    form = read_form(work, MoveVisitForm, version=page.view.version)
    return save_step(
        form,
        lambda version: _move(work, visit_id, form, version),
        version=page.view.version,
        done="visit-moved",
        leads_to=partial(_lead_on, visit_id),
        shows=partial(render_template, "home_visits/move.html", page=page, form=form, left_id=household_id),
    )


def _move(work: UnitOfWork, visit_id: UUID, form: MoveVisitForm, version: int) -> None:
    move_visit(work, visit_id, MoveVisit(form.family.data or "", form.reason.data or "", version))


def _lead_on(visit_id: UUID, done: str) -> ResponseReturnValue:
    """Lead to where the visit stands now."""
    return redirect_done("home_visits.find_visit", done, visit_id=visit_id)
