"""Signing in and out."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.first_things import not_received
from app.concerns.meetings_now import own_not_taken
from app.foundation.errors import TooMany
from app.foundation.local_paths import is_local
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.set_up.organisation import is_set_up
from app.sign_in.drafts import number_for_draft
from app.sign_in.sessions import end_session
from app.sign_in.signing_in import AccountEnded, SignInFailed, Welcome
from app.sign_in.signing_in import sign_in as sign_in_person
from app.unit_of_work import UnitOfWork
from forms.sign_in import SignInForm
from views.sign_in.arriving import add_wait, address, device, device_mark, status_of
from views.web.cookies import device_cookie_name, forget_token, set_choice, set_lists, set_token
from views.web.form_reading import uuid_or_none
from views.web.guard import GuardedBlueprint, this_person, this_server

bp = GuardedBlueprint("sign_in", __name__)


WRONG = N_("User name and password do not fit together. Check both and try again.")
CLOSED = N_("This account is closed. Ask your supervisor.")


@bp.public("/sign-in", methods=("GET", "POST"))
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form, or sign in."""
    if not is_set_up(this_server()):
        return redirect(url_for("set_up.set_up"))
    if request.method == "GET" and this_person() is not None:
        return redirect(local_target(request.args.get("next", "")))
    form = SignInForm(request.form, next=request.args.get("next", ""))
    if request.method == "POST" and form.validate():
        try:
            return _welcomed(_sign_in(form), form.next.data or "")
        except (SignInFailed, AccountEnded) as refusal:
            form.form_errors.append(WRONG if isinstance(refusal, SignInFailed) else CLOSED)
        except TooMany as wait:
            add_wait(form, wait)
    kept = request.args.get("kept", "")
    page = render_template("sign_in/sign_in.html", form=form, kept=kept, number=_number_for(kept))
    return page, status_of(form)


def _number_for(kept: str) -> str:
    """Return the number to call about what was not sent; the id of the kept form tells whose base it is."""
    draft_id = uuid_or_none(request.args.get("draft")) if kept == "now" else None
    return number_for_draft(this_server(), draft_id) if draft_id is not None else ""


def _sign_in(form: SignInForm) -> Welcome:
    return sign_in_person(
        this_server(),
        form.username.data or "",
        form.password.data or "",
        device=device(),
        address=address(),
        mark=device_mark(),
    )


def _welcomed(welcome: Welcome, target: str) -> ResponseReturnValue:
    url = local_target(target)
    if welcome.broken:
        url = url_for("account.show_warning", broken=",".join(welcome.broken))
    response = redirect(url, code=303)
    settings = this_server().settings
    set_token(response, welcome.token, settings)  # type: ignore[arg-type]  # Flask's redirect
    name = device_cookie_name(settings)
    set_choice(response, name, welcome.mark, settings)  # type: ignore[arg-type]  # Flask's redirect
    return response


@bp.guarded("/sign-out", requires=Permission.OWN_ACCOUNT, methods=("POST",))
def sign_out(work: UnitOfWork) -> ResponseReturnValue:
    """End this session; whoever raised something that nobody has received is told once more to call."""
    waits = [*not_received(work), *own_not_taken(work)]
    if work.session_id is not None:
        end_session(work, work.session_id)
    if waits:
        # No code and no word of it: whoever holds the phone now may be somebody else.
        page = render_template("sign_in/signed_out.html", waits=waits)
        response = make_response(page)
    else:
        response = make_response(redirect(url_for("sign_in.sign_in", done="signed-out"), code=303))
    forget_token(response, this_server().settings)
    set_lists(response, "", this_server().settings)
    return response


@bp.public("/")
def front_door() -> ResponseReturnValue:
    """Lead to Today, or to the sign-in page."""
    if this_person() is None:
        return redirect(url_for("sign_in.sign_in"))
    return redirect(url_for("today.show_today"))


def local_target(text: str) -> str:
    """Return a page of ours to continue to; anything else, such as another site, becomes the front page."""
    return text if is_local(text) else "/"
