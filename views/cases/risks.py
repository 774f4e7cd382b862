"""How the risk of a case was set, and marking a risk as set by mistake."""

from functools import partial
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.cases.risk_mistaken import RISK, case_of_risk, risk_history
from app.foundation.permissions import Permission
from app.mistakes.marking import mark_mistaken, take_back_mark, withdraw_ask
from app.unit_of_work import UnitOfWork
from views.cases.pages import bp
from views.mistakes.words import WORDS as MARKING
from views.web.form_flow import pressed
from views.web.marking import Act, save_mark
from views.web.notices import redirect_done

SHOW = "cases.show_risks"


@bp.guarded("/cases/<uuid:case_id>/risks", requires=Permission.CASE_READ)
def show_risks(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show how the risk of a case was set, newest first, also what was set by mistake."""
    return render_template("cases/risks.html", page=risk_history(work, case_id), marking=MARKING)


@bp.guarded("/risks/<uuid:risk_id>", requires=Permission.CASE_READ)
def show_risk(work: UnitOfWork, risk_id: UUID) -> ResponseReturnValue:
    """Lead to where one risk stands among those of its case."""
    there = url_for(SHOW, case_id=case_of_risk(work, risk_id), _anchor=str(risk_id))
    return redirect(there, code=303)


@bp.form("/risks/<uuid:risk_id>/mistake", requires=Permission.CASE_WRITE)
def mark_risk(work: UnitOfWork, risk_id: UUID) -> ResponseReturnValue:
    """Mark a risk as set by mistake, or ask a second person for it."""
    return _marking(work, mark_mistaken, risk_id)


@bp.form("/risks/<uuid:risk_id>/counts-again", requires=Permission.CASE_WRITE)
def take_risk_back(work: UnitOfWork, risk_id: UUID) -> ResponseReturnValue:
    """Take the mark of a risk back, or ask a second person for it."""
    return _marking(work, take_back_mark, risk_id)


@bp.guarded(
    "/risks/<uuid:risk_id>/marks/<uuid:mark_id>/withdraw", requires=Permission.CASE_WRITE, methods=("POST",)
)
def withdraw_risk(work: UnitOfWork, risk_id: UUID, mark_id: UUID) -> ResponseReturnValue:
    """Take back what one asked for oneself."""
    done = pressed(lambda: withdraw_ask(work, RISK, risk_id, mark_id), "mark-withdrawn")
    return redirect_done(SHOW, done, case_id=case_of_risk(work, risk_id))


def _marking(work: UnitOfWork, act: Act, risk_id: UUID) -> ResponseReturnValue:
    page = risk_history(work, case_of_risk(work, risk_id))
    return save_mark(
        work,
        act,
        RISK,
        risk_id,
        leads_to=partial(redirect_done, SHOW, case_id=page.case_id),
        shows=partial(render_template, "cases/risk_mistake.html", page=page, one=page.one(risk_id)),
    )
