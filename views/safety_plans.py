"""A child's safety plan: the one in force, those before, and writing it anew."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import Conflict
from app.foundation.permissions import Permission
from app.safety_plans.plans import plan_page
from app.safety_plans.plans import write_plan as put_in_force
from app.unit_of_work import UnitOfWork
from forms.safety_plans import PlanForm
from views.adding import try_adding
from views.conflicts import Saving
from views.guard import GuardedBlueprint
from views.notices import redirect_done
from views.plan_forms import both_plans, keep_mine, new_plan, plan_fields
from views.reading import read_form, was_sent
from views.saving import forget_restored

bp = GuardedBlueprint("safety_plans", __name__)
BOTH = ("GET", "POST")
PAGE = "safety_plans.show_plan"


@bp.guarded("/cases/<uuid:case_id>/safety-plan", requires=Permission.CASE_READ)
def show_plan(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show the plan in force and those before it."""
    return render_template("safety_plans/show.html", page=plan_page(work, case_id))


@bp.guarded("/cases/<uuid:case_id>/safety-plan/new", requires=Permission.CASE_WRITE, methods=BOTH)
def write_plan(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Write a plan, beginning from the one in force, or show both when another came into force meanwhile."""
    page = plan_page(work, case_id)
    form = read_form(work, PlanForm, **plan_fields(page.current))
    saving = Saving()
    if was_sent(form):
        try:
            done = try_adding(form, lambda: put_in_force(work, case_id, new_plan(form)), done="plan-in-force")
            if done is not None:
                forget_restored(work)
                return redirect_done(PAGE, done, case_id=case_id)
        except Conflict:
            saving = Saving(versions=both_plans(form, page.current))
            keep_mine(form, page.current)
    return render_template("safety_plans/write.html", page=page, form=form, saving=saving), saving.status
