"""The supervisor's review of every child in restoration, and the sign-off of each."""

from functools import partial
from uuid import UUID, uuid4

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.review_looks import ReviewLook
from app.restoration.assessments import restoration_pack
from app.restoration.child_progress import restoration_page
from app.restoration.returns import SCORED_AGAIN_WITHIN, ReturnInput, ReturnWords, return_assessment
from app.restoration.review_board import BoardFilter, ReviewPage, all_lines, review_page, work_of_each
from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off, usual_next_review
from app.restoration.sheets import assessment_page
from app.unit_of_work import UnitOfWork
from forms.fields import choices_of
from forms.restoration import BoardFilterForm, ReturnForm, ReviewForm
from views.web.form_flow import Saving, save_new
from views.web.form_reading import read_form, ticked, uuid_or_none
from views.web.guard import GuardedBlueprint
from views.web.kept_filters import filters_stay
from views.web.language import page_language
from views.web.matching import document_from
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

bp = GuardedBlueprint("restoration_review", __name__)
LIST = "restoration_review.show_review"


@bp.guarded("/restoration/", requires=Permission.RESTORATION_REVIEW)
@filters_stay
def show_review(work: UnitOfWork) -> ResponseReturnValue:
    """Show first, previous and latest scores per domain for each child, the worst first."""
    form = BoardFilterForm(request.args)
    page = review_page(work, locale=page_language(), chosen=chosen_filter(form), page=page_number())
    offer_filter(form, page)
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("restoration/review.html", page=page, form=form, ways=ways)


@bp.guarded("/restoration/workers", requires=Permission.RESTORATION_REVIEW)
def show_work(work: UnitOfWork) -> ResponseReturnValue:
    """Show what is to be done for each worker's children, workers by name."""
    workers = work_of_each(work, locale=page_language())
    return render_template("restoration/workers.html", workers=workers)


@bp.form(
    "/cases/<uuid:case_id>/restoration/assessments/<uuid:assessment_id>/return",
    requires=Permission.RESTORATION_REVIEW,
)
def return_it(work: UnitOfWork, case_id: UUID, assessment_id: UUID) -> ResponseReturnValue:
    """Return an assessment to whoever scored it, with a reason and a day."""
    form = read_form(work, ReturnForm, due_on=local_day(work.now) + SCORED_AGAIN_WITHIN)
    return save_new(
        form,
        lambda new_id: return_assessment(work, case_id, assessment_id, _return(form, new_id)),
        done="assessment-returned",
        leads_to=partial(redirect_done, LIST),
        shows=partial(_show_return, work, form, case_id, assessment_id),
    )


def _show_return(
    work: UnitOfWork, form: ReturnForm, case_id: UUID, assessment_id: UUID, *, saving: Saving
) -> str:
    sheet = assessment_page(work, case_id, assessment_id, locale=page_language())
    page = restoration_page(work, case_id, locale=page_language())
    return render_template("restoration/return.html", form=form, page=page, sheet=sheet, saving=saving)


@bp.form("/cases/<uuid:case_id>/restoration/review", requires=Permission.RESTORATION_REVIEW)
def review_child(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Sign off one child's restoration."""
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


@bp.form("/restoration/steady", requires=Permission.RESTORATION_SIGN_MANY)
def sign_off_steady(work: UnitOfWork) -> ResponseReturnValue:
    """Sign off the steady children together, after showing who they are."""
    steady = [line for line in all_lines(work, locale=page_language()) if line.may_go_together]
    chosen = ticked(work, "case")
    if request.method == "POST":
        for line in steady:
            if line.case_id in (chosen or ()):
                sign_off(work, line.case_id, ReviewInput(uuid4(), usual_next_review(work), ReviewRemark()))
        return redirect_done(LIST, "signed-off")
    return render_template(
        "restoration/steady.html", lines=steady, next_on=usual_next_review(work), chosen=chosen
    )


def _review(form: ReviewForm, new_id: UUID) -> ReviewInput:
    remark = document_from(form, ReviewRemark, words=form.remark)
    return document_from(form, ReviewInput, id=new_id, remark=remark)


def _return(form: ReturnForm, new_id: UUID) -> ReturnInput:
    return document_from(form, ReturnInput, id=new_id, words=document_from(form, ReturnWords))


def chosen_filter(form: BoardFilterForm) -> BoardFilter:
    """Read the filter; an unknown value counts as no choice."""
    look, domain = form.look.data or "", form.domain.data or ""
    return BoardFilter(
        base_id=uuid_or_none(form.base.data),
        worker_id=uuid_or_none(form.worker.data),
        domain=domain if domain in {each.id for each in restoration_pack().domains} else "",
        look=ReviewLook(look) if look in list(ReviewLook) else ReviewLook.ALL,
    )


def offer_filter(form: BoardFilterForm, page: ReviewPage) -> None:
    """Give the filter its choices; where there is only one, there is nothing to choose."""
    form.domain.choices = choices_of(dict(page.domains), blank=N_("Any part of life"))
    form.worker.choices = choices_of(dict(page.workers), blank=N_("Anybody"))
    form.base.choices = choices_of(dict(page.bases), blank=N_("All bases"))
    if len(page.bases) < 2:
        del form.base
