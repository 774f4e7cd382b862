"""Closing an account: what its owner holds, to whom each thing goes, and both in one press."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.errors import NotAllowedNow
from app.leaving.handing_over import Leaving, NotHandedOver, hand_over_and_close, leaving_page
from app.offers.holdings import Held
from app.staff.account_pages import account_page
from app.unit_of_work import UnitOfWork
from forms.accounts import NOBODY, Asked, CloseForm, leaving_form
from views.accounts.words import WORDS
from views.web.form_reading import form_status, read_form, uuid_or_none, was_sent
from views.web.notices import redirect_done
from views.web.places import page_of
from views.web.reasons import add_reasons, reason_words

SHOW = "accounts.show_account"


def closed(work: UnitOfWork, staff_id: UUID) -> ResponseReturnValue:
    """Show what somebody holds and ask who takes each thing; or hand all of it over and close the account."""
    page, leaving = account_page(work, staff_id), leaving_page(work, staff_id)
    form = read_form(work, leaving_form([_asked(item) for item in leaving.to_give]))
    if was_sent(form):
        try:
            hand_over_and_close(work, staff_id, _chosen(form, leaving))
            done = "handed-over" if leaving.to_give else "account-closed"
            return redirect_done(SHOW, done, staff_id=staff_id)
        except NotHandedOver as refusal:
            _mark(form, refusal)
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    urls = {item.key: page_of(item.kind, item.page_id) for item in (*leaving.to_give, *leaving.stays)}
    return render_template(
        "accounts/close.html", page=page, leaving=leaving, urls=urls, form=form, words=WORDS
    ), form_status()


def _asked(item: Held) -> Asked:
    label = " · ".join(part for part in (gettext(item.title), item.code, item.detail) if part)
    nobody = ((NOBODY, gettext(item.otherwise)),) if item.otherwise else ()
    people = tuple((str(one.id), one.name) for one in item.takers)
    first = str(item.default) if item.default in {one.id for one in item.takers} else ""
    return Asked(item.key, label, (*nobody, *people), first or (NOBODY if item.otherwise else ""))


def _chosen(form: CloseForm, leaving: Leaving) -> dict[str, UUID | None]:
    """Return who takes each thing; what the form did not ask for is left out."""
    asked = {item.key: form[item.key].data for item in leaving.to_give if item.key in request.form}
    return {key: None if value == NOBODY else uuid_or_none(value) for key, value in asked.items()}


def _mark(form: CloseForm, refusal: NotHandedOver) -> None:
    """Put each reason beside the thing it is about."""
    for key, reasons in refusal.refused.items():
        form[key].errors = [*form[key].errors, *(reason_words(reason) for reason in reasons)]
