"""Screenings: those of a child, writing one, one of them, correcting it, and what it said before."""

from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.permissions import Permission
from app.screening.pages import (
    WritingPage,
    screening_before,
    screening_page,
    screenings_of_child,
    writing_page,
)
from app.screening.scopes import visible_screening
from app.screening.writing import correct_screening, write_screening
from app.unit_of_work import UnitOfWork
from forms.screening import ScreeningForm
from views.mistakes.words import WORDS as MARKING
from views.screening.blueprint import bp
from views.screening.form import both_forms, new_form, screening_from
from views.screening.words import LABELS, answers_of, sheets_before
from views.web.form_flow import Saving, save_edit, save_new
from views.web.language import page_language
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

SHOW = "screening.show_screening"


@bp.guarded("/screenings/<uuid:screening_id>", requires=Permission.SCREENING_READ)
def find_screening(work: UnitOfWork, screening_id: UUID) -> ResponseReturnValue:
    """Lead to a screening from where only its own id is known."""
    row = visible_screening(work, screening_id)
    done = request.args.get("done")
    return redirect(url_for(SHOW, child_id=row.child_id, screening_id=screening_id, done=done))


@bp.guarded("/children/<uuid:child_id>/screenings/", requires=Permission.SCREENING_READ)
def list_screenings(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """List the screenings of a child, the newest first, and say when the next one is due."""
    page = screenings_of_child(work, child_id, page=page_number())
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("screening/list.html", page=page, ways=ways, labels=LABELS)


@bp.form("/children/<uuid:child_id>/screenings/new", requires=Permission.SCREENING_POST)
def new_screening(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Write a screening down. What cannot wait raises a concern in the same step."""
    page = writing_page(work, child_id)
    form = new_form(work, page)
    return save_new(
        form,
        lambda new_id: write_screening(work, child_id, new_id, screening_from(form)),
        done="screening-written",
        leads_to=partial(redirect_done, SHOW, child_id=child_id, screening_id=form.record_id.data),
        shows=partial(_show_new, form, page),
    )


def _show_new(form: ScreeningForm, page: WritingPage, *, saving: Saving) -> str:
    # A form that comes back shows the list in force now, so it is answered with that one when it is sent again.
    form.pack_version.process_data(str(page.pack.version))
    return render_template("screening/write.html", page=page, form=form, saving=saving)


@bp.guarded("/children/<uuid:child_id>/screenings/<uuid:screening_id>", requires=Permission.SCREENING_READ)
def show_screening(work: UnitOfWork, child_id: UUID, screening_id: UUID) -> ResponseReturnValue:
    """Show a screening: which rules it meets and why, what was answered, and what is different from the last one."""
    page, locale = screening_page(work, screening_id), page_language()
    return render_template(
        "screening/show.html",
        page=page,
        child_id=child_id,
        answers=answers_of(page.pack, locale),
        labels=LABELS,
        marking=MARKING,
    )


@bp.form(
    "/children/<uuid:child_id>/screenings/<uuid:screening_id>/correct", requires=Permission.SCREENING_WRITE
)
def edit_screening(work: UnitOfWork, child_id: UUID, screening_id: UUID) -> ResponseReturnValue:
    """Correct a screening under the list it was answered with."""
    page = writing_page(work, child_id, screening_id)
    form, theirs = both_forms(work, page)
    return save_edit(
        form,
        lambda version: correct_screening(work, screening_id, screening_from(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, SHOW, child_id=child_id, screening_id=screening_id),
        shows=partial(render_template, "screening/write.html", page=page, form=form),
    )


@bp.guarded(
    "/children/<uuid:child_id>/screenings/<uuid:screening_id>/before", requires=Permission.SCREENING_READ
)
def show_screening_before(work: UnitOfWork, child_id: UUID, screening_id: UUID) -> ResponseReturnValue:
    """Show what a screening said before each change."""
    page = screening_before(work, screening_id)
    before = sheets_before(page, page_language())
    return render_template("screening/before.html", page=page, child_id=child_id, before=before)
