"""Settings: what runs here and what it promises, circles and their holders, the key directory, signed heads."""

from contextlib import suppress
from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.scope import has
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.safeguarding.outside_member import outside_has_card, outside_member_page, write_outside_member
from app.staff.circle_holders import circles_page
from app.staff.circle_words import CIRCLE_LABELS, CIRCLE_OPENS
from app.system_health.about import about, licence_texts
from app.system_health.copies import confirm_copy, copies_page, take_back
from app.system_health.key_directory import directory_state
from app.system_health.overview import clock_was_wrong
from app.system_health.signed_heads import newest_head, take_head
from app.unit_of_work import UnitOfWork
from forms.outside_member import OutsideMemberForm
from views.web.form_flow import save_edit
from views.web.form_reading import read_both
from views.web.guard import GuardedBlueprint, this_server
from views.web.matching import fields_of
from views.web.notices import redirect_done
from views.web.printing import qr

bp = GuardedBlueprint("settings", __name__)


@bp.guarded("/settings/", requires=Permission.SETTINGS_READ)
def show_settings(work: UnitOfWork) -> ResponseReturnValue:
    """Show what runs here, what is sealed, and where everything else is set."""
    return render_template(
        "settings/show.html",
        about=about(this_server()),
        head=newest_head(work, this_server().checkpoint_key),
        sees_circles=has(work, Permission.BASE_MANAGE),
        clock_was_wrong=clock_was_wrong(work),
    )


@bp.guarded("/settings/licences", requires=Permission.SETTINGS_READ)
def show_licences(_work: UnitOfWork) -> ResponseReturnValue:
    """Show the licences of Wayhome and of what it sends to browsers."""
    return render_template("settings/licences.html", text=licence_texts())


@bp.guarded("/settings/copies", requires=Permission.COPIES_CONFIRM)
def show_copies(work: UnitOfWork) -> ResponseReturnValue:
    """Show how a copy is made and tried, and when one opened last."""
    return render_template("settings/copies.html", page=copies_page(work), about=about(this_server()))


@bp.guarded("/settings/copies", requires=Permission.COPIES_CONFIRM, methods=("POST",))
def confirm_copies(work: UnitOfWork) -> ResponseReturnValue:
    """Note that a copy opened on another machine."""
    confirm_copy(work)
    return redirect_done("settings.show_copies", "copy-opened")


@bp.guarded("/settings/copies/not-so", requires=Permission.COPIES_CONFIRM, methods=("POST",))
def take_copies_back(work: UnitOfWork) -> ResponseReturnValue:
    """Note that no copy opened after all; pressed twice, it was taken back already."""
    with suppress(NotAllowedNow):
        take_back(work)
    return redirect_done("settings.show_copies", "copy-not-opened")


@bp.guarded("/settings/circles", requires=Permission.BASE_MANAGE)
def show_circles(work: UnitOfWork) -> ResponseReturnValue:
    """Show every circle, who can open it, and which have too few people."""
    page = circles_page(work)
    return render_template("settings/circles.html", page=page, labels=CIRCLE_LABELS, opens=CIRCLE_OPENS)


@bp.form("/settings/outside-member", requires=Permission.BASE_MANAGE)
def edit_outside_member(work: UnitOfWork) -> ResponseReturnValue:
    """Record whom people call about our own while nobody here can read it."""
    form, theirs = read_both(work, OutsideMemberForm, fields_of(outside_member_page(work)))
    return save_edit(
        form,
        lambda version: write_outside_member(
            work, form.name.data or "", form.phone.data or "", version=version
        ),
        theirs=theirs,
        leads_to=partial(redirect_done, "settings.edit_outside_member"),
        shows=partial(
            render_template, "settings/outside_member.html", form=form, has_card=outside_has_card(work)
        ),
    )


@bp.guarded("/settings/keys", requires=Permission.BASE_MANAGE)
def show_keys(work: UnitOfWork) -> ResponseReturnValue:
    """Verify the key directory from its first statement, and show its root in words."""
    return render_template("settings/keys.html", state=directory_state(work))


@bp.guarded("/settings/checkpoint", requires=Permission.AUDIT_READ)
def show_checkpoint(work: UnitOfWork) -> ResponseReturnValue:
    """Show the newest signed head for printing, as text and as a code; that counts as taking it."""
    head = take_head(work, this_server().checkpoint_key)
    return render_template("settings/checkpoint.html", head=head, code=qr(head.text) if head else None)


@bp.guarded("/settings/checkpoint.txt", requires=Permission.AUDIT_READ)
def download_checkpoint(work: UnitOfWork) -> ResponseReturnValue:
    """Send the newest signed head as a file to be kept elsewhere."""
    head = take_head(work, this_server().checkpoint_key)
    if head is None:
        return render_template("settings/checkpoint.html", head=None, code=None), 404
    headers = {"Content-Disposition": f'attachment; filename="{head.file_name}"'}
    return head.text, 200, headers | {"Content-Type": "text/plain; charset=utf-8"}
