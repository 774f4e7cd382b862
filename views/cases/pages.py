"""Cases: the list, opening one, its page, its risk, who works on it, and its notes."""

from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.cases.assigning import assign as put_on_case
from app.cases.assigning import assign_page
from app.cases.assigning import end_assignment as take_off_case
from app.cases.case_page import case_page
from app.cases.creating import case_opening
from app.cases.creating import open_case as open_new_case
from app.cases.listing import case_list
from app.cases.moves import waiting_move
from app.cases.notes import add_note as write_note
from app.cases.notes import mend_note as rewrite_note
from app.cases.notes import read_note, read_own_note
from app.cases.risk import risk_page
from app.cases.risk import set_risk as change_risk
from app.cases.summaries import case_brief
from app.child_page.next_up import next_of
from app.chronology.story import story_of
from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.placements.homes import current_placements
from app.restoration.late import late_in_restoration
from app.safety_plans.plans import plans_in_force
from app.stage_moves.road import road_of
from app.unit_of_work import UnitOfWork
from forms.cases import CHOOSE, AssignForm, CaseFilterForm, NoteForm, OpenCaseForm, RiskForm
from views.cases.form import (
    chosen_filter,
    fresh_note_form,
    how_filter,
    new_case_from,
    note_fields,
    note_from,
    offer_concerns,
    offer_filter,
    offer_workers,
    opened_for,
    other_pages,
)
from views.chronology.words import due_days, due_lines, story_lines
from views.stage_moves.words import road_words
from views.web.form_flow import save_edit, save_new, save_step
from views.web.form_reading import read_both, read_form, record_id, uuid_or_none
from views.web.guard import GuardedBlueprint
from views.web.matching import fields_of
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

bp = GuardedBlueprint("cases", __name__)
PAGE = "cases.show_case"


@bp.guarded("/cases/", requires=Permission.CASE_READ)
def list_cases(work: UnitOfWork) -> ResponseReturnValue:
    """List the cases this person may read, by code."""
    form = CaseFilterForm(request.args)
    page = case_list(work, chosen_filter(form), page=page_number())
    offer_filter(form, page)
    ways = ways_from(page.page, has_more=page.last < page.total)
    late = late_in_restoration(work, [line.id for line in page.lines])
    return render_template("cases/list.html", page=page, form=form, ways=ways, late=late)


@bp.guarded("/cases/<uuid:case_id>", requires=Permission.CASE_READ)
def show_case(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show a case's workbench."""
    page = case_page(work, case_id)
    story = story_of(work, page.child_id, how=how_filter(), page=page_number())
    plans = plans_in_force(work, case_id)
    return render_template(
        "cases/show.html",
        page=page,
        steps=road_words(road_of(work, case_id)),
        plan=plans.current,
        plans_changed=plans.changed,
        homes=current_placements(work, case_id),
        move=waiting_move(work, case_id),
        due=due_lines(next_of(work, case_id) if page.is_open else (), page.today),
        story=story,
        told=story_lines(story.entries),
        ways=ways_from(story.page, has_more=story.last < story.total),
        task_days=due_days(page.tasks_open, page.today),
        others=other_pages(work, page),
    )


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
        done="risk-set",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(render_template, "cases/risk.html", form=form, page=page),
    )


@bp.form("/cases/<uuid:case_id>/assign", requires=Permission.CASE_ASSIGN)
def assign(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Put a caseworker or counsellor on a case; their caseload is shown and never forbids it."""
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
    """Take somebody off a case, once it was confirmed."""
    if request.method == "POST":
        take_off_case(work, case_id, assignment_id)
        return redirect_done(PAGE, "assignment-ended", case_id=case_id)
    page = assign_page(work, case_id)
    return render_template("cases/end_assignment.html", page=page, ending=page.one(assignment_id))


@bp.form("/cases/<uuid:case_id>/notes/new", requires=Permission.CASE_WRITE)
def add_note(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Write a note, or add to an earlier one."""
    page = case_brief(work, case_id)
    form = read_form(work, NoteForm, **fresh_note_form(work))
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
    """Show one note, with the way to mend it or to add to it."""
    note = read_note(work, note_id)
    return render_template("cases/note.html", note=note, page=case_brief(work, note.case_id))


@bp.form("/cases/notes/<uuid:note_id>/edit", requires=Permission.CASE_WRITE)
def mend_note(work: UnitOfWork, note_id: UUID) -> ResponseReturnValue:
    """Mend a note one wrote within the last day, or show both versions when it changed meanwhile."""
    note = read_own_note(work, note_id)
    if request.method == "GET" and not note.may_mend:
        # What was begun in time and sent late comes back in its form instead.
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
