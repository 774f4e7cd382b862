"""Concerns: the inbox, posting, what was added, the child's own words, and what supervision does with them."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.scope import has
from app.concerns.adding import add_to_concern
from app.concerns.concern_page import ConcernPage, concern_page
from app.concerns.disclosures import add_disclosure as write_words
from app.concerns.inbox import has_inbox, inbox, posted_concerns
from app.concerns.linking import LinkChild, link_to_case
from app.concerns.linking import link_child as link_to_child
from app.concerns.posting import post_concern as post
from app.concerns.posting import was_posted
from app.concerns.receipts import delivery, receipt
from app.concerns.scopes import reads
from app.concerns.triage import ChangeUrgency, CloseConcern, Outcome, close_concern
from app.concerns.triage import acknowledge as receive
from app.concerns.triage import change_urgency as set_urgency
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.outreach.linking import link_child as name_in_meeting
from app.outreach.linking import lone_unknown
from app.safeguarding.allegations import post_allegation
from app.safeguarding.coming_back import read_receipt
from app.safeguarding.pages import posting_advice
from app.unit_of_work import UnitOfWork
from forms.concern import (
    READERS_ONLY,
    YES,
    AdditionForm,
    ClosingForm,
    ConcernChildForm,
    ConcernForm,
    DisclosureForm,
    InboxForm,
    UrgencyForm,
)
from views.concerns.form import (
    addition_fields,
    addition_from,
    allegation_from,
    child_choice,
    concern_from,
    disclosure_fields,
    disclosure_from,
    filter_from,
    is_looking,
    new_concern_form,
    refuse_another_child,
)
from views.concerns.from_visit import answer_visit
from views.concerns.ways import ways_from_concern
from views.concerns.words import LABELS
from views.mistakes.words import WORDS as MARKING
from views.safeguarding.receipt import show_receipt
from views.web.form_flow import Saving, save_edit, save_new, save_step
from views.web.form_reading import read_both, read_form, uuid_or_none, was_sent
from views.web.guard import GuardedBlueprint, Writes
from views.web.matching import document_from
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from
from views.web.reasons import add_reasons

bp = GuardedBlueprint("concerns", __name__)
PAGE = "concerns.show_concern"
ASK_FOR = timedelta(minutes=15)
"""How long a page keeps asking whether a concern was received; longer would keep a forgotten session alive."""


@bp.guarded("/concerns/", requires=Permission.CONCERN_POST)
def list_concerns(work: UnitOfWork) -> ResponseReturnValue:
    """List what waits, for readers of concerns, and for everyone what they posted."""
    page = page_number()
    if not has_inbox(work) or request.args.get("show") == "posted":
        found = posted_concerns(work, page=page)
        ways = ways_from(found.page, has_more=found.has_more)
        return render_template("concerns/posted.html", page=found, ways=ways, has_inbox=has_inbox(work))
    form = InboxForm(request.args)
    may_triage = has(work, Permission.CONCERN_TRIAGE)
    if not may_triage:
        form.only.choices = READERS_ONLY
    seen = inbox(work, filter_from(form), page=page)
    ways = ways_from(seen.list.page, has_more=seen.list.has_more)
    return render_template(
        "concerns/inbox.html", page=seen, form=form, ways=ways, may_triage=may_triage, steps=LABELS.steps
    )


@bp.form("/concerns/new", requires=Permission.CONCERN_POST, writes=Writes.WHEN_READY)
def post_concern(work: UnitOfWork) -> ResponseReturnValue:
    """Raise a concern; anything about one of our own people is sealed to safeguarding instead."""
    form = new_concern_form(work)
    if is_looking():
        return _show_new(work, form, saving=Saving())
    return save_new(
        form,
        lambda new_id: _post(work, form, new_id),
        done="",
        leads_to=partial(_lead_on, work, form),
        shows=partial(_show_new, work, form),
    )


def _post(work: UnitOfWork, form: ConcernForm, new_id: UUID) -> None:
    refuse_another_child(work, form)
    if form.is_our_own.data == YES:
        work.begin_writing()
        post_allegation(work, allegation_from(form, new_id), read_receipt(form.receipt.data or ""))
    else:
        typed = concern_from(work, form, new_id)
        work.begin_writing()
        posted = post(work, typed)
        answer_visit(work, form.visit_id.data, posted.id)


def _lead_on(work: UnitOfWork, form: ConcernForm, done: str) -> ResponseReturnValue:
    """Lead to what was posted, whose page says that it arrived; about our own, show the secret receipt, once."""
    if form.is_our_own.data == YES:
        return show_receipt(work, form.receipt.data or "")
    concern_id = form.record_id.data
    if done and not was_posted(work, concern_id):
        # What the form made was about our own people; only its receipt leads back there.
        return redirect_done("concerns.list_concerns", done, show="posted")
    if done:
        return redirect_done(PAGE, done, concern_id=concern_id)
    page = "concerns.add_disclosure" if request.form.get("press_then") == "words" else PAGE
    return redirect(url_for(page, concern_id=concern_id), code=303)


def _show_new(work: UnitOfWork, form: ConcernForm, *, saving: Saving) -> str:
    child, advice = child_choice(work, form), posting_advice(work)
    return render_template("concerns/new.html", form=form, child=child, advice=advice, saving=saving)


@bp.guarded("/concerns/<uuid:concern_id>", requires=Permission.CONCERN_POST)
def show_concern(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Show a concern to its reader; show its poster that it arrived, and whether somebody is acting."""
    if not reads(work, concern_id):
        until = int((work.now + ASK_FOR).timestamp())
        return render_template(
            "concerns/receipt.html", page=receipt(work, concern_id), until=until, answers=LABELS.answers
        )
    page = concern_page(work, concern_id)
    ways = ways_from_concern(work, page)
    return render_template("concerns/show.html", page=page, to=ways, labels=LABELS, marking=MARKING)


