"""A child that was written down by mistake, or twice: saying so, and taking that back."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.children.children import editable_child
from app.children.written_twice import CHILD, child_meant, mark_child
from app.foundation.permissions import Permission
from app.mistakes.marking import take_back_mark, withdraw_ask
from app.unit_of_work import UnitOfWork
from forms.mistakes import MarkChildForm
from views.children.pages import bp
from views.children.words import head_of
from views.web.form_flow import pressed
from views.web.form_reading import read_form
from views.web.marking import save_mark
from views.web.notices import redirect_done

SHOW = "children.show_child"


@bp.form("/children/<uuid:child_id>/mistake", requires=Permission.PROFILE_WRITE)
def mark(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Say that a child was written down by mistake, or twice; mostly a second person decides."""
    form, known = read_form(work, MarkChildForm), editable_child(work, child_id)
    return save_mark(
        work,
        mark_child,
        CHILD,
        child_id,
        leads_to=lambda code: redirect_done(SHOW, _asked(code), child_id=child_id),
        shows=partial(render_template, "children/mistake.html", child=head_of(work, known), is_marking=True),
        form=form,
        same_as=lambda: child_meant(work, form.same_as.data or ""),
    )


@bp.form("/children/<uuid:child_id>/counts-again", requires=Permission.PROFILE_WRITE)
def take_back(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Ask that a child's record count again."""
    known = editable_child(work, child_id)
    return save_mark(
        work,
        take_back_mark,
        CHILD,
        child_id,
        leads_to=partial(redirect_done, SHOW, child_id=child_id),
        shows=partial(render_template, "children/mistake.html", child=head_of(work, known), is_marking=False),
    )


@bp.guarded(
    "/children/<uuid:child_id>/marks/<uuid:mark_id>/withdraw",
    requires=Permission.PROFILE_WRITE,
    methods=("POST",),
)
def withdraw(work: UnitOfWork, child_id: UUID, mark_id: UUID) -> ResponseReturnValue:
    """Take back what one asked for oneself."""
    done = pressed(lambda: withdraw_ask(work, CHILD, child_id, mark_id), "mark-withdrawn")
    return redirect_done(SHOW, done, child_id=child_id)


def _asked(code: str) -> str:
    return "child-marked" if code == "marked" else code
