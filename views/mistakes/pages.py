"""A record with what it said before; marking it as written by mistake; deciding that as a second person."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.case_records.history import RecordHistory, history_for_mark, record_history
from app.case_records.moving import MoveInput
from app.cases.moving import case_to_move_to, move_to_case
from app.finding.by_code import CASE
from app.foundation.permissions import Permission
from app.mistakes.marking import SecondDecision, decide_mark, mark_mistaken, take_back_mark, withdraw_ask
from app.mistakes.pages import mark_page, marks_waiting
from app.unit_of_work import UnitOfWork
from forms.mistakes import MarkDecisionForm, MoveRecordForm
from views.mistakes.words import WORDS
from views.web.form_flow import pressed, save_new, save_step
from views.web.form_reading import read_form
from views.web.guard import GuardedBlueprint
from views.web.marking import Act, save_mark
from views.web.matching import document_from
from views.web.notices import redirect_done
from views.web.typed_codes import refuse_another_code

bp = GuardedBlueprint("mistakes", __name__)
PAGE = "mistakes.show_record"
RECORD = "/cases/<uuid:case_id>/records/<uuid:record_id>"


@bp.guarded(RECORD, requires=Permission.CASE_READ)
def show_record(work: UnitOfWork, case_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Show what a record says, what it said before, and its marks."""
    return _shown(record_history(work, case_id, record_id))


@bp.guarded("/restoration" + RECORD, requires=Permission.RESTORATION_READ)
def show_restoration_record(work: UnitOfWork, case_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Show the same to those who read a child's restoration and not the case."""
    return _shown(record_history(work, case_id, record_id))


@bp.form(f"{RECORD}/mistake", requires=Permission.CASE_WRITE)
def mark(work: UnitOfWork, case_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Mark a record as written by mistake, or ask a second person for it."""
    return marking(work, record_history(work, case_id, record_id), mark_mistaken)


@bp.form(f"{RECORD}/counts-again", requires=Permission.CASE_WRITE)
def take_back(work: UnitOfWork, case_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Take the mark of a record back, or ask a second person for it."""
    return marking(work, record_history(work, case_id, record_id), take_back_mark)


@bp.guarded(f"{RECORD}/marks/<uuid:mark_id>/withdraw", requires=Permission.CASE_WRITE, methods=("POST",))
def withdraw(work: UnitOfWork, case_id: UUID, record_id: UUID, mark_id: UUID) -> ResponseReturnValue:
    """Take back what one asked for oneself."""
    name = record_history(work, case_id, record_id).name_of(mark_id)
    done = pressed(lambda: withdraw_ask(work, name, record_id, mark_id), "mark-withdrawn")
    return redirect_done(PAGE, done, case_id=case_id, record_id=record_id)


@bp.form(f"{RECORD}/move", requires=Permission.CASE_WRITE)
def move(work: UnitOfWork, case_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Move a note or a task to the case it belongs to."""
    page, form = record_history(work, case_id, record_id), read_form(work, MoveRecordForm)

    def save(new_id: UUID) -> None:
        refuse_another_code(work, form.code, wanted=CASE)
        to_case_id = case_to_move_to(work, form.code.data or "")
        new = document_from(form, MoveInput, id=new_id, to_case_id=to_case_id, words=form.reason)
        move_to_case(work, page.table, case_id, record_id, new)

    return save_new(
        form,
        save,
        done="record-moved",
        leads_to=partial(redirect_done, PAGE, case_id=case_id, record_id=record_id),
        shows=partial(render_template, "mistakes/move.html", page=page, form=form, words=WORDS),
    )


@bp.guarded("/mistakes/", requires=Permission.MISTAKE_DECIDE)
def list_waiting(work: UnitOfWork) -> ResponseReturnValue:
    """List what waits for a second person."""
    return render_template("mistakes/list.html", waiting=marks_waiting(work), words=WORDS)


@bp.form("/mistakes/<uuid:mark_id>", requires=Permission.MISTAKE_DECIDE)
def decide(work: UnitOfWork, mark_id: UUID) -> ResponseReturnValue:
    """Decide, as a second person, what somebody asked for."""
    page = mark_page(work, mark_id)
    record = history_for_mark(work, page)
    form = read_form(work, MarkDecisionForm, version=page.mark.version)
    return save_step(
        form,
        lambda version: decide_mark(
            work, mark_id, document_from(form, SecondDecision, words=form.remark, version=version)
        ),
        version=page.mark.version,
        done="mark-decided",
        leads_to=partial(redirect_done, "mistakes.list_waiting"),
        shows=partial(
            render_template, "mistakes/decide.html", one=page, record=record, form=form, words=WORDS
        ),
    )


def marking(work: UnitOfWork, record: RecordHistory, act: Act, name: str = "") -> ResponseReturnValue:
    """Show and save the form of an act about a record, or about the part of it with that `name`."""
    return save_mark(
        work,
        act,
        name or record.table,
        record.record_id,
        leads_to=partial(redirect_done, PAGE, case_id=record.case_id, record_id=record.record_id),
        shows=partial(
            render_template,
            "mistakes/mark.html",
            page=record,
            is_marking=act is mark_mistaken,
            words=WORDS,
            name=name,
        ),
    )


def _shown(page: RecordHistory) -> str:
    return render_template("mistakes/show.html", page=page, words=WORDS)
