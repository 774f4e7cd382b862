"""Home visits: those of a family, planning one, one visit, leaving and coming back, and what it said before."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.home_visits.going import check_visitor, leave, move_return
from app.home_visits.pages import VisitPage, plan_page, visit_before, visit_page, visits_of_household
from app.home_visits.planning import change_plan, plan_visit
from app.home_visits.scopes import visible_visit
from app.outreach.night_times import time_of
from app.outreach.shifts import Check
from app.unit_of_work import UnitOfWork
from forms.home_visits import LeavingForm, PlanVisitForm, VisitorCheckForm
from views.home_visits.blueprint import bp
from views.home_visits.form import offer_plan, plan_fields, plan_from
from views.home_visits.words import LABELS, plans_before, reports_before
from views.mistakes.words import WORDS as MARKING
from views.outreach.shift_form import half_hour, hour_of
from views.outreach.times import clock
from views.web.form_flow import pressed, save_edit, save_new, save_step
from views.web.form_reading import read_both, read_button, read_form
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

SHOW = "home_visits.show_visit"
USUAL_HOURS = 2
"""How long a visit usually takes with the way: only the form's initial value."""
_CHECKED = {Check.OUT: "visitor-back", Check.IN: "visitor-out"}


@bp.guarded("/visits/<uuid:visit_id>", requires=Permission.VISIT_READ)
def find_visit(work: UnitOfWork, visit_id: UUID) -> ResponseReturnValue:
    """Lead to a visit from where only its own id is known."""
    visit = visible_visit(work, visit_id)
    # The page that leads here may say what was done.
    done = request.args.get("done")
    return redirect(url_for(SHOW, household_id=visit.household_id, visit_id=visit_id, done=done))


@bp.guarded("/families/<uuid:household_id>/visits/", requires=Permission.VISIT_READ)
def list_visits(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """List the visits of a family, the newest first."""
    page = visits_of_household(work, household_id, page=page_number())
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("home_visits/list.html", page=page, ways=ways, labels=LABELS)


@bp.form("/families/<uuid:household_id>/visits/new", requires=Permission.VISIT_WRITE)
def new_visit(work: UnitOfWork, household_id: UUID) -> ResponseReturnValue:
    """Plan a visit to a family."""
    page = plan_page(work, household_id)
    form = read_form(work, PlanVisitForm, **plan_fields(work, page))
    offer_plan(page, form)
    return save_new(
        form,
        lambda new_id: plan_visit(work, household_id, new_id, plan_from(form)),
        done="visit-planned",
        leads_to=partial(redirect_done, SHOW, household_id=household_id, visit_id=form.record_id.data),
        shows=partial(render_template, "home_visits/plan.html", page=page, form=form),
    )


@bp.guarded("/families/<uuid:household_id>/visits/<uuid:visit_id>", requires=Permission.VISIT_READ)
def show_visit(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Show a visit: who goes and who is back, what was found, and what comes next."""
    page = visit_page(work, visit_id)
    concern_url = url_for("concerns.post_concern", visit=visit_id, child=_only_child(page))
    return render_template(
        "home_visits/show.html",
        page=page,
        household_id=household_id,
        concern_url=concern_url,
        labels=LABELS,
        marking=MARKING,
        clock=clock,
    )


def _only_child(page: VisitPage) -> UUID | None:
    return page.view.children[0] if len(page.view.children) == 1 else None


@bp.form("/families/<uuid:household_id>/visits/<uuid:visit_id>/plan", requires=Permission.VISIT_WRITE)
def edit_plan(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Change a visit that is still planned."""
    page = plan_page(work, household_id, visit_id)
    offer = partial(offer_plan, page)
    form, theirs = read_both(work, PlanVisitForm, plan_fields(work, page), offer=offer)
    return save_edit(
        form,
        lambda version: change_plan(work, visit_id, plan_from(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, SHOW, household_id=household_id, visit_id=visit_id),
        shows=partial(render_template, "home_visits/plan.html", page=page, form=form),
    )


@bp.form("/families/<uuid:household_id>/visits/<uuid:visit_id>/leave", requires=Permission.VISIT_WRITE)
def leave_for_visit(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Say that the visitors leave now, and when they mean to be back."""
    form = read_form(work, LeavingForm, due_back=half_hour(time_of(work.now + timedelta(hours=USUAL_HOURS))))
    return save_step(
        form,
        lambda _version: leave(work, visit_id, hour_of(form.due_back)),
        done="visit-left",
        leads_to=partial(redirect_done, SHOW, household_id=household_id, visit_id=visit_id),
        shows=partial(_show_leaving, work, visit_id, form),
    )


@bp.form("/families/<uuid:household_id>/visits/<uuid:visit_id>/return", requires=Permission.VISIT_WRITE)
def change_visit_return(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Say that the visitors come back at another time."""
    form = read_form(work, LeavingForm, due_back=half_hour(time_of(work.now + timedelta(hours=1))))
    return save_step(
        form,
        lambda _version: move_return(work, visit_id, hour_of(form.due_back)),
        done="visit-return-moved",
        leads_to=partial(redirect_done, SHOW, household_id=household_id, visit_id=visit_id),
        shows=partial(_show_leaving, work, visit_id, form),
    )


def _show_leaving(work: UnitOfWork, visit_id: UUID, form: LeavingForm, **values: object) -> str:
    page = visit_page(work, visit_id)
    return render_template("home_visits/leave.html", page=page, form=form, clock=clock, **values)


@bp.guarded(
    "/families/<uuid:household_id>/visits/<uuid:visit_id>/check",
    requires=Permission.VISIT_READ,
    methods=("POST",),
)
def check_visit(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Say that a visitor is safely back, or take that back."""
    form = read_button(VisitorCheckForm)
    kind = Check(form.kind.data)
    try:
        done = pressed(lambda: check_visitor(work, visit_id, form.staff.data, kind), _CHECKED[kind])
    except NotAllowedNow:
        done = "already-saved"
    return redirect_done(SHOW, done, household_id=household_id, visit_id=visit_id)


@bp.guarded("/families/<uuid:household_id>/visits/<uuid:visit_id>/before", requires=Permission.VISIT_READ)
def show_visit_before(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Show what the plan and the report of a visit said before they were changed."""
    page = visit_before(work, visit_id)
    parts = (plans_before(page), reports_before(page))
    return render_template("home_visits/before.html", page=page, household_id=household_id, parts=parts)
