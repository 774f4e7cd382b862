"""Answers: marking one as written by mistake, and taking that back."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.absences.mistaken import ANSWER
from app.absences.pages import answer_page
from app.foundation.errors import Refused
from app.foundation.permissions import Permission
from app.mistakes.marking import mark_mistaken, take_back_mark, withdraw_ask
from app.unit_of_work import UnitOfWork
from views.absences.blueprint import bp
from views.absences.words import WORDS
from views.web.form_flow import pressed
from views.web.marking import Act, save_mark
from views.web.notices import redirect_done

SHOW = "absences.show_answer"


@bp.form("/clubs/answers/<uuid:absence_id>/mistake", requires=Permission.CLUB_ANSWER)
def mark(work: UnitOfWork, absence_id: UUID) -> ResponseReturnValue:
    """Mark an answer as written by mistake."""
    return _marking(work, mark_mistaken, absence_id)


@bp.form("/clubs/answers/<uuid:absence_id>/counts-again", requires=Permission.CLUB_ANSWER)
def take_back(work: UnitOfWork, absence_id: UUID) -> ResponseReturnValue:
    """Take the mark of an answer back, so that it counts again."""
    return _marking(work, take_back_mark, absence_id)


@bp.guarded(
    "/clubs/answers/<uuid:absence_id>/marks/<uuid:mark_id>/withdraw",
    requires=Permission.CLUB_ANSWER,
    methods=("POST",),
)
def withdraw(work: UnitOfWork, absence_id: UUID, mark_id: UUID) -> ResponseReturnValue:
    """Take back what one asked for oneself."""
    done = pressed(lambda: withdraw_ask(work, ANSWER, absence_id, mark_id), "mark-withdrawn")
    return redirect_done(SHOW, done, absence_id=absence_id)


def _marking(work: UnitOfWork, act: Act, absence_id: UUID) -> ResponseReturnValue:
    page = answer_page(work, absence_id)
    if not page.may_correct:
        raise Refused(Permission.CLUB_ANSWER.value)
    return save_mark(
        work,
        act,
        ANSWER,
        absence_id,
        leads_to=partial(redirect_done, SHOW, absence_id=absence_id),
        shows=partial(render_template, "absences/mistake.html", page=page, words=WORDS),
    )
