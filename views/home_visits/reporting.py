"""How a home visit went: what was found, why it was in vain, and why something red needs no concern."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.permissions import Permission
from app.home_visits.asking import no_concern_needed
from app.home_visits.pages import visit_page
from app.home_visits.reporting import write_in_vain, write_report
from app.unit_of_work import UnitOfWork
from forms.home_visits import NoConcernForm, VainForm, VisitReportForm
from views.home_visits.blueprint import bp
from views.home_visits.form import report_fields, report_from, vain_fields, vain_from
from views.home_visits.pages import SHOW
from views.home_visits.words import LABELS
from views.web.form_flow import save_edit, save_step
from views.web.form_reading import read_both, read_form
from views.web.notices import redirect_done


@bp.form("/families/<uuid:household_id>/visits/<uuid:visit_id>/report", requires=Permission.VISIT_WRITE)
def write_visit(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Write down what was found at a visit, or correct it."""
    page = visit_page(work, visit_id)
    form, theirs = read_both(work, VisitReportForm, report_fields(work, page))
    return save_edit(
        form,
        lambda version: write_report(work, visit_id, report_from(form), version=version),
        theirs=theirs,
        done="visit-written",
        leads_to=partial(redirect_done, SHOW, household_id=household_id, visit_id=visit_id),
        shows=partial(render_template, "home_visits/report.html", page=page, form=form, labels=LABELS),
    )


@bp.form("/families/<uuid:household_id>/visits/<uuid:visit_id>/in-vain", requires=Permission.VISIT_WRITE)
def visit_in_vain(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Write down why a visit was in vain, and what comes next, or correct that."""
    page = visit_page(work, visit_id)
    form, theirs = read_both(work, VainForm, vain_fields(work, page))
    return save_edit(
        form,
        lambda version: write_in_vain(work, visit_id, vain_from(form), version=version),
        theirs=theirs,
        done="visit-in-vain",
        leads_to=partial(redirect_done, SHOW, household_id=household_id, visit_id=visit_id),
        shows=partial(render_template, "home_visits/vain.html", page=page, form=form),
    )


@bp.form("/families/<uuid:household_id>/visits/<uuid:visit_id>/no-concern", requires=Permission.VISIT_WRITE)
def no_concern(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Say why something red needs no concern."""
    page = visit_page(work, visit_id)
    form = read_form(work, NoConcernForm, version=page.view.version)
    return save_step(
        form,
        lambda version: no_concern_needed(work, visit_id, form.why.data or "", version=version),
        version=page.view.version,
        done="no-concern-said",
        leads_to=partial(redirect_done, SHOW, household_id=household_id, visit_id=visit_id),
        shows=partial(render_template, "home_visits/no_concern.html", page=page, form=form, labels=LABELS),
    )
