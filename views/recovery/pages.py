"""Coming back: with the personal card for a forgotten password, with the kit when every password is lost."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.errors import NotAllowedNow, TooMany
from app.foundation.marking import N_
from app.recovery.organisation import DirectorInput, Recovered, recover_organisation
from app.recovery.personal_card import CardUsed, use_card
from app.recovery.typed_cards import CardRefused
from app.set_up.organisation import is_set_up
from app.sign_in.password_choice import offered_passphrase
from app.sign_in.signing_in import AccountEnded, SignInFailed
from forms.account import RecoveryCardForm
from forms.set_up import RecoverOrganisationForm
from views.recovery.words import put_beside_field
from views.sign_in.arriving import add_wait, address, device, status_of, with_session
from views.web.form_reading import was_sent
from views.web.guard import GuardedBlueprint, this_server
from views.web.printing import shown
from views.web.reasons import add_reasons

bp = GuardedBlueprint("recovery", __name__)


@bp.public_form("/recovery-card")
def use_recovery_card() -> ResponseReturnValue:
    """Take the personal card and a new password; then show the card that replaces it, once."""
    if not is_set_up(this_server()):
        return redirect(url_for("set_up.set_up"))
    form = RecoveryCardForm(request.form)
    if was_sent(form):
        used = _use_card(form)
        if used is not None:
            card = shown(used.card, this_server().clock.now())
            page = render_template("account/card_made.html", card=card, is_broken=bool(used.broken))
            return with_session(page, used.token)
    page = render_template("recovery/card.html", form=form, passphrase=offered_passphrase())
    return page, status_of(form)


def _use_card(form: RecoveryCardForm) -> CardUsed | None:
    typed = (form.username.data or "", form.card_words.data or "", form.new_password.data or "")
    try:
        return use_card(this_server(), *typed, device=device(), address=address())
    except SignInFailed:
        form.form_errors.append(N_("User name and card do not fit together. Check both and try again."))
    except AccountEnded:
        form.form_errors.append(N_("This account is closed. Ask your supervisor."))
    except CardRefused as refusal:
        put_beside_field(form, refusal)
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
    except TooMany as wait:
        add_wait(form, wait)
    return None


@bp.public_form("/recovery")
def recover() -> ResponseReturnValue:
    """Take both kit cards and a new director; then show their card and the two that replace the kit, once."""
    if not is_set_up(this_server()):
        return redirect(url_for("set_up.set_up"))
    form = RecoverOrganisationForm(request.form)
    if was_sent(form):
        recovered = _recover(form)
        if recovered is not None:
            now = this_server().clock.now()
            cards = [shown(card, now) for card in recovered.cards]
            return with_session(render_template("set_up/cards_made.html", cards=cards), recovered.token)
    page = render_template("recovery/organisation.html", form=form, passphrase=offered_passphrase())
    return page, status_of(form)


def _recover(form: RecoverOrganisationForm) -> Recovered | None:
    new = DirectorInput(form.display_name.data or "", form.username.data or "", form.new_password.data or "")
    cards = (form.card_a.data or "", form.card_b.data or "")
    try:
        return recover_organisation(this_server(), *cards, new, device=device(), address=address())
    except CardRefused as refusal:
        put_beside_field(form, refusal)
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
    except TooMany as wait:
        add_wait(form, wait)
    return None
