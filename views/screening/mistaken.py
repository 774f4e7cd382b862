"""A screening written by mistake, and the taking back of that."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import Refused
from app.foundation.permissions import Permission
from app.mistakes.marking import mark_mistaken, take_back_mark, withdraw_ask
from app.screening.mistaken import SCREENING
from app.screening.pages import screening_page
from app.unit_of_work import UnitOfWork
from views.screening.blueprint import bp
from views.screening.pages import SHOW
from views.web.form_flow import pressed
from views.web.marking import Act, save_mark
from views.web.notices import redirect_done


@bp.form(
    "/children/<uuid:child_id>/screenings/<uuid:screening_id>/mistake", requires=Permission.SCREENING_WRITE
)
def mark_screening(work: UnitOfWork, child_id: UUID, screening_id: UUID) -> ResponseReturnValue:
    """Mark a screening as written by mistake, or ask a second person for it where it alerted somebody."""
    return _marking(work, mark_mistaken, child_id, screening_id)


@bp.form(
    "/children/<uuid:child_id>/screenings/<uuid:screening_id>/counts-again",
    requires=Permission.SCREENING_WRITE,
)
def take_screening_back(work: UnitOfWork, child_id: UUID, screening_id: UUID) -> ResponseReturnValue:
    """Take the mark of a screening back, so that it counts again."""
    return _marking(work, take_back_mark, child_id, screening_id)


@bp.guarded(
    "/children/<uuid:child_id>/screenings/<uuid:screening_id>/marks/<uuid:mark_id>/withdraw",
    requires=Permission.SCREENING_WRITE,
    methods=("POST",),
)
def withdraw_screening_mark(
    work: UnitOfWork, child_id: UUID, screening_id: UUID, mark_id: UUID
) -> ResponseReturnValue:
    """Take back what one asked for oneself."""
    done = pressed(lambda: withdraw_ask(work, SCREENING, screening_id, mark_id), "mark-withdrawn")
    return redirect_done(SHOW, done, child_id=child_id, screening_id=screening_id)


def _marking(work: UnitOfWork, act: Act, child_id: UUID, screening_id: UUID) -> ResponseReturnValue:
    page = screening_page(work, screening_id)
    if not page.may_mark:
        raise Refused(Permission.SCREENING_WRITE.value)
    return save_mark(
        work,
        act,
        SCREENING,
        screening_id,
        leads_to=partial(redirect_done, SHOW, child_id=child_id, screening_id=screening_id),
        shows=partial(render_template, "screening/mistake.html", page=page),
    )
