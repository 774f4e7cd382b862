"""A child's safety plan: the one in force, earlier ones, and rewriting it."""

from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.permissions import Permission
from app.safety_plans.documents import PlanWords
from app.safety_plans.plans import PlanInput, plan_page
from app.safety_plans.plans import write_plan as put_in_force
from app.unit_of_work import UnitOfWork
from forms.safety_plans import PlanForm
from views.web.form_flow import save_new
from views.web.form_reading import add_row, read_form
from views.web.guard import GuardedBlueprint
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done

bp = GuardedBlueprint("safety_plans", __name__)
PAGE = "safety_plans.show_plan"


@bp.guarded("/cases/<uuid:case_id>/safety-plan", requires=Permission.CASE_READ)
def show_plan(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show the plan in force and earlier ones."""
    return render_template("safety_plans/show.html", page=plan_page(work, case_id))


@bp.form("/cases/<uuid:case_id>/safety-plan/new", requires=Permission.CASE_WRITE)
def write_plan(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Write a plan, starting from the one in force; show both if another came into force meanwhile."""
    page = plan_page(work, case_id)
    now = fields_of(
        page.current, page.current and page.current.words, replaces=page.current and page.current.id
    )
    # Each plan has its own day and reason.
    form = read_form(work, PlanForm, **now | {"review_on": None, "why": ""})
    if request.method == "GET" and page.current:
        # One empty row besides the existing ones; empty rows are not stored.
        add_row(form.actions)
        add_row(form.people)
    return save_new(
        form,
        lambda new_id: put_in_force(work, case_id, _plan(form, new_id)),
        theirs=PlanForm(data=now),
        done="plan-in-force",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(render_template, "safety_plans/write.html", form=form, page=page),
    )


def _plan(form: PlanForm, new_id: UUID) -> PlanInput:
    return document_from(form, PlanInput, id=new_id, words=document_from(form, PlanWords))
