"""Concerns and what stands beside them: marking as written by mistake, which a second person decides."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.concerns.concern_page import concern_page
from app.concerns.mistaken import CONCERN
from app.concerns.mistaken_parts import concern_part
from app.foundation.permissions import Permission
from app.mistakes.marking import mark_mistaken, take_back_mark, withdraw_ask
from app.unit_of_work import UnitOfWork
from views.concerns.pages import PAGE, bp
from views.concerns.words import LABELS
from views.mistakes.words import WORDS as MARKING
from views.web.form_flow import pressed
from views.web.marking import Act, save_mark
from views.web.notices import redirect_done


@bp.form("/concerns/<uuid:concern_id>/mistake", requires=Permission.CONCERN_TRIAGE)
def mark(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Ask that a concern be marked as written by mistake; a second person decides."""
    return _marking(work, mark_mistaken, concern_id)


@bp.form("/concerns/<uuid:concern_id>/counts-again", requires=Permission.CONCERN_TRIAGE)
def take_back(work: UnitOfWork, concern_id: UUID) -> ResponseReturnValue:
    """Ask that a concern marked as written by mistake count again; a second person decides."""
    return _marking(work, take_back_mark, concern_id)


@bp.guarded(
    "/concerns/<uuid:concern_id>/marks/<uuid:mark_id>/withdraw",
    requires=Permission.CONCERN_TRIAGE,
    methods=("POST",),
)
def withdraw(work: UnitOfWork, concern_id: UUID, mark_id: UUID) -> ResponseReturnValue:
    """Take back what one asked for oneself."""
    done = pressed(lambda: withdraw_ask(work, CONCERN, concern_id, mark_id), "mark-withdrawn")
    return redirect_done(PAGE, done, concern_id=concern_id)


def _marking(work: UnitOfWork, act: Act, concern_id: UUID) -> ResponseReturnValue:
    page = concern_page(work, concern_id)
    return save_mark(
        work,
        act,
        CONCERN,
        concern_id,
        leads_to=partial(redirect_done, PAGE, concern_id=concern_id),
        shows=partial(render_template, "concerns/mistake.html", page=page, labels=LABELS),
    )


@bp.guarded("/concerns/parts/<uuid:part_id>", requires=Permission.CONCERN_READ)
def show_part(work: UnitOfWork, part_id: UUID) -> ResponseReturnValue:
    """Show one child's words, or one thing that was added, with what was said of it since."""
    page = concern_part(work, part_id)
    own_ask = page.read.marks.own_ask(work.person.id)
    return render_template("concerns/part.html", page=page, own_ask=own_ask, labels=LABELS, marking=MARKING)


@bp.form("/concerns/parts/<uuid:part_id>/mistake", requires=Permission.CONCERN_TRIAGE)
def mark_part(work: UnitOfWork, part_id: UUID) -> ResponseReturnValue:
    """Ask that a part of a concern be marked as written by mistake."""
    return _marking_part(work, mark_mistaken, part_id)


@bp.form("/concerns/parts/<uuid:part_id>/counts-again", requires=Permission.CONCERN_TRIAGE)
def take_part_back(work: UnitOfWork, part_id: UUID) -> ResponseReturnValue:
    """Ask that a part marked as written by mistake count again."""
    return _marking_part(work, take_back_mark, part_id)


@bp.guarded(
    "/concerns/parts/<uuid:part_id>/marks/<uuid:mark_id>/withdraw",
    requires=Permission.CONCERN_TRIAGE,
    methods=("POST",),
)
def withdraw_part(work: UnitOfWork, part_id: UUID, mark_id: UUID) -> ResponseReturnValue:
    """Take back what one asked for oneself."""
    name = concern_part(work, part_id).name
    done = pressed(lambda: withdraw_ask(work, name, part_id, mark_id), "mark-withdrawn")
    return redirect_done("concerns.show_part", done, part_id=part_id)


def _marking_part(work: UnitOfWork, act: Act, part_id: UUID) -> ResponseReturnValue:
    page = concern_part(work, part_id)
    return save_mark(
        work,
        act,
        page.name,
        part_id,
        leads_to=partial(redirect_done, "concerns.show_part", part_id=part_id),
        shows=partial(
            render_template, "concerns/part_mistake.html", page=page, labels=LABELS, marking=MARKING
        ),
    )
