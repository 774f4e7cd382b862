"""The supervisor's review of every child in restoration, and the sign-off of each."""

from functools import partial
from uuid import UUID, uuid4

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.permissions import Permission
from app.restoration.child_progress import restoration_page
from app.restoration.review_board import review_page
from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off, usual_next_review
from app.unit_of_work import UnitOfWork
from forms.restoration import ReviewForm
from views.web.form_flow import Saving, save_new
from views.web.form_reading import read_form, uuid_or_none
from views.web.guard import GuardedBlueprint
from views.web.language import page_language
from views.web.matching import document_from
from views.web.notices import redirect_done

bp = GuardedBlueprint("restoration_review", __name__)
LIST = "restoration_review.show_review"


@bp.guarded("/restoration/", requires=Permission.RESTORATION_REVIEW)
def show_review(work: UnitOfWork) -> ResponseReturnValue:
    """Show first, previous and latest per domain for each child, those that need a look first."""
    worker_id = uuid_or_none(request.args.get("worker"))
    page = review_page(work, locale=page_language(), worker_id=worker_id)
    return render_template("restoration/review.html", page=page, worker_id=worker_id)


@bp.form("/cases/<uuid:case_id>/restoration/review", requires=Permission.RESTORATION_REVIEW)
def review_child(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Sign one child's restoration off."""
    form = read_form(work, ReviewForm, next_review_on=usual_next_review(work))
    return save_new(
        form,
        lambda new_id: sign_off(work, case_id, _review(form, new_id)),
        done="signed-off",
        leads_to=partial(redirect_done, LIST),
        shows=partial(_show_sign_off, work, form, case_id),
    )


def _show_sign_off(work: UnitOfWork, form: ReviewForm, case_id: UUID, *, saving: Saving) -> str:
    page = restoration_page(work, case_id, locale=page_language())
    return render_template("restoration/sign_off.html", form=form, page=page, saving=saving)


@bp.form("/restoration/steady", requires=Permission.RESTORATION_REVIEW)
def sign_off_steady(work: UnitOfWork) -> ResponseReturnValue:
    """Sign the steady ones off together, after showing which they are."""
    page = review_page(work, locale=page_language())
    steady = [line for line in page.lines if line.may_go_together]
    if request.method == "POST":
        chosen = {uuid_or_none(text) for text in request.form.getlist("case")}
        for line in steady:
            if line.case_id in chosen:
                sign_off(work, line.case_id, ReviewInput(uuid4(), usual_next_review(work), ReviewRemark()))
        return redirect_done(LIST, "signed-off")
    return render_template("restoration/steady.html", lines=steady, next_on=usual_next_review(work))


def _review(form: ReviewForm, new_id: UUID) -> ReviewInput:
    return document_from(form, ReviewInput, id=new_id, remark=ReviewRemark(form.remark.data or ""))
