"""One's own account: waiting, proof, password, recovery card, keys, sessions, kept forms."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.errors import FreshProofNeeded, NotAllowedNow, TooMany
from app.foundation.local_paths import with_draft
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import PROGRAMME_STAFF, ROLE_LABELS
from app.recovery.kit_state import own_left, reseal_own
from app.sign_in.admission_status import AdmissionStatus
from app.sign_in.drafts import forget_draft
from app.sign_in.ended_access import ended_form
from app.sign_in.last_seen import accept_what_is_here, what_is_broken
from app.sign_in.password_choice import offered_passphrase
from app.sign_in.sessions import end_session
from app.sign_in.signing_in import SignInFailed, prove_again
from app.staff.admission import own_digits, own_six_words
from app.staff.circle_words import CIRCLE_LABELS
from app.staff.colleagues import names_of_staff
from app.staff.own_account import (
    account_page,
    change_password,
    circles_that_would_shut,
    end_other_sessions,
    new_recovery_card,
    renew_keys,
)
from app.staff.pending import pending_lines
from app.unit_of_work import UnitOfWork
from forms.account import ChangePasswordForm, ProveForm
from forms.passwords import NewPasswordForm
from views.account.kept import named, told
from views.sign_in.arriving import add_wait, address, device, device_mark, status_of, with_session
from views.sign_in.pages import local_target
from views.web.devices import browser_name
from views.web.form_reading import was_sent
from views.web.guard import GuardedBlueprint, Writes, this_person, this_server
from views.web.notices import redirect_done
from views.web.printing import shown
from views.web.proving import ask_for_proof
from views.web.reasons import add_reasons

bp = GuardedBlueprint("account", __name__)
OWN = Permission.OWN_ACCOUNT
HERE = "account.show_account"
NOT_YOUR_PASSWORD = N_("This is not your password. Try again.")

bp.app_errorhandler(FreshProofNeeded)(ask_for_proof)


@bp.guarded("/account", requires=OWN)
def show_account(work: UnitOfWork) -> ResponseReturnValue:
    """Show the person's own account, sessions and kept forms, and what they still wait for."""
    page = account_page(work)
    return render_template(
        "account/show.html",
        page=page,
        kept=named(page.kept),
        pending=pending_lines(work, work.person.id),
        kit_left=own_left(work),
        circles=CIRCLE_LABELS,
        is_admitted=_admission_status() is AdmissionStatus.ADMITTED,
        role_label=ROLE_LABELS[work.person.role],
        browser_name=browser_name,
    )


def _admission_status() -> AdmissionStatus:
    signed_in = this_person()
    return signed_in.status if signed_in else AdmissionStatus.AWAITING


@bp.guarded("/account/waiting", requires=OWN)
def waiting(work: UnitOfWork) -> ResponseReturnValue:
    """Show the six words to be read to whoever admits the person."""
    status = _admission_status()
    if status is AdmissionStatus.ADMITTED:
        return redirect(url_for("sign_in.front_door"))
    if status is AdmissionStatus.DIRECTORY_DIFFERS:
        return redirect(url_for("account.show_warning"))
    return render_template(
        "account/waiting.html",
        words=own_six_words(work),
        digits=own_digits(work),
        status=status.value,
        by_supervisor=work.person.role in PROGRAMME_STAFF,
    )


@bp.guarded("/account/warning", requires=OWN)
def show_warning(work: UnitOfWork) -> ResponseReturnValue:
    """Say what is no longer as it was at the last visit, and what to do."""
    broken = what_is_broken(work)
    if not broken:
        return redirect(url_for("sign_in.front_door"))
    return render_template("account/warning.html", broken=[each.value for each in broken])


@bp.guarded("/account/warning", requires=Permission.OWN_KEYS, methods=("POST",))
def accept_warning(work: UnitOfWork) -> ResponseReturnValue:
    """Accept what is here now, once it is cleared up why it is no longer as it was."""
    if not what_is_broken(work):
        return redirect(url_for("sign_in.front_door"))
    accept_what_is_here(work)
    return redirect_done("today.show_today", "heads-accepted")


