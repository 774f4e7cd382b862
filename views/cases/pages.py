"""Cases: the list, opening one, its page, its risk, who works on it, and its notes."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cases.assigning import assign as put_on_case
from app.cases.assigning import assign_page
from app.cases.assigning import end_assignment as take_off_case
from app.cases.assigning import give_back as put_back_on_case
from app.cases.case_page import CasePage, case_page
from app.cases.contact_rules import children_of_listed
from app.cases.creating import case_opening
from app.cases.creating import open_case as open_new_case
from app.cases.listing import CaseFilter, case_list
from app.cases.moves import waiting_moves
from app.cases.notes import add_note as write_note
from app.cases.notes import mend_note as rewrite_note
from app.cases.notes import read_note, read_own_note
from app.cases.risk import risk_page
from app.cases.risk import set_risk as change_risk
from app.cases.summaries import case_brief, only_open_case
from app.child_page.next_up import next_of
from app.chronology.story import story_of
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.keyring.known_assignments import Ending
from app.placements.homes import current_placements
from app.restoration.late import late_in_restoration
from app.safety_plans.missing import plans_missing
from app.safety_plans.plans import plans_in_force
from app.stage_moves.road import road_of
from app.unit_of_work import UnitOfWork
from forms.cases import CHOOSE, AssignForm, CaseFilterForm, EndingForm, NoteForm, OpenCaseForm, RiskForm
from views.cases.form import (
    chosen_filter,
    closed_words,
    fresh_note_form,
    how_filter,
    new_case_from,
    note_fields,
    note_from,
    offer_concerns,
    offer_filter,
    offer_workers,
    opened_for,
    words_on_the_bench,
)
from views.chronology.words import DueLine, due_days, due_lines, story_lines
from views.stage_moves.words import road_words
from views.web.form_flow import pressed, save_edit, save_new, save_step
from views.web.form_reading import form_status, read_both, read_form, record_id, uuid_or_none, was_sent
from views.web.guard import GuardedBlueprint
from views.web.kept_filters import filters_stay
from views.web.matching import fields_of
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

bp = GuardedBlueprint("cases", __name__)
PAGE = "cases.show_case"
ENDED_NOTICES = {Ending.ENDED: "assignment-ended", Ending.BEGUN_BY_MISTAKE: "assignment-mistaken"}


@bp.guarded("/cases/", requires=Permission.CASE_READ)
@filters_stay
def list_cases(work: UnitOfWork) -> ResponseReturnValue:
    """List the cases this person may read, by code."""
    form = CaseFilterForm(request.args)
    page = case_list(work, chosen_filter(form), page=page_number())
    offer_filter(form, page)
    ways = ways_from(page.page, has_more=page.last < page.total)
    shown = [line.id for line in page.lines]
    late, without_plan = late_in_restoration(work, shown), plans_missing(work, shown)
    return render_template(
        "cases/list.html", page=page, form=form, ways=ways, late=late, without_plan=without_plan
    )


@bp.guarded("/cases/<uuid:case_id>", requires=Permission.CASE_READ)
def show_case(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show a case's workbench."""
    page, plans, closing = (
        case_page(work, case_id),
        plans_in_force(work, case_id),
        closed_words(work, case_id),
    )
    return render_template(
        "cases/show.html",
        page=page,
        steps=road_words(road_of(work, case_id)),
        plans=plans,
        closing=closing,
        homes=current_placements(work, case_id),
        moves=waiting_moves(work, case_id),
        due=_due(work, page),
        task_days=due_days(page.tasks_open, page.today),
        **_happened(work, page, words_on_the_bench(page, plans, closing)),
    )


def _due(work: UnitOfWork, page: CasePage) -> list[DueLine]:
    """Return what is due in an open case; what is done on its own page leads nowhere else."""
    items = next_of(work, page.id) if page.is_open else ()
    return due_lines(work, items, page.today, here=url_for(PAGE, case_id=page.id))


def _happened(work: UnitOfWork, page: CasePage, words_elsewhere: set[tuple[str, datetime]]) -> dict[str, Any]:
    """Return a page of the chronology, its lines, and the ways to the others."""
    story = story_of(work, page.child_id, how=how_filter(), page=page_number())
    told = story_lines(story.entries, words_elsewhere=words_elsewhere)
    return {
        "story": story,
        "told": told,
        "ways": ways_from(story.page, has_more=story.last < story.total),
    }


@bp.form("/cases/new", requires=Permission.CASE_OPEN)
def open_case(work: UnitOfWork) -> ResponseReturnValue:
    """Open a case for a child, from a concern or without one."""
    form = read_form(
        work, OpenCaseForm, child_id=request.args.get("child"), concern_id=request.args.get("concern")
    )
    page = case_opening(
        work,
        opened_for(form),
        concern_id=uuid_or_none(form.concern_id.data),
        case_id=uuid_or_none(form.record_id.data),
    )
    offer_workers(form.worker, page.workers)
    offer_concerns(form, page.loose)
    return save_new(
        form,
        lambda new_id: open_new_case(work, new_case_from(form, new_id)),
        done="case-opened",
        leads_to=partial(redirect_done, PAGE, case_id=form.record_id.data),
        shows=partial(render_template, "cases/open.html", form=form, page=page),
    )


