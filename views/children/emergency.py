"""The emergency sheet of a child, for the office and people on call; nobody else learns whether there is one."""

from functools import partial
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.child_page.emergency_page import emergency_page
from app.children.before import sheet_before
from app.children.documents import EmergencyWords
from app.children.emergency import change_sheet, editable_sheet
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.emergency import EmergencyForm
from views.children.before import sheet_told, versions_of
from views.web.form_flow import Saving, save_edit
from views.web.form_reading import read_both
from views.web.guard import GuardedBlueprint
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done

bp = GuardedBlueprint("emergency", __name__)


@bp.guarded("/children/<uuid:child_id>/emergency", requires=Permission.EMERGENCY_READ)
def show_sheet(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Show what somebody must know at once to keep the child safe."""
    return render_template("children/emergency.html", page=emergency_page(work, child_id))


@bp.guarded("/children/<uuid:child_id>/emergency/before", requires=Permission.EMERGENCY_READ)
def show_sheet_before(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Show what the sheet said before each change."""
    said = sheet_before(work, child_id)
    parts = [(gettext("Emergency sheet"), versions_of(said.sheet, sheet_told))]
    back = url_for("emergency.show_sheet", child_id=child_id)
    return render_template("children/before.html", child_id=child_id, code=said.code, parts=parts, back=back)


@bp.form("/children/<uuid:child_id>/emergency/edit", requires=Permission.EMERGENCY_WRITE)
def edit_sheet(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Write the sheet, or show both versions when somebody saved first."""
    known = editable_sheet(work, child_id)
    form, theirs = read_both(work, EmergencyForm, fields_of(known.words, version=known.version))
    return save_edit(
        form,
        lambda version: change_sheet(work, child_id, document_from(form, EmergencyWords), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, "emergency.show_sheet", child_id=child_id),
        shows=partial(_show_edit, work, form, child_id),
    )


def _show_edit(work: UnitOfWork, form: EmergencyForm, child_id: UUID, *, saving: Saving) -> str:
    page = emergency_page(work, child_id)
    return render_template("children/edit_emergency.html", page=page, form=form, saving=saving)
