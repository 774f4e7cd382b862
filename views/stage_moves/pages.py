"""Moves along the road: what is missing, asking, deciding, taking back."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.cases.closure import CRITERIA
from app.cases.closure import LABELS as CRITERION_LABELS
from app.cases.moves import MoveView
from app.cases.stages import REQUIREMENT_LABELS, CaseStatus
from app.finding.by_code import CASE
from app.foundation.errors import Refused
from app.foundation.permissions import Permission
from app.foundation.vocabulary.closure_reasons import LABELS as CLOSURE_LABELS
from app.foundation.vocabulary.closure_reasons import ClosureReason
from app.stage_moves.danger_page import danger_page
from app.stage_moves.in_danger import ask_in_danger as ask_for_safety
from app.stage_moves.moving import Decision, MoveInput
from app.stage_moves.moving import ask as ask_for
from app.stage_moves.moving import decide as decide_move
from app.stage_moves.moving import withdraw as take_back
from app.stage_moves.pages import MovesPage, moves_page
from app.unit_of_work import UnitOfWork
from forms.fields import choices_of
from forms.stage_moves import ClosingForm, DangerForm, DecisionForm, DuplicateForm, MoveForm
from views.stage_moves.form import danger_from, fresh_danger_form, offer_concerns
from views.stage_moves.requirements import where_to_meet, where_to_read
from views.web.form_flow import pressed, save_new, save_step
from views.web.form_reading import read_form
from views.web.guard import GuardedBlueprint
from views.web.matching import document_from
from views.web.notices import redirect_done
from views.web.typed_codes import refuse_another_code

bp = GuardedBlueprint("stage_moves", __name__)
PAGE = "stage_moves.show_moves"
WORDS = {
    "requirements": REQUIREMENT_LABELS,
    "criteria": CRITERION_LABELS,
    "closures": CLOSURE_LABELS,
}


@bp.guarded("/cases/<uuid:case_id>/moves/", requires=Permission.CASE_READ)
def show_moves(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show where the case may go and what that requires, the move that waits, and earlier moves."""
    return _show("show", moves_page(work, case_id))


@bp.form(
    "/cases/<uuid:case_id>/moves/new/<any(prevention, rescue, restoration):to>",
    requires=Permission.CASE_WRITE,
)
def ask(work: UnitOfWork, case_id: UUID, to: str) -> ResponseReturnValue:
    """Ask for a move to the next stage."""
    page = moves_page(work, case_id)
    form = read_form(work, MoveForm)
    return save_new(
        form,
        lambda new_id: ask_for(work, case_id, MoveInput(new_id, CaseStatus(to), form.reason.data or "")),
        done="move-asked",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(_show, "ask", page, form=form, to=CaseStatus(to), way=page.way_to(CaseStatus(to))),
    )


@bp.form("/cases/<uuid:case_id>/moves/new/in-danger", requires=Permission.CASE_WRITE)
def ask_in_danger(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Ask at once for all that brings a child in danger to safety, and write down what is missing for it."""
    page, lacking = moves_page(work, case_id), danger_page(work, case_id)
    form = read_form(work, DangerForm, **fresh_danger_form(work))
    offer_concerns(form, lacking.loose)
    return save_new(
        form,
        lambda new_id: ask_for_safety(work, case_id, danger_from(form, new_id)),
        done="move-asked",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(_show, "in_danger", page, form=form, lacking=lacking),
    )


@bp.guarded("/cases/<uuid:case_id>/moves/close", requires=Permission.CASE_WRITE)
def choose_closure(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Ask why the case should be closed; the reason decides what must be confirmed."""
    return _show("choose_closure", moves_page(work, case_id))


@bp.form(
    "/cases/<uuid:case_id>/moves/close/<any(no_longer_at_risk, became_adult, moved_or_not_found, repatriated, "
    "transferred, family_request, died, opened_by_mistake, duplicate):because>",
    requires=Permission.CASE_WRITE,
)
def close(work: UnitOfWork, case_id: UUID, because: str) -> ResponseReturnValue:
    """Ask to close the case."""
    page, reason = moves_page(work, case_id), ClosureReason(because)
    form = read_form(work, DuplicateForm if reason is ClosureReason.DUPLICATE else ClosingForm)
    form.confirmed.choices = choices_of({one: CRITERION_LABELS[one] for one in CRITERIA[reason]})
    return save_new(
        form,
        lambda new_id: ask_for(work, case_id, _closing(work, form, reason, new_id)),
        done="move-asked",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(_show, "close", page, form=form, because=reason, way=page.way_to(CaseStatus.CLOSED)),
    )


@bp.form("/cases/<uuid:case_id>/moves/reopen", requires=Permission.CASE_WRITE)
def reopen(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Ask to take back a move that was approved by mistake, such as a closing: the case then stands where it stood."""
    page = moves_page(work, case_id)
    form, to = read_form(work, MoveForm), page.back_to or CaseStatus.OPENED
    return save_new(
        form,
        lambda new_id: ask_for(work, case_id, MoveInput(new_id, to, form.reason.data or "")),
        done="move-asked",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(_show, "reopen", page, form=form),
    )


@bp.form("/cases/<uuid:case_id>/moves/<uuid:move_id>/decide", requires=Permission.STAGE_APPROVE)
def decide(work: UnitOfWork, case_id: UUID, move_id: UUID) -> ResponseReturnValue:
    """Approve or refuse somebody else's request."""
    page = moves_page(work, case_id)
    move = page.move(move_id)
    if move.is_own:
        raise Refused(Permission.STAGE_APPROVE.value)
    form = read_form(work, DecisionForm, version=move.version)
    return save_step(
        form,
        lambda version: decide_move(
            work, case_id, move_id, document_from(form, Decision, words=form.remark, version=version)
        ),
        version=move.version,
        done="move-decided",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(_show, "decide", page, form=form, move=move),
    )


@bp.form("/cases/<uuid:case_id>/moves/<uuid:move_id>/withdraw", requires=Permission.CASE_WRITE)
def withdraw(work: UnitOfWork, case_id: UUID, move_id: UUID) -> ResponseReturnValue:
    """Take back one's own request, after confirmation."""
    if request.method == "GET":
        page = moves_page(work, case_id)
        return _show("withdraw", page, move=_own(page, move_id))
    done = pressed(lambda: take_back(work, case_id, move_id), "move-withdrawn")
    return redirect_done(PAGE, done, case_id=case_id)


def _own(page: MovesPage, move_id: UUID) -> MoveView:
    move = page.move(move_id)
    if not move.is_own:
        raise Refused(Permission.CASE_WRITE.value)
    return move


def _closing(work: UnitOfWork, form: ClosingForm, reason: ClosureReason, new_id: UUID) -> MoveInput:
    if reason is ClosureReason.DUPLICATE:
        refuse_another_code(work, form.duplicate_of, wanted=CASE)
    return document_from(form, MoveInput, id=new_id, to=CaseStatus.CLOSED, words=form.reason, closure=reason)


def _show(name: str, page: MovesPage, **parts: Any) -> str:
    ways = {"meet": where_to_meet(page.case_id), "seen": where_to_read(page.case_id)}
    return render_template(f"stage_moves/{name}.html", page=page, words=WORDS, **ways, **parts)
