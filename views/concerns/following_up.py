"""What happens to a concern after *I have it*: the next step, handing over, a line back, and its reading."""

from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.concern_page import ConcernPage, concern_page
from app.concerns.lines_back import LineInput, answer_poster, hear, unsay_line
from app.concerns.meetings_now import hear_meeting, take_meeting
from app.concerns.taking import HandOver, StepInput, choose_step, hand_over, who_may_take
from app.foundation.errors import Conflict
from app.foundation.permissions import Permission
from app.foundation.vocabulary.next_steps import AT_FIRST, NextStep, usual_within
from app.unit_of_work import UnitOfWork
from forms.fields import choices_of
from forms.next_steps import GIVE_BACK, NOBODY, HandForm, HeardForm, LineForm, StepForm, UnsayForm
from views.concerns.pages import PAGE, bp
from views.concerns.words import LABELS, answered
from views.web.form_flow import pressed, save_new, save_step
from views.web.form_reading import read_button, read_form, record_id, uuid_or_none
from views.web.matching import document_from
from views.web.notices import redirect_done

TODAY, MEETING = "today.show_today", "outreach.show_encounter"


@bp.form("/concerns/<uuid:concern_id>/step", requires=Permission.CONCERN_TRIAGE)
def next_step(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Choose the next step and by when."""
    page = concern_page(work, concern_id)
    step, within = page.delivery.step or AT_FIRST, usual_within(page.delivery.urgency)
    form = read_form(work, StepForm, version=page.version, step=step.value, within=within.value)
    if page.case_id is None:
        # In no case it cannot go on in one.
        form.step.choices = choices_of(
            {step: words for step, words in LABELS.steps.items() if step is not NextStep.IN_CASE}
        )
    return save_step(
        form,
        lambda version: choose_step(work, concern_id, document_from(form, StepInput, version=version)),
        version=page.version,
        done="step-chosen",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(render_template, "concerns/step.html", page=page, form=form),
    )


@bp.form("/concerns/<uuid:concern_id>/hand-over", requires=Permission.CONCERN_TRIAGE)
def hand_to(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Hand a concern to a colleague, or give it back."""
    page = concern_page(work, concern_id)
    form = read_form(work, HandForm, version=page.version)
    form.to.choices = choices_of(_who_else(work, page) | {NOBODY: GIVE_BACK})
    to = uuid_or_none(form.to.data)
    return save_step(
        form,
        lambda version: hand_over(work, concern_id, HandOver(to, version)),
        version=page.version,
        done="concern-given-back" if to is None else "concern-handed-over",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(render_template, "concerns/hand_over.html", page=page, form=form),
    )


def _who_else(work: UnitOfWork, page: ConcernPage) -> dict[str, str]:
    # What was chosen before a second press is still a choice: it is told that it was done already.
    has_it = page.delivery.taken_by if request.method == "GET" else None
    people = who_may_take(work, page.base_id)
    return {str(one.id): one.name for one in people if has_it is None or one.id != has_it.id}


@bp.form("/concerns/<uuid:concern_id>/answer", requires=Permission.CONCERN_TRIAGE)
def answer(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Tell whoever raised it one line, which stands first on their Today."""
    page, form = concern_page(work, concern_id), read_form(work, LineForm)
    return save_new(
        form,
        lambda new_id: answer_poster(work, concern_id, document_from(form, LineInput, id=new_id)),
        done="concern-answered",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(render_template, "concerns/answer.html", page=page, form=form),
    )


@bp.form("/concerns/<uuid:concern_id>/answer/mistake", requires=Permission.CONCERN_TRIAGE)
def unsay(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Say that a line to whoever raised it was written by mistake; they read it struck through."""
    page, form = concern_page(work, concern_id), read_form(work, UnsayForm)
    # A second press names a line that was struck through by the first.
    shown = [each for each in page.delivery.lines if request.method == "POST" or each.mistaken_at is None]
    form.line.choices = choices_of(answered(shown))
    return save_step(
        form,
        lambda _version: unsay_line(work, concern_id, record_id(form.line), reason=form.reason.data or ""),
        done="line-mistaken",
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(render_template, "concerns/unsay.html", page=page, form=form),
    )


@bp.guarded("/concerns/<uuid:concern_id>/heard", requires=Permission.CONCERN_POST, methods=("POST",))
def have_read(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Say, as whoever raised it, that one has read who has it and what was answered.

    If something was said since, nothing is noted, and Today shows it first.
    """
    turn = read_button(HeardForm).turn.data or 0
    try:
        done = pressed(lambda: hear(work, concern_id, turn=turn), "concern-heard")
    except Conflict:
        return redirect(url_for(TODAY), code=303)
    return redirect_done(TODAY, done)


@bp.guarded(
    "/concerns/meetings/<uuid:encounter_id>/received", requires=Permission.CONCERN_TRIAGE, methods=("POST",)
)
def receive_meeting(work: UnitOfWork, encounter_id: UUID) -> ResponseReturnValue:
    """Say that one has a meeting marked *now* from which no concern was raised."""
    done = pressed(lambda: take_meeting(work, encounter_id), "meeting-received")
    return redirect_done(MEETING, done, encounter_id=encounter_id)


@bp.guarded(
    "/concerns/meetings/<uuid:encounter_id>/heard", requires=Permission.CONCERN_POST, methods=("POST",)
)
def have_read_meeting(work: UnitOfWork, encounter_id: UUID) -> ResponseReturnValue:
    """Say, as the writer of a meeting, that one has read who has it."""
    return redirect_done(TODAY, pressed(lambda: hear_meeting(work, encounter_id), "concern-heard"))
