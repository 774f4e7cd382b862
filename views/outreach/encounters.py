"""Meetings: writing one down, reading it, correcting it."""

from uuid import UUID

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.of_meeting import told_of_meeting
from app.foundation.errors import Conflict
from app.foundation.permissions import Permission
from app.outreach.encounter_page import encounter_page
from app.outreach.writing import change_encounter, write_encounter
from app.outreach.writing_page import WritingPage, correcting_page, new_encounter_page, with_places
from app.unit_of_work import UnitOfWork
from forms.encounter import CorrectEncounterForm, EncounterForm, NewEncounterForm
from forms.fields import digests_of
from views.adding import try_adding
from views.conflicts import Saving
from views.guard import Writes
from views.notices import redirect_done
from views.outreach.blueprint import BOTH, bp
from views.outreach.encounter_forms import (
    SAVED_FIRST,
    Row,
    ask_to_choose,
    fresh_fields,
    met_fields,
    offer,
    offer_places,
    rows_of,
    took_a_step,
    typed_encounter,
)
from views.outreach.encounter_words import facts_of, looks, merge_meetings
from views.web.language import page_language
from views.web.reading import read_form, record_id, was_sent
from views.web.saving import forget_restored, form_status

SHOW = "outreach.show_encounter"


@bp.guarded("/outreach/encounters/<uuid:encounter_id>", requires=Permission.SHIFT_READ)
def show_encounter(work: UnitOfWork, encounter_id: UUID) -> ResponseReturnValue:
    """Show a meeting, and where it should be told when it should be told."""
    page = encounter_page(work, encounter_id, locale=page_language())
    facts = facts_of(page.met.account) if page.met.account is not None else []
    return render_template(
        "outreach/encounter.html",
        page=page,
        facts=facts,
        looks=looks,
        report_url=_report_url(encounter_id),
        told=told_of_meeting(work, encounter_id),
    )


@bp.guarded(
    "/outreach/shifts/<uuid:shift_id>/encounters/new",
    requires=Permission.SHIFT_WRITE,
    methods=BOTH,
    writes=Writes.WHEN_READY,
)
def new_encounter(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Write a meeting down."""
    page = _shown(work, new_encounter_page(work, shift_id))
    form = read_form(work, NewEncounterForm, **fresh_fields(page))
    offer(form, page)
    if took_a_step(form):
        return _writing(work, page, form, rows_of(work, form, page)), 200
    rows = rows_of(work, form, page)
    if was_sent(form) and not ask_to_choose(form, rows):
        encounter_id, typed = record_id(form.record_id), typed_encounter(form)
        work.begin_writing()
        done = try_adding(
            form, lambda: write_encounter(work, shift_id, encounter_id, typed), done="encounter-written"
        )
        if done:
            forget_restored(work)
            return redirect_done(SHOW, done, encounter_id=encounter_id)
    return _writing(work, page, form, rows), form_status()


@bp.guarded(
    "/outreach/encounters/<uuid:encounter_id>/correct",
    requires=Permission.SHIFT_WRITE,
    methods=BOTH,
    writes=Writes.WHEN_READY,
)
def correct_encounter(work: UnitOfWork, encounter_id: UUID) -> ResponseReturnValue:
    """Correct a meeting, or show both versions when somebody saved first."""
    page = _shown(work, correcting_page(work, encounter_id))
    form = read_form(work, CorrectEncounterForm, **met_fields(page))
    offer(form, page)
    if took_a_step(form):
        return _writing(work, page, form, rows_of(work, form, page)), 200
    saving = Saving()
    if was_sent(form) and not ask_to_choose(form, rows_of(work, form, page)):
        saving = _correct(work, encounter_id, form)
        if saving.is_saved:
            forget_restored(work)
            return redirect_done(SHOW, "saved", encounter_id=encounter_id)
    return _writing(work, page, form, rows_of(work, form, page), saving), saving.status


def _correct(work: UnitOfWork, encounter_id: UUID, form: CorrectEncounterForm) -> Saving:
    """Save a correction. On a conflict the form is made ready to be sent once more, on top of what was seen now."""
    typed, version = typed_encounter(form), form.version.data or 0
    work.begin_writing()
    try:
        done = try_adding(
            form, lambda: change_encounter(work, encounter_id, typed, version=version), done="saved"
        )
        return Saving(is_saved=done is not None)
    except Conflict:
        page = correcting_page(work, encounter_id)
        theirs = CorrectEncounterForm(**met_fields(page))
        offer(theirs, page)
        versions = merge_meetings(work, form, theirs, page, page_language())
        form.version.data, form.version.seen = theirs.version.data, digests_of(theirs)
        form.form_errors.append(SAVED_FIRST)
        return Saving(is_saved=all(one.is_untouched for one in versions), versions=tuple(versions))


def _shown(work: UnitOfWork, page: WritingPage) -> WritingPage:
    """Return the page of a form that is opened; one that was sent needs its places only if it comes back."""
    return with_places(work, page) if request.method == "GET" else page


def _writing(
    work: UnitOfWork,
    page: WritingPage,
    form: EncounterForm,
    rows: list[Row],
    saving: Saving | None = None,
) -> str:
    if not page.places:
        page = with_places(work, page)
    offer_places(form, page)
    return render_template(
        "outreach/write_encounter.html", page=page, form=form, rows=rows, saving=saving or Saving()
    )


def _report_url(encounter_id: UUID) -> str:
    """Return where a concern is raised about this meeting; empty while there is no such page."""
    if "concerns.post_concern" not in current_app.view_functions:
        return ""
    return url_for("concerns.post_concern", encounter=encounter_id)
