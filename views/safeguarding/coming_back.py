"""Coming back with the secret receipt, without an account: whether it was received, saying more, calling again."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from app.concerns.observing import Observed
from app.foundation.errors import AlreadyDone, NotAllowedNow, TooMany
from app.foundation.marking import N_
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.urgencies import Urgency
from app.recovery.typed_cards import CardRefused
from app.safeguarding.coming_back import (
    CameBack,
    MoreInput,
    NoSuchReceipt,
    call_again,
    come_back,
    say_more,
)
from forms.safeguarding import CallForm, ReceiptForm, SayMoreForm
from views.recovery.words import put_beside_field
from views.sign_in.arriving import add_wait, address, status_of
from views.web.form_reading import record_id, was_sent
from views.web.guard import GuardedBlueprint, this_server
from views.web.matching import moment_from
from views.web.reasons import add_reasons

bp = GuardedBlueprint("coming_back", __name__)
DOOR = "coming_back.enter"


@bp.public_form("/concerns/our-own/receipt")
def enter() -> ResponseReturnValue:
    """Ask for the words of the receipt, then show whether what was written was received."""
    form = ReceiptForm(request.form)
    page = _found(form, form.card_words.data or "") if was_sent(form) else None
    if page is None:
        return render_template("concerns/our_own/receipt_door.html", form=form), status_of(form)
    return _shown(page, form.card_words.data or "", _new_more())


@bp.public("/concerns/our-own/receipt/more", methods=("POST",))
def add_words() -> ResponseReturnValue:
    """Say more, sealed like the first."""
    form = SayMoreForm(request.form)
    words = form.card_words.data or ""
    page = _found(form, words)
    if page is None:
        return redirect(url_for(DOOR), code=303)
    if was_sent(form) and _said(form, words):
        return _shown(come_back(this_server(), words, address=address()), words, _new_more(), done=True)
    return _shown(page, words, form), 422


@bp.public("/concerns/our-own/receipt/call", methods=("POST",))
def call() -> ResponseReturnValue:
    """Let it wait again."""
    form = CallForm(request.form)
    words = form.card_words.data or ""
    if _found(form, words) is None:
        return redirect(url_for(DOOR), code=303)
    call_again(this_server(), words, address=address())
    return _shown(come_back(this_server(), words, address=address()), words, _new_more(), done=True)


def _said(form: SayMoreForm, words: str) -> bool:
    when = moment_from(form.seen_on, form.seen_at)
    observed = Observed(EvidenceBasis(form.basis.data), form.account.data or "", when)
    more = MoreInput(record_id(form.record_id), Urgency(form.urgency.data), observed)
    try:
        say_more(this_server(), words, more, address=address())
    except AlreadyDone:
        return True
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
        return False
    return True


def _found(form: Form, words: str) -> CameBack | None:
    try:
        return come_back(this_server(), words, address=address())
    except CardRefused as refusal:
        put_beside_field(form, refusal)
    except NoSuchReceipt:
        form.form_errors.append(N_("Nothing was written with this receipt. Check the words, or scan it."))
    except TooMany as wait:
        add_wait(form, wait)
    return None


def _new_more() -> SayMoreForm:
    now = as_typed(this_server().clock.now())
    return SayMoreForm(data={"seen_on": now.on, "seen_at": now.at})


def _shown(page: CameBack, words: str, form: SayMoreForm, *, done: bool = False) -> str:
    form.card_words.data = words
    return render_template("concerns/our_own/came_back.html", page=page, words=words, form=form, done=done)
