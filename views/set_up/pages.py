"""Set-up in three steps: the organisation, its recovery cards typed back, its first base."""

from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.bases.settings import add_base
from app.foundation.errors import NotAllowedNow, TooMany
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.recovery.typed_cards import CardRefused
from app.set_up.organisation import FirstDirectorInput
from app.set_up.steps import (
    Begun,
    SetUpStep,
    WrongCode,
    begin_set_up,
    make_new_cards,
    set_up_step,
    type_cards_back,
)
from app.sign_in.password_choice import offered_passphrase
from app.unit_of_work import UnitOfWork
from forms.set_up import CardsForm, SetUpForm
from views.bases.form import new_base_form, new_base_of
from views.recovery.words import put_beside_field
from views.sign_in.arriving import add_wait, address, device, status_of, with_session
from views.web.form_flow import save_new
from views.web.form_reading import was_sent
from views.web.guard import GuardedBlueprint, this_person, this_server
from views.web.notices import redirect_done
from views.web.printing import shown
from views.web.reasons import add_reasons

bp = GuardedBlueprint("set_up", __name__)

PAGE_OF_STEP = {SetUpStep.CARDS: "set_up.type_back", SetUpStep.BASE: "set_up.first_base"}
OPEN_MEANWHILE = frozenset(
    {
        *("set_up.type_back", "set_up.new_cards", "set_up.first_base"),
        *("account.prove", "account.new_card", "sign_in.sign_out", "health.show_health"),
        *("choices.choose_language", "choices.choose_theme"),
    }
)
"""What a director may do before set-up is finished."""


@bp.before_app_request
def lead_back() -> ResponseReturnValue | None:
    """Lead a director back to the step that set-up waits for, whatever page they asked for."""
    if request.endpoint in OPEN_MEANWHILE:
        return None  # before anybody is asked for: whether the server is well does not wait for the database
    signed_in = this_person()
    if signed_in is None or not signed_in.is_admitted or signed_in.person.role is not Role.DIRECTOR:
        return None
    page = PAGE_OF_STEP.get(set_up_step(this_server()))
    return redirect(url_for(page)) if page else None


@bp.public_form("/set-up")
def set_up() -> ResponseReturnValue:
    """Ask for the organisation, its director and a password; then show the three cards, once."""
    if set_up_step(this_server()) is not SetUpStep.ORGANISATION:
        return redirect(url_for("sign_in.front_door"))
    form = SetUpForm(request.form)
    if was_sent(form):
        begun = _begin(form)
        if begun is not None:
            return _cards_made(begun)
    page = render_template("set_up/organisation.html", form=form, passphrase=offered_passphrase())
    return page, status_of(form)


def _begin(form: SetUpForm) -> Begun | None:
    first = FirstDirectorInput(
        form.organisation.data or "",
        form.display_name.data or "",
        form.username.data or "",
        form.new_password.data or "",
    )
    try:
        code = form.code.data or ""
        return begin_set_up(this_server(), code, first, device=device(), address=address())
    except WrongCode:
        form.code.errors = [N_("This is not the code. It is printed anew each time Wayhome starts.")]
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
    except TooMany as wait:
        add_wait(form, wait)
    return None


def _cards_made(begun: Begun) -> ResponseReturnValue:
    now = this_server().clock.now()
    cards = [shown(card, now) for card in begun.cards]
    return with_session(render_template("set_up/cards_made.html", cards=cards), begun.token)


@bp.form("/recovery-kit/typed-back", requires=Permission.KIT_CONFIRM)
def type_back(work: UnitOfWork) -> ResponseReturnValue:
    """Ask for the words of both kit cards, to know that they are on paper."""
    form = CardsForm(request.form)
    if was_sent(form):
        try:
            type_cards_back(this_server(), work, form.card_a.data or "", form.card_b.data or "")
            return redirect_done("set_up.after_cards", "cards-typed-back")
        except CardRefused as refusal:
            put_beside_field(form, refusal)
    is_set_up = set_up_step(this_server()) is SetUpStep.DONE
    return render_template("set_up/type_back.html", form=form, is_set_up=is_set_up), status_of(form)


@bp.guarded("/recovery-kit/", requires=Permission.BASE_MANAGE)
def after_cards(_work: UnitOfWork) -> ResponseReturnValue:
    """Continue to the first base, or return to the circles once there is one."""
    done = request.args.get("done")
    if set_up_step(this_server()) is SetUpStep.DONE:
        return redirect(url_for("settings.show_circles", done=done))
    return redirect(url_for("set_up.first_base", done=done))


@bp.form("/recovery-kit/new", requires=Permission.KIT_RENEW)
def new_cards(work: UnitOfWork) -> ResponseReturnValue:
    """Replace lost or used kit cards with new ones, and show them once."""
    if request.method == "POST":
        cards = [shown(card, work.now) for card in make_new_cards(this_server(), work)]
        return render_template("set_up/cards_made.html", cards=cards)
    return render_template("set_up/new_cards.html")


@bp.form("/set-up/base", requires=Permission.BASE_MANAGE)
def first_base(work: UnitOfWork) -> ResponseReturnValue:
    """Make the first base; then Today."""
    if request.method == "GET" and set_up_step(this_server()) is SetUpStep.DONE:
        return redirect(url_for("sign_in.front_door"))
    form = new_base_form(work)
    return save_new(
        form,
        lambda new_id: add_base(work, new_base_of(form, new_id)),
        done="set-up-finished",
        leads_to=partial(redirect_done, "today.show_today"),
        shows=partial(render_template, "set_up/first_base.html", form=form),
    )