@bp.form("/account/prove", requires=OWN, writes=Writes.WHEN_READY)
def prove(work: UnitOfWork) -> ResponseReturnValue:
    """Ask for the password again, and continue to the page that needed it."""
    form = ProveForm(request.form, next=request.args.get("next", ""))
    if was_sent(form):
        try:
            prove_again(this_server(), work, form.password.data or "", mark=device_mark())
            return redirect(local_target(form.next.data or ""), code=303)
        except SignInFailed:
            form.password.errors = [NOT_YOUR_PASSWORD]
        except TooMany as wait:
            add_wait(form, wait)
    return render_template("account/prove.html", form=form), status_of(form)


@bp.form("/account/password", requires=OWN, writes=Writes.WHEN_READY)
def show_password(work: UnitOfWork) -> ResponseReturnValue:
    """Set a new password; the other sessions end."""
    form = ChangePasswordForm(request.form)
    if was_sent(form):
        now, new = form.password.data or "", form.new_password.data or ""
        try:
            change_password(this_server(), work, now, new, mark=device_mark())
            return redirect_done(HERE, "password-changed")
        except SignInFailed:
            form.password.errors = [NOT_YOUR_PASSWORD]
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
        except TooMany as wait:
            add_wait(form, wait)
    page = render_template("account/password.html", form=form, passphrase=offered_passphrase())
    return page, status_of(form)


@bp.form("/account/recovery-card", requires=Permission.OWN_KEYS)
def new_card(work: UnitOfWork) -> ResponseReturnValue:
    """Replace the recovery card with a new one, and show it once."""
    if request.method == "POST":
        card = shown(new_recovery_card(this_server(), work), work.now)
        return render_template("account/card_made.html", card=card)
    return render_template("account/new_card.html", has_card=account_page(work).has_card)


@bp.form("/account/keys", requires=Permission.OWN_KEYS, writes=Writes.WHEN_READY)
def new_keys(work: UnitOfWork) -> ResponseReturnValue:
    """Make new keys because somebody else may know the password; the person is then admitted again."""
    form = NewPasswordForm(request.form)
    if was_sent(form):
        try:
            new = form.new_password.data or ""
            made = renew_keys(this_server(), work, new, device=device(), address=address())
            card = shown(made.card, work.now)
            return with_session(render_template("account/card_made.html", card=card), made.token)
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
        except TooMany as wait:
            add_wait(form, wait)
    page = render_template(
        "account/new_keys.html",
        form=form,
        passphrase=offered_passphrase(),
        would_shut=bool(circles_that_would_shut(work)),
    )
    return page, status_of(form)


@bp.guarded("/account/sessions/<uuid:session_id>/end", requires=OWN, methods=("POST",))
def end_one(work: UnitOfWork, session_id: UUID) -> ResponseReturnValue:
    """End one of one's own sessions, on any device."""
    end_session(work, session_id)
    return redirect_done(HERE, "session-ended")


@bp.guarded("/account/sessions/end-others", requires=OWN, methods=("POST",))
def end_others(work: UnitOfWork) -> ResponseReturnValue:
    """End every session but this one."""
    end_other_sessions(this_server(), work)
    return redirect_done(HERE, "sessions-ended")


@bp.guarded("/account/kept/<uuid:draft_id>", requires=OWN)
def show_kept(work: UnitOfWork, draft_id: UUID) -> ResponseReturnValue:
    """Show what is kept of a form that can perhaps not be opened any more."""
    kept = ended_form(work, draft_id)
    by = names_of_staff(work, [kept.by]).get(kept.by, "")
    address = with_draft(kept.path, draft_id) if kept.by == work.person.id else ""
    return render_template("account/kept.html", kept=kept, said=list(told(kept.said)), by=by, address=address)


@bp.guarded("/account/kept/<uuid:draft_id>/throw-away", requires=OWN, methods=("POST",))
def throw_away(work: UnitOfWork, draft_id: UUID) -> ResponseReturnValue:
    """Delete a kept form."""
    forget_draft(work, draft_id)
    return redirect_done(HERE, "draft-thrown-away")


@bp.guarded("/account/seal-to-kit", requires=Permission.OWN_KEYS, methods=("POST",))
def seal_to_kit(work: UnitOfWork) -> ResponseReturnValue:
    """Seal one's circles to the newest recovery kit, which its maker could not do for them."""
    reseal_own(work)
    return redirect_done(HERE, "sealed-to-kit")