@bp.form("/cases/<uuid:case_id>/risk", requires=Permission.CASE_WRITE)
def set_risk(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Set the risk of a case, or show both versions when somebody set it first."""
    page = risk_page(work, case_id)
    form = read_form(work, RiskForm, version=page.version)
    return save_edit(
        form,
        lambda version: change_risk(
            work, case_id, risk=Risk(form.risk.data), reason=form.reason.data or "", version=version
        ),
        theirs=RiskForm(data=fields_of(page)),
        done="risk-high" if form.risk.data == Risk.HIGH else "risk-set",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(render_template, "cases/risk.html", form=form, page=page),
    )


@bp.form("/cases/<uuid:case_id>/assign", requires=Permission.CASE_ASSIGN)
def assign(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Put a caseworker or counsellor on a case; it shows their caseload, which never forbids anything."""
    page = assign_page(work, case_id)
    form = read_form(work, AssignForm)
    offer_workers(
        form.worker, [*page.candidates, *(page.already if form.worker.raw_data else ())], blank=CHOOSE
    )
    return save_step(
        form,
        lambda _version: put_on_case(work, case_id, record_id(form.worker)),
        done="assigned",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(render_template, "cases/assign.html", form=form, page=page),
    )


@bp.form("/cases/<uuid:case_id>/assign/<uuid:assignment_id>/end", requires=Permission.CASE_ASSIGN)
def end_assignment(work: UnitOfWork, case_id: UUID, assignment_id: UUID) -> ResponseReturnValue:
    """Take somebody off a case, after confirmation, or say that they were put on it by mistake."""
    form = read_form(work, EndingForm)
    if was_sent(form):
        ending = Ending(form.ending.data or Ending.ENDED)
        done = pressed(
            lambda: take_off_case(work, case_id, assignment_id, ending=ending), ENDED_NOTICES[ending]
        )
        return redirect_done(PAGE, done, case_id=case_id)
    page = assign_page(work, case_id)
    ending_now = page.one(assignment_id)
    return render_template(
        "cases/end_assignment.html", page=page, ending=ending_now, form=form
    ), form_status()


@bp.guarded(
    "/cases/<uuid:case_id>/assign/<uuid:assignment_id>/give-back",
    requires=Permission.CASE_ASSIGN,
    methods=("POST",),
)
def give_back(work: UnitOfWork, case_id: UUID, assignment_id: UUID) -> ResponseReturnValue:
    """Put somebody back on a case whose assignment was ended by mistake."""
    done = pressed(lambda: put_back_on_case(work, case_id, assignment_id), "assigned-again")
    return redirect_done(PAGE, done, case_id=case_id)


@bp.guarded("/notes/new", requires=Permission.CASE_WRITE)
def choose_for_note(work: UnitOfWork) -> ResponseReturnValue:
    """Lead to a note about the case, or the child's one open case; otherwise ask which case it is about."""
    case_id = uuid_or_none(request.args.get("case")) or only_open_case(
        work, uuid_or_none(request.args.get("child"))
    )
    if case_id is not None:
        return redirect(url_for("cases.add_note", case_id=case_id), code=303)
    page = case_list(work, CaseFilter(), page=page_number())
    ways = ways_from(page.page, has_more=page.last < page.total)
    children = children_of_listed(work, [line.id for line in page.lines])
    return render_template("cases/choose_for_note.html", page=page, ways=ways, children=children)


@bp.form("/cases/<uuid:case_id>/notes/new", requires=Permission.CASE_WRITE)
def add_note(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Write a note, or add to an earlier one."""
    page = case_brief(work, case_id)
    form = read_form(work, NoteForm, **fresh_note_form(work), met_child=bool(request.args.get("met")))
    earlier = uuid_or_none(request.args.get("to"))
    return save_new(
        form,
        lambda new_id: write_note(work, case_id, new_id, note_from(form), adds_to=earlier),
        done="note-added",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(render_template, "cases/note_form.html", form=form, page=page, note=None),
    )


@bp.guarded("/cases/notes/<uuid:note_id>", requires=Permission.CASE_READ)
def show_note(work: UnitOfWork, note_id: UUID) -> ResponseReturnValue:
    """Show one note, with the way to correct it or to add to it."""
    note = read_note(work, note_id)
    return render_template("cases/note.html", note=note, page=case_brief(work, note.case_id))


@bp.form("/cases/notes/<uuid:note_id>/edit", requires=Permission.CASE_WRITE)
def mend_note(work: UnitOfWork, note_id: UUID) -> ResponseReturnValue:
    """Correct one's own note within a day of writing it, or show both versions when it changed meanwhile."""
    note = read_own_note(work, note_id)
    if request.method == "GET" and not note.may_mend:
        # A correction that was begun in time but sent late comes back in its form instead.
        raise NotAllowedNow("note-stands")
    page = case_brief(work, note.case_id)
    form, theirs = read_both(work, NoteForm, note_fields(note))
    return save_edit(
        form,
        lambda version: rewrite_note(work, note_id, note_from(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, PAGE, case_id=note.case_id),
        shows=partial(render_template, "cases/note_form.html", form=form, page=page, note=note),
    )
