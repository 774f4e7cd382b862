"""Who reads what is said about our own people, for everybody; and agreeing to changes of it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.recovery.printed_cards import PrintedCard
from app.recovery.typed_cards import CardRefused
from app.safeguarding.agreeing import agree_as_member, agree_with_cards, mark_of_act, who_reads
from app.safeguarding.outside_card import make_outside_card
from app.unit_of_work import UnitOfWork
from forms.safeguarding import AgreeWithCardsForm, OutsideCardForm
from views.recovery.words import put_beside_field
from views.safeguarding.words import CHANGES, VOUCHERS, act_words, choices_for_cards, refusal_words
from views.sign_in.arriving import status_of
from views.web.form_reading import read_form, was_sent
from views.web.guard import GuardedBlueprint
from views.web.notices import redirect_done
from views.web.printing import shown
from views.web.reasons import add_reasons, reason_words

bp = GuardedBlueprint("who_reads", __name__)
WHO = "who_reads.show_who"
WORDS = {
    "act_words": act_words,
    "refusal_words": refusal_words,
    "mark_of": mark_of_act,
    "vouchers": VOUCHERS,
    "changes": CHANGES,
}


@bp.guarded("/concerns/our-own/who", requires=Permission.ALLEGATION_POST)
def show_who(work: UnitOfWork) -> ResponseReturnValue:
    """Show who reads, what changed, and what is under way."""
    return render_template("concerns/our_own/who.html", page=who_reads(work), refused="", **WORDS)


@bp.guarded("/concerns/our-own/who/agree", requires=Permission.SAFEGUARDING_AGREE, methods=("POST",))
def agree(work: UnitOfWork) -> ResponseReturnValue:
    """Agree as a member of the circle."""
    try:
        agree_as_member(work, request.form.get("press_act", ""))
        return redirect_done(WHO, "agreed")
    except NotAllowedNow as refusal:
        said = reason_words(refusal.reasons[0])
    return render_template("concerns/our_own/who.html", page=who_reads(work), refused=said, **WORDS), 422


@bp.form("/concerns/our-own/who/cards", requires=Permission.SAFEGUARDING_AGREE)
def agree_by_cards(work: UnitOfWork) -> ResponseReturnValue:
    """Agree with both cards of the recovery kit, in anybody's session."""
    form, page = AgreeWithCardsForm(request.form), who_reads(work)
    form.act.choices = choices_for_cards(page.proposals)
    if was_sent(form):
        try:
            agree_with_cards(work, form.act.data or "", form.card_a.data or "", form.card_b.data or "")
            return redirect_done(WHO, "agreed")
        except CardRefused as refusal:
            put_beside_field(form, refusal)
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    return render_template("concerns/our_own/cards.html", page=page, form=form), status_of(form)


@bp.form("/concerns/our-own/who/outside", requires=Permission.SAFEGUARDING_AGREE)
def make_card(work: UnitOfWork) -> ResponseReturnValue:
    """Write down the outside member and print their card, as a member with both cards of the kit."""
    page = who_reads(work)
    form = read_form(work, OutsideCardForm, **_as_now(page.outside))
    if was_sent(form):
        try:
            return _made(work, _make(work, form))
        except CardRefused as refusal:
            put_beside_field(form, refusal)
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    return render_template("concerns/our_own/outside.html", page=page, form=form), status_of(form)


def _as_now(outside: object) -> dict[str, str]:
    return {name: getattr(outside, name) for name in ("name", "phone")} if outside else {}


def _make(work: UnitOfWork, form: OutsideCardForm) -> PrintedCard | None:
    typed = (form.name.data or "", form.phone.data or "", form.card_a.data or "", form.card_b.data or "")
    return make_outside_card(work, *typed)


def _made(work: UnitOfWork, card: PrintedCard | None) -> ResponseReturnValue:
    if card is None:
        return redirect_done(WHO, "agreed")
    return render_template("concerns/our_own/card_made.html", card=shown(card, work.now))
