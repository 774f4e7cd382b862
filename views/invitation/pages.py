"""Accepting an invitation: a password, one's own keys, a recovery card; then waiting to be admitted."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.errors import NotAllowedNow, TooMany
from app.foundation.roles import ROLE_LABELS
from app.sign_in.password_choice import offered_passphrase
from app.staff.invitations import Joined, invitation_page, join
from forms.passwords import NewPasswordForm
from views.sign_in.arriving import add_wait, address, device, status_of, with_session
from views.web.form_reading import was_sent
from views.web.guard import GuardedBlueprint, this_server
from views.web.printing import shown
from views.web.reasons import add_reasons

bp = GuardedBlueprint("invitation", __name__)


@bp.public("/invitation/<code>", methods=("GET", "POST"))
def accept(code: str) -> ResponseReturnValue:
    """Show whose invitation it is and ask for a password; then show the recovery card, once."""
    page = invitation_page(this_server(), code)
    form = NewPasswordForm(request.form)
    joined = _joined(code, form) if was_sent(form) else None
    if joined is not None:
        card = shown(joined.card, this_server().clock.now())
        return with_session(render_template("account/card_made.html", card=card), joined.token)
    rendered = render_template(
        "invitation/accept.html",
        page=page,
        form=form,
        role_label=ROLE_LABELS[page.role],
        passphrase=offered_passphrase(),
    )
    return rendered, status_of(form)


def _joined(code: str, form: NewPasswordForm) -> Joined | None:
    try:
        return join(this_server(), code, form.new_password.data or "", device=device(), address=address())
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
    except TooMany as wait:
        add_wait(form, wait)
    return None
