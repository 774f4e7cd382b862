"""Families: what a record says and said before; marking it as written by mistake, and taking that back."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.families.history import family_history
from app.foundation.permissions import Permission
from app.mistakes.marking import mark_mistaken, take_back_mark, withdraw_ask
from app.unit_of_work import UnitOfWork
from views.families.blueprint import bp
from views.mistakes.words import WORDS
from views.web.form_flow import pressed
from views.web.marking import Act, save_mark
from views.web.notices import redirect_done

RECORD = "/families/records/<uuid:family_record_id>"
PAGE = "families.show_record"


@bp.guarded(RECORD, requires=Permission.FAMILY_READ)
def show_record(work: UnitOfWork, family_record_id: UUID) -> ResponseReturnValue:
    """Show what a family or a record of it says, what it said before, and its marks."""
    return render_template("families/record.html", page=family_history(work, family_record_id), words=WORDS)


@bp.form(f"{RECORD}/mistake", requires=Permission.FAMILY_WRITE)
def mark(work: UnitOfWork, family_record_id: UUID) -> ResponseReturnValue:
    """Mark a record as written by mistake, or ask a second person where somebody is protected by it."""
    return _marking(work, mark_mistaken, family_record_id)


@bp.form(f"{RECORD}/counts-again", requires=Permission.FAMILY_WRITE)
def take_mark_back(work: UnitOfWork, family_record_id: UUID) -> ResponseReturnValue:
    """Take the mark of a record back, so that it counts again."""
    return _marking(work, take_back_mark, family_record_id)


@bp.guarded(f"{RECORD}/marks/<uuid:mark_id>/withdraw", requires=Permission.FAMILY_WRITE, methods=("POST",))
def withdraw(work: UnitOfWork, family_record_id: UUID, mark_id: UUID) -> ResponseReturnValue:
    """Take back what one asked for oneself."""
    table = family_history(work, family_record_id).table
    done = pressed(lambda: withdraw_ask(work, table, family_record_id, mark_id), "mark-withdrawn")
    return redirect_done(PAGE, done, family_record_id=family_record_id)


def _marking(work: UnitOfWork, act: Act, family_record_id: UUID) -> ResponseReturnValue:
    page = family_history(work, family_record_id)
    return save_mark(
        work,
        act,
        page.table,
        family_record_id,
        leads_to=partial(redirect_done, PAGE, family_record_id=family_record_id),
        shows=partial(
            render_template,
            "families/mark.html",
            page=page,
            is_marking=act is mark_mistaken,
            words=WORDS,
        ),
    )
