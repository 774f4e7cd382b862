"""Links an unknown child of a meeting to a record, and removes a link."""

from uuid import UUID

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.access.scope import has
from app.children.lines import ChildLine
from app.children.names import ChildName
from app.finding.by_code import CHILD
from app.foundation.errors import NotVisible
from app.foundation.permissions import Permission
from app.outreach.encounter_page import child_of, encounter_page
from app.outreach.linking import link_child, unlink_child
from app.outreach.writing_page import chosen_children, found_children
from app.unit_of_work import UnitOfWork
from forms.encounter import FindChildForm, LinkChildForm
from views.outreach.blueprint import bp
from views.outreach.encounter_words import looks
from views.web.form_flow import pressed
from views.web.form_reading import read_form, uuid_or_none, was_sent
from views.web.guard import Writes
from views.web.language import page_language
from views.web.notices import redirect_done
from views.web.typed_codes import say_what_it_is

SHOW = "outreach.show_encounter"
ROW = "/outreach/encounters/<uuid:encounter_id>/children/<uuid:row_id>"


def _found(work: UnitOfWork, form: FindChildForm) -> list[ChildLine] | list[ChildName] | None:
    """Return the search results, or the record that was made since; None before anything was asked."""
    if was_sent(form):
        lines = found_children(work, form.name_or_code.data or "")
        if not lines:
            say_what_it_is(work, form.name_or_code, wanted=CHILD)
        return list(lines)
    made = uuid_or_none(request.args.get("child")) if request.method == "GET" else None
    return list(chosen_children(work, [made]).values()) if made is not None else None


@bp.form(f"{ROW}/link", requires=Permission.ENCOUNTER_LINK, writes=Writes.WHEN_READY)
def find_record(work: UnitOfWork, encounter_id: UUID, row_id: UUID) -> ResponseReturnValue:
    """Search for the record of a child that was unknown when met."""
    page = encounter_page(work, encounter_id, locale=page_language())
    child = child_of(page, row_id)
    if child is None:
        raise NotVisible("encounter_child")
    form = read_form(work, FindChildForm)
    found = _found(work, form)
    status = 422 if form.errors else 200
    return render_template(
        "outreach/link.html",
        page=page,
        child=child,
        form=form,
        found=found,
        looks=looks,
        may_write=has(work, Permission.PROFILE_WRITE),
    ), status


@bp.guarded(f"{ROW}/record", requires=Permission.ENCOUNTER_LINK, methods=("POST",))
def link_record(work: UnitOfWork, encounter_id: UUID, row_id: UUID) -> ResponseReturnValue:
    """Link the child to the chosen record."""
    choice = LinkChildForm(request.form)
    if not choice.validate():
        abort(400)
    done = pressed(lambda: link_child(work, encounter_id, row_id, choice.child.data), "child-linked")
    return redirect_done(SHOW, done, encounter_id=encounter_id)


@bp.guarded(f"{ROW}/unlink", requires=Permission.ENCOUNTER_LINK, methods=("POST",))
def unlink_record(work: UnitOfWork, encounter_id: UUID, row_id: UUID) -> ResponseReturnValue:
    """Remove a link."""
    done = pressed(lambda: unlink_child(work, encounter_id, row_id), "child-unlinked")
    return redirect_done(SHOW, done, encounter_id=encounter_id)
