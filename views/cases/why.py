"""Why a case was opened: what it says, what it said before, and the form that corrects it."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.cases.why_opened import WhyInput, correct_why, why_opened, why_to_correct
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.cases import WhyForm
from views.cases.pages import bp
from views.web.form_flow import save_edit
from views.web.form_reading import read_both
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done

SHOW = "cases.show_why"


@bp.guarded("/cases/<uuid:case_id>/why", requires=Permission.CASE_READ)
def show_why(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show why a case was opened, and what stood there before."""
    return render_template("cases/why.html", page=why_opened(work, case_id))


@bp.form("/cases/<uuid:case_id>/why/edit", requires=Permission.CASE_WRITE)
def edit_why(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Correct why a case was opened, or show both versions when somebody was first."""
    page = why_to_correct(work, case_id)
    form, theirs = read_both(work, WhyForm, fields_of(page, reason=""))
    # Why somebody changes it is their own: it is not compared with what another wrote.
    theirs.reason.process_data(form.reason.data)
    return save_edit(
        form,
        lambda version: correct_why(work, case_id, document_from(form, WhyInput), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, SHOW, case_id=case_id),
        shows=partial(render_template, "cases/edit_why.html", form=form, page=page),
    )
