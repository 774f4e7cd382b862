"""Moves along the road: what is missing, asking, deciding, taking back."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.cases.closure import CRITERIA, Criterion
from app.cases.closure import LABELS as CRITERION_LABELS
from app.cases.moves import MoveView
from app.cases.stages import LABELS as STANDING_LABELS
from app.cases.stages import REQUIREMENT_LABELS, Standing
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, Refused
from app.foundation.permissions import Permission
from app.foundation.vocabulary.closure_reasons import LABELS as CLOSURE_LABELS
from app.foundation.vocabulary.closure_reasons import ClosureReason
from app.stage_moves.moving import Decision, NewMove, Verdict
from app.stage_moves.moving import ask as ask_for
from app.stage_moves.moving import decide as decide_move
from app.stage_moves.moving import withdraw as take_back
from app.stage_moves.pages import MovesPage, moves_page
from app.unit_of_work import UnitOfWork
from forms.fields import choices_of
from forms.stage_moves import ClosingForm, DecisionForm, MoveForm
from views.adding import try_adding
from views.guard import GuardedBlueprint
from views.notices import redirect_done
from views.requirement_pages import where_to_meet, where_to_read
from views.web.reading import read_form, record_id, was_sent
from views.web.reasons import add_reasons
from views.web.saving import forget_restored, form_status

bp = GuardedBlueprint("stage_moves", __name__)
BOTH = ("GET", "POST")
PAGE = "stage_moves.show_moves"
WORDS = {
    "standings": STANDING_LABELS,
    "requirements": REQUIREMENT_LABELS,
    "criteria": CRITERION_LABELS,
    "closures": CLOSURE_LABELS,
}


@bp.guarded("/cases/<uuid:case_id>/moves/", requires=Permission.CASE_READ)
def show_moves(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show where the case may go and what that asks for, the move that waits, and those before."""
    return _show("show", moves_page(work, case_id))


@bp.guarded(
    "/cases/<uuid:case_id>/moves/new/<any(prevention, rescue, restoration):to>",
    requires=Permission.CASE_WRITE,
    methods=BOTH,
)
def ask(work: UnitOfWork, case_id: UUID, to: str) -> ResponseReturnValue:
    """Ask for a move to the next stage."""
    page = moves_page(work, case_id)
    form = read_form(work, MoveForm)
    if was_sent(form):
        new = NewMove(record_id(form.record_id), Standing(to), form.reason.data or "")
        done = try_adding(form, lambda: ask_for(work, case_id, new), done="move-asked")
        if done is not None:
            forget_restored(work)
            return redirect_done(PAGE, done, case_id=case_id)
    return _show("ask", page, form=form, to=Standing(to), way=page.way_to(Standing(to)))


@bp.guarded("/cases/<uuid:case_id>/moves/close", requires=Permission.CASE_WRITE)
def choose_closure(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Ask why the case should be closed; the reason decides what must be confirmed."""
    return _show("choose_closure", moves_page(work, case_id))


@bp.guarded(
    "/cases/<uuid:case_id>/moves/close/<any(no_longer_at_risk, became_adult, moved_or_not_found, repatriated, "
    "transferred, family_request, died):because>",
    requires=Permission.CASE_WRITE,
    methods=BOTH,
)
def close(work: UnitOfWork, case_id: UUID, because: str) -> ResponseReturnValue:
    """Ask to close the case."""
    page, reason = moves_page(work, case_id), ClosureReason(because)
    form = read_form(work, ClosingForm)
    form.confirmed.choices = choices_of({one: CRITERION_LABELS[one] for one in CRITERIA[reason]})
    if was_sent(form):
        new = _closing(form, reason)
        done = try_adding(form, lambda: ask_for(work, case_id, new), done="move-asked")
        if done is not None:
            forget_restored(work)
            return redirect_done(PAGE, done, case_id=case_id)
    return _show("close", page, form=form, because=reason, way=page.way_to(Standing.CLOSED))


@bp.guarded(
    "/cases/<uuid:case_id>/moves/<uuid:move_id>/decide", requires=Permission.STAGE_APPROVE, methods=BOTH
)
def decide(work: UnitOfWork, case_id: UUID, move_id: UUID) -> ResponseReturnValue:
    """Approve or refuse what somebody else asked for."""
    page = moves_page(work, case_id)
    move = page.move(move_id)
    if move.is_own:
        raise Refused(Permission.STAGE_APPROVE.value)
    form = read_form(work, DecisionForm, version=move.version)
    if was_sent(form):
        decision = Decision(Verdict(form.verdict.data), form.remark.data or "", form.version.data or 0)
        try:
            done = try_adding(
                form, lambda: decide_move(work, case_id, move_id, decision), done="move-decided"
            )
        except Conflict:
            add_reasons(form, NotAllowedNow("move-decided-already"))
            return _show("decide", page, status=409, form=form, move=move)
        if done is not None:
            forget_restored(work)
            return redirect_done(PAGE, done, case_id=case_id)
    return _show("decide", page, form=form, move=move)


@bp.guarded(
    "/cases/<uuid:case_id>/moves/<uuid:move_id>/withdraw", requires=Permission.CASE_WRITE, methods=BOTH
)
def withdraw(work: UnitOfWork, case_id: UUID, move_id: UUID) -> ResponseReturnValue:
    """Take back what one asked for oneself, once it was confirmed."""
    if request.method == "GET":
        page = moves_page(work, case_id)
        return _show("withdraw", page, move=_own(page, move_id))
    try:
        take_back(work, case_id, move_id)
    except AlreadyDone:
        return redirect_done(PAGE, "already-saved", case_id=case_id)
    return redirect_done(PAGE, "move-withdrawn", case_id=case_id)


def _own(page: MovesPage, move_id: UUID) -> MoveView:
    move = page.move(move_id)
    if not move.is_own:
        raise Refused(Permission.CASE_WRITE.value)
    return move


def _closing(form: ClosingForm, reason: ClosureReason) -> NewMove:
    return NewMove(
        id=record_id(form.record_id),
        to=Standing.CLOSED,
        words=form.reason.data or "",
        closure=reason,
        confirmed=tuple(Criterion(code) for code in form.confirmed.data or ()),
        search=form.search.data or "",
    )


def _show(name: str, page: MovesPage, *, status: int | None = None, **parts: Any) -> ResponseReturnValue:
    ways = {"meet": where_to_meet(page.case_id), "seen": where_to_read(page.case_id)}
    shown = render_template(f"stage_moves/{name}.html", page=page, words=WORDS, **ways, **parts)
    return shown, status or form_status()