@bp.guarded("/concerns/<uuid:concern_id>/delivery", requires=Permission.CONCERN_POST)
def show_delivery(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Answer what is new about a concern: nothing while nothing is, and after a while an end to the asking."""
    asked = request.args.get("until", "")
    until = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 13 else 0
    seen = delivery(work, concern_id)
    goes_on = work.now.timestamp() < until
    if goes_on and request.args.get("turn") == str(seen.turn):
        return "", 204
    until = until if goes_on else 0
    return render_template("concerns/delivery_part.html", delivery=seen, until=until, answers=LABELS.answers)


@bp.guarded("/concerns/<uuid:concern_id>/acknowledge", requires=Permission.CONCERN_TRIAGE, methods=("POST",))
def acknowledge(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Say that one has received it and will act."""
    done = {Outcome.DONE: "concern-received", Outcome.WAS_DONE: "concern-received-before"}
    return redirect_done(PAGE, done[receive(work, concern_id)], concern_id=concern_id)


@bp.form("/concerns/<uuid:concern_id>/urgency", requires=Permission.CONCERN_TRIAGE)
def change_urgency(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Change the urgency for a reason, or show both versions when somebody changed the concern first."""
    page = concern_page(work, concern_id)
    form, theirs = read_both(work, UrgencyForm, {"version": page.version, "urgency": page.delivery.urgency})
    return save_edit(
        form,
        lambda version: set_urgency(work, concern_id, document_from(form, ChangeUrgency, version=version)),
        theirs=theirs,
        done="urgency-changed",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(render_template, "concerns/urgency.html", page=page, form=form),
    )


@bp.form("/concerns/<uuid:concern_id>/close", requires=Permission.CONCERN_CLOSE)
def close(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Close a concern with the reason, or say that somebody changed it first."""
    page = concern_page(work, concern_id)
    form = read_form(work, ClosingForm, version=page.version)
    return save_step(
        form,
        lambda version: close_concern(work, concern_id, CloseConcern(form.reason.data or "", version)),
        version=page.version,
        done="concern-closed",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(render_template, "concerns/close.html", page=page, form=form),
    )


@bp.form("/concerns/<uuid:concern_id>/child", requires=Permission.CONCERN_TRIAGE, writes=Writes.WHEN_READY)
def link_child(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Say which child a concern is about; if somebody did so first, both are shown and nothing is written."""
    page, saving = concern_page(work, concern_id), Saving()
    form, row_id = _child_form(work, page)
    if not is_looking() and was_sent(form):
        try:
            return _linked(work, form, page, row_id)
        except NotAllowedNow as refusal:
            add_reasons(form, refusal)
        except Conflict:
            saving = Saving(is_conflict=True)
            form.version.process_data(page.version)
    child, may_write = child_choice(work, form), has(work, Permission.PROFILE_WRITE)
    return render_template(
        "concerns/child.html", page=page, form=form, child=child, saving=saving, may_write=may_write
    ), 200 if is_looking() else saving.status


def _child_form(work: UnitOfWork, page: ConcernPage) -> tuple[ConcernChildForm, UUID | None]:
    """Return the form, and the row of the unknown child in the concern's meeting, if there is exactly one."""
    asked = uuid_or_none(request.args.get("child")) or page.child_id
    # The meeting's unknown child is the concern's child only while the concern names nobody else.
    is_theirs = page.child_id is None
    form = read_form(work, ConcernChildForm, version=page.version, child_id=asked, meeting_too=is_theirs)
    row_id = lone_unknown(work, page.encounter_id) if page.encounter_id else None
    if row_id is None:
        del form.meeting_too
    return form, row_id


def _link(form: ConcernChildForm) -> LinkChild:
    return document_from(form, LinkChild)


def _linked(
    work: UnitOfWork, form: ConcernChildForm, page: ConcernPage, row_id: UUID | None
) -> ResponseReturnValue:
    concern_id = page.delivery.id
    if form.child_id.data is None:
        raise NotAllowedNow("choose-child")
    refuse_another_child(work, form)
    work.begin_writing()
    link_to_child(work, concern_id, _link(form))
    if page.encounter_id is not None and row_id is not None and form.meeting_too.data:
        # The meeting may already name this child, among the others.
        with suppress(NotAllowedNow):
            name_in_meeting(work, page.encounter_id, row_id, form.child_id.data)
    return redirect_done(PAGE, "concern-child-linked", concern_id=concern_id)


@bp.guarded("/concerns/<uuid:concern_id>/case", requires=Permission.CONCERN_TRIAGE, methods=("POST",))
def link_case(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Put a concern into its child's open case, as the page offered it."""
    page = concern_page(work, concern_id)
    case_id = uuid_or_none(request.form.get("case_id"))
    if case_id is None or page.child_id is None:
        raise NotVisible("case_file")
    link_to_case(work, concern_id, case_id, page.child_id)
    return redirect_done(PAGE, "concern-case-linked", concern_id=concern_id)


@bp.form("/concerns/<uuid:concern_id>/add", requires=Permission.CONCERN_POST)
def add(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Add something to a concern, such as a spoken report to the police or a hotline."""
    seen, form = delivery(work, concern_id), read_form(work, AdditionForm, **addition_fields(work))
    return save_new(
        form,
        lambda new_id: add_to_concern(work, concern_id, addition_from(form, new_id)),
        done="concern-added-to",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(render_template, "concerns/add.html", delivery=seen, form=form),
    )


@bp.form("/concerns/<uuid:concern_id>/words", requires=Permission.CONCERN_POST)
def add_disclosure(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Write down a child's own words."""
    seen = delivery(work, concern_id)
    form = read_form(work, DisclosureForm, **disclosure_fields(work, concern_id))
    return save_new(
        form,
        lambda new_id: write_words(work, concern_id, disclosure_from(form, new_id)),
        done="childs-words-kept",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(render_template, "concerns/disclosure.html", delivery=seen, form=form),
    )
