"""A group session put right: written by mistake, or counting again."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import Refused
from app.foundation.permissions import Permission
from app.group_sessions.mistaken import SESSION
from app.group_sessions.pages import group_page
from app.mistakes.marking import mark_mistaken, take_back_mark
from app.unit_of_work import UnitOfWork
from views.clubs.words import session_words
from views.group_sessions.blueprint import bp
from views.group_sessions.pages import SHOW
from views.group_sessions.words import LABELS
from views.web.marking import Act, save_mark
from views.web.notices import redirect_done


@bp.form("/groups/<uuid:group_id>/mistake", requires=Permission.GROUP_WRITE)
def mark_group(work: UnitOfWork, group_id: UUID) -> ResponseReturnValue:
    """Mark a session as written by mistake."""
    return _marking(work, mark_mistaken, group_id)


@bp.form("/groups/<uuid:group_id>/counts-again", requires=Permission.GROUP_WRITE)
def take_group_back(work: UnitOfWork, group_id: UUID) -> ResponseReturnValue:
    """Take the mark of a session back, so that it counts again."""
    return _marking(work, take_back_mark, group_id)


def _marking(work: UnitOfWork, act: Act, group_id: UUID) -> ResponseReturnValue:
    page = group_page(work, group_id)
    if not page.may_mark:
        raise Refused(Permission.GROUP_WRITE.value)
    return save_mark(
        work,
        act,
        SESSION,
        group_id,
        leads_to=partial(redirect_done, SHOW, group_id=group_id),
        shows=partial(
            render_template,
            "group_sessions/mistake.html",
            page=page,
            labels=LABELS,
            session_words=session_words,
        ),
    )
