"""Meetings: writing one down, reading it, correcting it."""

from functools import partial
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.meetings_now import who_has_meeting
from app.concerns.of_meeting import told_of_meeting
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.encounter_page import encounter_page
from app.outreach.safety import my_open_shifts
from app.outreach.writing import change_encounter, write_encounter
from app.outreach.writing_page import WritingPage, correcting_page, new_encounter_page, with_places
from app.unit_of_work import UnitOfWork
from forms.encounter import CorrectEncounterForm, EncounterForm, NewEncounterForm
from forms.fields import digests_of
from views.mistakes.words import WORDS as MARKING
from views.outreach.blueprint import bp
from views.outreach.encounter_form import (
    fresh_fields,
    met_fields,
    offer,
    offer_places,
    refuse_open_choices,
    rows_of,
    took_a_step,
    typed_encounter,
)
from views.outreach.encounter_words import facts_of, looks, merge_meetings
from views.web.form_flow import SAVED_FIRST, Saving, save_new
from views.web.form_reading import form_status, read_form, uuid_or_none, was_sent
from views.web.guard import Writes
from views.web.language import page_language
from views.web.notices import redirect_done
from views.web.reasons import add_reasons

SHOW = "outreach.show_encounter"


@bp.guarded("/outreach/encounters/<uuid:encounter_id>", requires=Permission.SHIFT_READ)
def show_encounter(work: UnitOfWork, encounter_id: UUID) -> ResponseReturnValue:
    """Show a meeting, and where to report it if it should be reported."""
    page = encounter_page(work, encounter_id, locale=page_language())
    facts = facts_of(page.met.account) if page.met.account is not None else []
    return render_template(
        "outreach/encounter.html",
        page=page,
        facts=facts,
        facts_of=facts_of,
        looks=looks,
        report_url=_report_url(encounter_id, page.met.urgency),
        told=told_of_meeting(work, encounter_id),
        taken_by=who_has_meeting(work, encounter_id) if page.met.marked is Urgency.NOW else None,
        marking=MARKING,
    )


@bp.guarded("/outreach/meet", requires=Permission.SHIFT_WRITE)
def meet(work: UnitOfWork) -> ResponseReturnValue:
    """Lead to writing a meeting of the shift the person is out on; whoever is out on none opens one first."""
    mine = my_open_shifts(work)
    if not mine:
        return redirect(url_for("outreach.new_shift"), code=303)
    child_id = uuid_or_none(request.args.get("child"))
    return redirect(url_for("outreach.new_encounter", shift_id=mine[0].id, child=child_id), code=303)


@bp.form(
    "/outreach/shifts/<uuid:shift_id>/encounters/new",
    requires=Permission.SHIFT_WRITE,
    writes=Writes.WHEN_READY,
)
def new_encounter(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Write a meeting down."""
    page = _shown(work, new_encounter_page(work, shift_id))
    form = read_form(work, NewEncounterForm, **fresh_fields(page))
    offer(form, page)
    if took_a_step(form):
        return _writing(work, page, form, saving=Saving())
    return save_new(
        form,
        lambda new_id: _write(work, shift_id, new_id, form),
        done="encounter-written",
        leads_to=partial(redirect_done, SHOW, encounter_id=form.record_id.data),
        shows=partial(_writing, work, page, form),
    )


def _write(work: UnitOfWork, shift_id: UUID, new_id: UUID, form: NewEncounterForm) -> None:
    refuse_open_choices(work, form)
    typed = typed_encounter(form)
    work.begin_writing()
    write_encounter(work, shift_id, new_id, typed)


@bp.form(
    "/outreach/encounters/<uuid:encounter_id>/correct",
    requires=Permission.SHIFT_WRITE,
    writes=Writes.WHEN_READY,
)
def correct_encounter(work: UnitOfWork, encounter_id: UUID) -> ResponseReturnValue:
    """Correct a meeting, or show both versions when somebody saved first."""
    page = _shown(work, correcting_page(work, encounter_id))
    form = read_form(work, CorrectEncounterForm, **met_fields(page))
    offer(form, page)
    if took_a_step(form):
        return _writing(work, page, form, saving=Saving())
    if not was_sent(form):
        return _writing(work, page, form, saving=Saving()), form_status()
    saving = _correct(work, encounter_id, form)
    if saving is None or saving.is_needless:
        return redirect_done(SHOW, "saved", encounter_id=encounter_id)
    return _writing(work, page, form, saving=saving), saving.status


def _correct(work: UnitOfWork, encounter_id: UUID, form: CorrectEncounterForm) -> Saving | None:
    """Save a correction, and return None; otherwise return the state of the unsaved form.

    The two versions are compared in the words of the street, from the meeting as it is then: records by their code,
    places and signs by their names. So this does not use the form flow's own comparison.
    """
    try:
        refuse_open_choices(work, form)
        typed, version = typed_encounter(form), form.version.data or 0
        work.begin_writing()
        change_encounter(work, encounter_id, typed, version=version)
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
        return Saving()
    except AlreadyDone:
        return None
    except Conflict:
        now = correcting_page(work, encounter_id)
        theirs = CorrectEncounterForm(**met_fields(now))
        offer(theirs, now)
        versions = merge_meetings(work, form, theirs, now, page_language())
        form.version.data, form.version.seen = theirs.version.data, digests_of(theirs)
        form.form_errors.append(SAVED_FIRST)
        return Saving(tuple(versions), is_conflict=True)
    return None


def _shown(work: UnitOfWork, page: WritingPage) -> WritingPage:
    """Return the page of an opened form; a form that was sent needs its places only if it comes back."""
    return with_places(work, page) if request.method == "GET" else page


def _writing(work: UnitOfWork, page: WritingPage, form: EncounterForm, *, saving: Saving) -> str:
    if not page.places:
        page = with_places(work, page)
    offer_places(form, page)
    rows = rows_of(work, form, page)
    return render_template("outreach/write_encounter.html", page=page, form=form, rows=rows, saving=saving)


def _report_url(encounter_id: UUID, urgency: Urgency | None) -> str:
    """Return the address for raising a concern about this meeting; empty while there is no such page."""
    page = "concerns.urgent" if urgency is Urgency.NOW else "concerns.post_concern"
    return url_for(page, encounter=encounter_id) if page in current_app.view_functions else ""
