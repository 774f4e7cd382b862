"""Meetings and shifts: marking one as written by mistake, and taking that back."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import Refused
from app.foundation.permissions import Permission
from app.mistakes.marking import mark_mistaken, take_back_mark, withdraw_ask
from app.outreach.encounter_page import encounter_page
from app.outreach.mistaken import MEETING, SHIFT
from app.outreach.shift_page import shift_page
from app.unit_of_work import UnitOfWork
from views.outreach.blueprint import bp
from views.web.form_flow import pressed
from views.web.language import page_language
from views.web.marking import Act, save_mark
from views.web.notices import redirect_done
from views.web.reasons import reason_words

SHOW = "outreach.show_encounter"


@bp.form("/outreach/encounters/<uuid:encounter_id>/mistake", requires=Permission.SHIFT_WRITE)
def mark(work: UnitOfWork, encounter_id: UUID) -> ResponseReturnValue:
    """Mark a meeting as written by mistake, or ask a second person for it where it was relied on."""
    return _marking(work, mark_mistaken, encounter_id)


@bp.form("/outreach/encounters/<uuid:encounter_id>/counts-again", requires=Permission.SHIFT_WRITE)
def take_back(work: UnitOfWork, encounter_id: UUID) -> ResponseReturnValue:
    """Take the mark of a meeting back, so that it counts again."""
    return _marking(work, take_back_mark, encounter_id)


@bp.guarded(
    "/outreach/encounters/<uuid:encounter_id>/marks/<uuid:mark_id>/withdraw",
    requires=Permission.SHIFT_WRITE,
    methods=("POST",),
)
def withdraw(work: UnitOfWork, encounter_id: UUID, mark_id: UUID) -> ResponseReturnValue:
    """Take back what one asked for oneself."""
    done = pressed(lambda: withdraw_ask(work, MEETING, encounter_id, mark_id), "mark-withdrawn")
    return redirect_done(SHOW, done, encounter_id=encounter_id)


def _marking(work: UnitOfWork, act: Act, encounter_id: UUID) -> ResponseReturnValue:
    page = encounter_page(work, encounter_id, locale=page_language())
    if not page.may_correct:
        raise Refused(Permission.SHIFT_WRITE.value)
    return save_mark(
        work,
        act,
        MEETING,
        encounter_id,
        leads_to=partial(redirect_done, SHOW, encounter_id=encounter_id),
        shows=partial(render_template, "outreach/mistake.html", page=page),
    )


@bp.form("/outreach/shifts/<uuid:shift_id>/mistake", requires=Permission.SHIFT_WRITE)
def mark_shift(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Mark a whole shift as written by mistake, once none of its meetings counts."""
    return _marking_shift(work, mark_mistaken, shift_id)


@bp.form("/outreach/shifts/<uuid:shift_id>/counts-again", requires=Permission.SHIFT_WRITE)
def take_shift_back(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Take the mark of a shift back, so that meetings can be written in it again."""
    return _marking_shift(work, take_back_mark, shift_id)


def _marking_shift(work: UnitOfWork, act: Act, shift_id: UUID) -> ResponseReturnValue:
    page = shift_page(work, shift_id, page=1)
    if not page.may_mark:
        raise Refused(Permission.SHIFT_WRITE.value)
    return save_mark(
        work,
        act,
        SHIFT,
        shift_id,
        leads_to=partial(redirect_done, "outreach.show_shift", shift_id=shift_id),
        shows=partial(render_template, "outreach/shift_mistake.html", page=page, reason_words=reason_words),
    )
