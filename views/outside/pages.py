"""The outside member's own pages: a card instead of an account, what was sent to them, and agreeing."""

from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.errors import NotAllowedNow, SignedOut, TooMany
from app.foundation.marking import N_
from app.recovery.typed_cards import CardRefused
from app.safeguarding.allegations import acknowledge_allegation
from app.safeguarding.outside_pages import OutsidePage, agree_as_outside, outside_page
from app.safeguarding.outside_session import (
    Entered,
    NotTheOutsideMember,
    check_card,
    enter,
    leave,
    outside_work,
)
from app.safeguarding.pages import allegation_page
from app.unit_of_work import Mode
from forms.safeguarding import AgreeAsOutsideForm, EnterForm
from views.concerns.words import LABELS
from views.recovery.words import put_beside_field
from views.safeguarding.who import WORDS
from views.safeguarding.words import choices_for_cards
from views.sign_in.arriving import add_wait, address, status_of
from views.web.cookies import outside_cookie_name, set_outside
from views.web.form_reading import was_sent
from views.web.guard import GuardedBlueprint, this_server
from views.web.printing import shown
from views.web.reasons import reason_words

bp = GuardedBlueprint("outside", __name__)
SENT = "outside.show_sent"
OTHER_CARD = N_("This card opens nothing. It was replaced, or somebody else is the outside member now.")


@bp.public_form("/outside-member")
def enter_with_card() -> ResponseReturnValue:
    """Ask for the card's words; at the first use, show the card that replaces it, once."""
    form = EnterForm(request.form)
    entered = _enter(form) if was_sent(form) else None
    if entered is None:
        return render_template("outside/enter.html", form=form), status_of(form)
    if entered.card is None:
        response = make_response(redirect(url_for(SENT), code=303))
    else:
        card = shown(entered.card, this_server().clock.now())
        response = make_response(render_template("outside/card.html", card=card))
    set_outside(response, entered.token, this_server().settings)
    return response


def _enter(form: EnterForm) -> Entered | None:
    try:
        return enter(this_server(), form.card_words.data or "", address=address())
    except CardRefused as refusal:
        put_beside_field(form, refusal)
    except NotTheOutsideMember:
        form.form_errors.append(OTHER_CARD)
    except TooMany as wait:
        add_wait(form, wait)
    return None


@bp.public("/outside-member/sent")
def show_sent() -> ResponseReturnValue:
    """Show what was sent to the outside member, who else reads, and what may be agreed to."""
    try:
        return _sent("")
    except (SignedOut, NotTheOutsideMember):
        return redirect(url_for("outside.enter_with_card"))


def _sent(refused: str) -> str:
    with outside_work(this_server(), _token(), Mode.READING) as work:
        page: OutsidePage = outside_page(work)
    return render_template("outside/sent.html", page=page, refused=refused, **WORDS)


@bp.public("/outside-member/sent/<uuid:allegation_id>")
def show_one(allegation_id: UUID) -> ResponseReturnValue:
    """Show one of them."""
    try:
        with outside_work(this_server(), _token(), Mode.READING) as work:
            page = allegation_page(work, allegation_id)
    except (SignedOut, NotTheOutsideMember):
        return redirect(url_for("outside.enter_with_card"))
    return render_template("outside/show.html", page=page, labels=LABELS)


@bp.public("/outside-member/sent/<uuid:allegation_id>/receive", methods=("POST",))
def receive(allegation_id: UUID) -> ResponseReturnValue:
    """Say that the outside member has received it and will act."""
    try:
        with outside_work(this_server(), _token(), Mode.WRITING) as work:
            acknowledge_allegation(work, allegation_id)
    except (SignedOut, NotTheOutsideMember):
        return redirect(url_for("outside.enter_with_card"), code=303)
    return redirect(url_for("outside.show_one", allegation_id=allegation_id), code=303)


@bp.public("/outside-member/agree", methods=("POST",))
def agree() -> ResponseReturnValue:
    """Ask for the card once more, then agree as the outside member: a session left open agrees to nothing."""
    form = AgreeAsOutsideForm(request.form)
    try:
        if "card_words" in request.form and form.validate() and _has_card(form):
            with outside_work(this_server(), _token(), Mode.WRITING) as work:
                agree_as_outside(work, form.press_act.data or "")
            return redirect(url_for(SENT), code=303)
        return _card_again(form)
    except (SignedOut, NotTheOutsideMember):
        return redirect(url_for("outside.enter_with_card"), code=303)
    except NotAllowedNow as refusal:
        return _sent(reason_words(refusal.reasons[0])), 422


def _has_card(form: AgreeAsOutsideForm) -> bool:
    try:
        check_card(this_server(), _token(), form.card_words.data or "", address=address())
    except CardRefused as refusal:
        put_beside_field(form, refusal)
    except NotTheOutsideMember:
        form.form_errors.append(OTHER_CARD)
    except TooMany as wait:
        add_wait(form, wait)
    return not form.errors


def _card_again(form: AgreeAsOutsideForm) -> tuple[str, int]:
    with outside_work(this_server(), _token(), Mode.READING) as work:
        offered = dict(choices_for_cards(outside_page(work).proposals))
    what = offered.get(form.press_act.data or "")
    if what is None:
        raise NotAllowedNow("not-to-agree")
    status = 422 if "card_words" in request.form else 200
    return render_template("outside/agree.html", form=form, what=what), status


@bp.public("/outside-member/leave", methods=("POST",))
def leave_again() -> ResponseReturnValue:
    """End the session."""
    leave(this_server(), _token())
    response = make_response(redirect(url_for("outside.enter_with_card"), code=303))
    set_outside(response, "", this_server().settings)
    return response


def _token() -> str:
    return request.cookies.get(outside_cookie_name(this_server().settings), "")
