"""Where a child lives and lived: recording a placement, correcting it, writing its end."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.cases.summaries import case_brief
from app.foundation.permissions import Permission
from app.foundation.vocabulary.placement_kinds import LABELS as KIND_LABELS
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.placements.documents import SAFETY_LABELS, Home, HomeSafety
from app.placements.homes import (
    PlacementDraft,
    PlacementView,
    change_placement,
    placement_page,
    read_placement,
    record_placement,
)
from app.unit_of_work import UnitOfWork
from forms.placements import PlacementForm
from views.adding import try_adding
from views.conflicts import Saving, try_saving
from views.guard import GuardedBlueprint
from views.notices import redirect_done
from views.reading import read_form, record_id, was_sent
from views.saving import forget_restored, form_status

bp = GuardedBlueprint("placements", __name__)
BOTH = ("GET", "POST")
PAGE = "placements.show_placements"
WORDS = {"kinds": KIND_LABELS, "safety": SAFETY_LABELS}


@bp.guarded("/cases/<uuid:case_id>/placements/", requires=Permission.CASE_READ)
def show_placements(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show where the child lives now and lived before."""
    return render_template("placements/show.html", page=placement_page(work, case_id), words=WORDS)


@bp.guarded("/cases/<uuid:case_id>/placements/new", requires=Permission.CASE_WRITE, methods=BOTH)
def new_placement(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Write down where the child lives; the home before ends with it."""
    page = placement_page(work, case_id)
    form = read_form(work, PlacementForm)
    if was_sent(form):
        placement_id, draft = record_id(form.record_id), _draft(form)
        done = try_adding(
            form, lambda: record_placement(work, case_id, placement_id, draft), done="placement-recorded"
        )
        if done is not None:
            forget_restored(work)
            return redirect_done(PAGE, done, case_id=case_id)
    return render_template("placements/new.html", form=form, page=page), form_status()


@bp.guarded(
    "/cases/<uuid:case_id>/placements/<uuid:placement_id>", requires=Permission.CASE_WRITE, methods=BOTH
)
def edit_placement(work: UnitOfWork, case_id: UUID, placement_id: UUID) -> ResponseReturnValue:
    """Correct a placement or write its end, or show both versions when somebody saved first."""
    page, known, saving = case_brief(work, case_id), read_placement(work, case_id, placement_id), Saving()
    form = read_form(work, PlacementForm, **_fields(known))
    if was_sent(form):
        saving = try_saving(
            form,
            lambda: change_placement(
                work, case_id, placement_id, _draft(form), version=form.version.data or 0
            ),
            theirs=PlacementForm(data=_fields(known)),
            version=known.version,
        )
        if saving.is_saved:
            forget_restored(work)
            return redirect_done(PAGE, "saved", case_id=case_id)
    return render_template(
        "placements/edit.html", form=form, page=page, known=known, saving=saving
    ), saving.status


def _draft(form: PlacementForm) -> PlacementDraft:
    home = Home(
        kind=PlacementKind(form.kind.data),
        safety=HomeSafety(form.safety.data),
        how_known=form.how_known.data or "",
        carer=form.carer.data or "",
        address=form.address.data or "",
        decided_by=form.decided_by.data or "",
        document=form.document.data or "",
        document_ends_on=form.document_ends_on.data,
        words=form.remarks.data or "",
    )
    return PlacementDraft(home, form.from_on.data or date.max, form.until_on.data, form.review_on.data)


def _fields(known: PlacementView) -> dict[str, Any]:
    days: dict[str, Any] = {
        "version": known.version,
        "from_on": known.from_on,
        "until_on": known.until_on,
        "review_on": known.review_on,
    }
    home = known.home
    if home is None:
        return days
    words = {
        name: getattr(home, name)
        for name in ("how_known", "carer", "address", "decided_by", "document", "document_ends_on")
    }
    return days | words | {"kind": home.kind.value, "safety": home.safety.value, "remarks": home.words}
