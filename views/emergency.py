"""The emergency sheet of a child: for the office and those on call; nobody else learns whether there is one."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.child_page.emergency_page import emergency_page
from app.children.documents import EmergencyWords
from app.children.emergency import change_sheet, editable_sheet
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.emergency import EmergencyForm
from views.conflicts import Saving, try_saving
from views.guard import GuardedBlueprint
from views.notices import redirect_done
from views.web.reading import read_form, was_sent
from views.web.saving import forget_restored

bp = GuardedBlueprint("emergency", __name__)
BOTH = ("GET", "POST")


@bp.guarded("/children/<uuid:child_id>/emergency", requires=Permission.EMERGENCY_READ)
def show_sheet(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Show what somebody needs at once to keep the child safe."""
    return render_template("children/emergency.html", page=emergency_page(work, child_id))


@bp.guarded("/children/<uuid:child_id>/emergency/edit", requires=Permission.EMERGENCY_WRITE, methods=BOTH)
def edit_sheet(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Write the sheet, or show both versions when somebody saved first."""
    known = editable_sheet(work, child_id)
    fields = words_fields(known.words or EmergencyWords())
    form, saving = read_form(work, EmergencyForm, version=known.version, **fields), Saving()
    if was_sent(form):
        saving = try_saving(
            form,
            lambda: change_sheet(work, child_id, words_from(form), version=form.version.data),
            theirs=EmergencyForm(data=fields),
            version=known.version,
        )
        if saving.is_saved:
            forget_restored(work)
            return redirect_done("emergency.show_sheet", "saved", child_id=child_id)
    page = emergency_page(work, child_id)
    return render_template("children/edit_emergency.html", page=page, form=form, saving=saving), saving.status


def words_fields(words: EmergencyWords) -> dict[str, str]:
    """Return what a form shows of a sheet."""
    return {
        "danger": words.danger,
        "where_now": words.where_now,
        "safety_plan": words.safety_plan,
        "medical": words.medical,
        "reasons": words.reasons,
    }


def words_from(form: EmergencyForm) -> EmergencyWords:
    """Read a sheet."""
    return EmergencyWords(
        danger=form.danger.data or "",
        reasons=form.reasons.data or "",
        medical=form.medical.data or "",
        safety_plan=form.safety_plan.data or "",
        where_now=form.where_now.data or "",
    )
