"""Allegations about our own people: anyone may post one; only members of the safeguarding circle read them."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.concerns.triage import ChangeUrgency, CloseConcern, Outcome, ReopenConcern
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.safeguarding.allegations import (
    acknowledge_allegation,
    change_allegation_urgency,
    close_allegation,
    reopen_allegation,
)
from app.safeguarding.allegations import post_allegation as post
from app.safeguarding.circle import admit_to_safeguarding, is_member, safeguarding_page
from app.safeguarding.circle import open_circle as open_safeguarding
from app.safeguarding.circle import renew_circle as renew_safeguarding
from app.safeguarding.coming_back import read_receipt
from app.safeguarding.pages import (
    allegation_list,
    allegation_page,
    allegation_receipt,
    posting_advice,
)
from app.unit_of_work import Locks, UnitOfWork
from forms.concern import AdmitForm, AllegationForm, ClosingForm, ReopeningForm, UrgencyForm
from views.concerns.form import (
    allegation_from,
    child_choice,
    is_looking,
    new_allegation_form,
    refuse_another_child,
)
from views.concerns.other_book import concern_url, show_code_brought
from views.concerns.words import LABELS
from views.safeguarding.receipt import show_receipt
from views.web.form_flow import Saving, save_edit, save_new, save_step
from views.web.form_reading import read_both, read_form, was_sent
from views.web.guard import GuardedBlueprint, ToldAs, Writes
from views.web.matching import document_from
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from
from views.web.reasons import add_reasons

bp = GuardedBlueprint("allegations", __name__)
PAGE = "allegations.show_allegation"
CIRCLE = "allegations.show_circle"
LIKE_A_CONCERN = ToldAs("concerns.post_concern", Permission.CONCERN_POST)
"""Whoever looks a child up while they write to safeguarding looks in the trail like whoever raises a concern."""


@bp.guarded("/concerns/our-own/", requires=Permission.ALLEGATION_POST)
def list_allegations(work: UnitOfWork) -> ResponseReturnValue:
    """List what the circle holds, for its members, and for everyone what they posted themselves."""
    page = allegation_list(work, page=page_number())
    ways = ways_from(page.page, has_more=page.has_more)
    return render_template("concerns/our_own/list.html", page=page, ways=ways)


@bp.form(
    "/concerns/our-own/new",
    requires=Permission.ALLEGATION_POST,
    writes=Writes.WHEN_READY,
    told_as=LIKE_A_CONCERN,
)
def post_allegation(work: UnitOfWork) -> ResponseReturnValue:
    """Write something about one of our own people; the people who would read it are named above the form."""
    form = new_allegation_form(work)
    if is_looking():
        return _show_new(work, form, saving=Saving())
    return save_new(
        form,
        lambda new_id: _post(work, form, new_id),
        done="",
        leads_to=lambda _done: show_receipt(work, form.receipt.data or ""),
        shows=partial(_show_new, work, form),
    )


def _post(work: UnitOfWork, form: AllegationForm, new_id: UUID) -> None:
    refuse_another_child(work, form)
    work.begin_writing()
    post(work, allegation_from(form, new_id), read_receipt(form.receipt.data or ""))


def _show_new(work: UnitOfWork, form: AllegationForm, *, saving: Saving) -> str:
    child, advice = child_choice(work, form), posting_advice(work)
    written = show_code_brought(form)
    return render_template(
        "concerns/our_own/new.html", form=form, child=child, advice=advice, saving=saving, written=written
    )


@bp.guarded("/concerns/our-own/<uuid:allegation_id>", requires=Permission.ALLEGATION_POST)
def show_allegation(work: UnitOfWork, allegation_id: UUID) -> ResponseReturnValue:
    """Show it to a member of the circle; show its poster that it arrived, and whether somebody is acting."""
    if is_member(work) or work.locks is Locks.KEYS_ONLY:
        page = allegation_page(work, allegation_id)
        return render_template(
            "concerns/our_own/show.html", page=page, labels=LABELS, anew_url=concern_url(page)
        )
    return render_template("concerns/our_own/receipt.html", page=allegation_receipt(work, allegation_id))


@bp.guarded(
    "/concerns/our-own/<uuid:allegation_id>/acknowledge",
    requires=Permission.ALLEGATION_READ,
    methods=("POST",),
)
def acknowledge(work: UnitOfWork, allegation_id: UUID) -> ResponseReturnValue:
    """Say that one has received it and will act."""
    done = {Outcome.DONE: "concern-received", Outcome.WAS_DONE: "concern-received-before"}
    return redirect_done(PAGE, done[acknowledge_allegation(work, allegation_id)], allegation_id=allegation_id)


@bp.form("/concerns/our-own/<uuid:allegation_id>/urgency", requires=Permission.ALLEGATION_READ)
def change_urgency(work: UnitOfWork, allegation_id: UUID) -> ResponseReturnValue:
    """Change the urgency for a reason, or show both versions when another member changed it first."""
    page = allegation_page(work, allegation_id)
    form, theirs = read_both(work, UrgencyForm, {"version": page.version, "urgency": page.line.urgency})
    return save_edit(
        form,
        lambda version: change_allegation_urgency(
            work, allegation_id, document_from(form, ChangeUrgency, version=version)
        ),
        theirs=theirs,
        done="urgency-changed",
        leads_to=partial(redirect_done, PAGE, allegation_id=allegation_id),
        shows=partial(render_template, "concerns/our_own/urgency.html", page=page, form=form),
    )


@bp.form("/concerns/our-own/<uuid:allegation_id>/close", requires=Permission.ALLEGATION_CLOSE)
def close(work: UnitOfWork, allegation_id: UUID) -> ResponseReturnValue:
    """Close it with the reason, or say that another member changed it first."""
    page = allegation_page(work, allegation_id)
    form = read_form(work, ClosingForm, version=page.version)
    return save_step(
        form,
        lambda version: close_allegation(work, allegation_id, CloseConcern(form.reason.data or "", version)),
        version=page.version,
        done="concern-closed",
        leads_to=partial(redirect_done, PAGE, allegation_id=allegation_id),
        shows=partial(render_template, "concerns/our_own/close.html", page=page, form=form),
    )


@bp.form("/concerns/our-own/<uuid:allegation_id>/reopen", requires=Permission.ALLEGATION_CLOSE)
def reopen(work: UnitOfWork, allegation_id: UUID) -> ResponseReturnValue:
    """Take back a closing that was a mistake; its clock starts anew."""
    page = allegation_page(work, allegation_id)
    form = read_form(work, ReopeningForm, version=page.version)
    return save_step(
        form,
        lambda version: reopen_allegation(
            work, allegation_id, ReopenConcern(form.reason.data or "", version)
        ),
        version=page.version,
        done="concern-reopened",
        leads_to=partial(redirect_done, PAGE, allegation_id=allegation_id),
        shows=partial(render_template, "concerns/our_own/reopen.html", page=page, form=form),
    )


@bp.guarded("/concerns/our-own/circle", requires=Permission.ALLEGATION_READ)
def show_circle(work: UnitOfWork) -> ResponseReturnValue:
    """Show the safeguarding circle to the people named for it."""
    page = safeguarding_page(work)
    return render_template("concerns/our_own/circle.html", page=page, form=AdmitForm(), admitting=None)


@bp.guarded("/concerns/our-own/circle/open", requires=Permission.SAFEGUARDING_CIRCLE, methods=("POST",))
def open_circle(work: UnitOfWork) -> ResponseReturnValue:
    """Make the circle, with oneself as its first member."""
    open_safeguarding(work)
    return redirect_done(CIRCLE, "safeguarding-opened")


@bp.guarded("/concerns/our-own/circle/renew", requires=Permission.SAFEGUARDING_CIRCLE, methods=("POST",))
def renew_circle(work: UnitOfWork) -> ResponseReturnValue:
    """Give the circle a new key, without those who are no longer in it."""
    renew_safeguarding(work)
    return redirect_done(CIRCLE, "safeguarding-renewed")


@bp.guarded(
    "/concerns/our-own/circle/members/<uuid:person_id>",
    requires=Permission.SAFEGUARDING_CIRCLE,
    methods=("POST",),
)
def admit(work: UnitOfWork, person_id: UUID) -> ResponseReturnValue:
    """Admit somebody to the circle, by the six words from their screen."""
    form = read_form(work, AdmitForm)
    if was_sent(form):
        try:
            admit_to_safeguarding(work, person_id, form.words.data or "")
            return redirect_done(CIRCLE, "safeguarding-admitted")
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
    page = safeguarding_page(work)
    return render_template("concerns/our_own/circle.html", page=page, form=form, admitting=person_id), 422
