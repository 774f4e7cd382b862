"""Where a child lives and lived: recording a placement, correcting it, writing its end."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.cases.summaries import case_brief
from app.foundation.permissions import Permission
from app.foundation.vocabulary import home_safeties, placement_kinds
from app.placements.documents import Home
from app.placements.homes import (
    PlacementInput,
    change_placement,
    placement_page,
    read_placement,
    record_placement,
)
from app.unit_of_work import UnitOfWork
from forms.placements import PlacementForm
from views.web.form_flow import save_edit, save_new
from views.web.form_reading import read_both, read_form
from views.web.guard import GuardedBlueprint
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done

bp = GuardedBlueprint("placements", __name__)
PAGE = "placements.show_placements"
WORDS = {"kinds": placement_kinds.LABELS, "safety": home_safeties.LABELS}


@bp.guarded("/cases/<uuid:case_id>/placements/", requires=Permission.CASE_READ)
def show_placements(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show where the child lives now and lived before."""
    return render_template("placements/show.html", page=placement_page(work, case_id), words=WORDS)


@bp.form("/cases/<uuid:case_id>/placements/new", requires=Permission.CASE_WRITE)
def new_placement(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Write down where the child lives; the home before ends with it."""
    page, form = placement_page(work, case_id), read_form(work, PlacementForm)
    return save_new(
        form,
        lambda new_id: record_placement(work, case_id, new_id, _draft(form)),
        done="placement-recorded",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(render_template, "placements/write.html", form=form, page=page, known=None),
    )


@bp.form("/cases/<uuid:case_id>/placements/<uuid:placement_id>", requires=Permission.CASE_WRITE)
def edit_placement(work: UnitOfWork, case_id: UUID, placement_id: UUID) -> ResponseReturnValue:
    """Correct a placement or write its end, or show both versions when somebody saved first."""
    page, known = case_brief(work, case_id), read_placement(work, case_id, placement_id)
    form, theirs = read_both(work, PlacementForm, fields_of(known, known.home))
    return save_edit(
        form,
        lambda version: change_placement(work, case_id, placement_id, _draft(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(render_template, "placements/write.html", form=form, page=page, known=known),
    )


def _draft(form: PlacementForm) -> PlacementInput:
    return document_from(form, PlacementInput, home=document_from(form, Home))
