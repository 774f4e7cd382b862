"""Clubs and sessions: marking one as written by mistake, and taking that back."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.clubs.club_page import club_page
from app.clubs.mistaken import CLUB, SESSION
from app.clubs.scopes import visible_club
from app.clubs.session_page import session_page
from app.foundation.errors import Refused
from app.foundation.permissions import Permission
from app.mistakes.marking import mark_mistaken, take_back_mark
from app.unit_of_work import UnitOfWork
from views.clubs.blueprint import bp
from views.clubs.words import session_words
from views.web.marking import Act, save_mark
from views.web.notices import redirect_done


@bp.form("/clubs/<uuid:club_id>/mistake", requires=Permission.CLUB_MANAGE)
def mark_club(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Mark a club as written by mistake, once none of its sessions counts."""
    return _marking_club(work, mark_mistaken, club_id)


@bp.form("/clubs/<uuid:club_id>/counts-again", requires=Permission.CLUB_MANAGE)
def take_club_back(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Take the mark of a club back, so that it counts again."""
    return _marking_club(work, take_back_mark, club_id)


def _marking_club(work: UnitOfWork, act: Act, club_id: UUID) -> ResponseReturnValue:
    visible_club(work, club_id, Permission.CLUB_MANAGE)
    page = club_page(work, club_id)
    if not page.may_manage:
        raise Refused(Permission.CLUB_MANAGE.value)
    return save_mark(
        work,
        act,
        CLUB,
        club_id,
        leads_to=partial(redirect_done, "clubs.show_club", club_id=club_id),
        shows=partial(render_template, "clubs/mistake.html", page=page),
    )


@bp.form("/clubs/sessions/<uuid:session_id>/mistake", requires=Permission.CLUB_WRITE)
def mark_session(work: UnitOfWork, session_id: UUID) -> ResponseReturnValue:
    """Mark a session as written by mistake."""
    return _marking_session(work, mark_mistaken, session_id)


@bp.form("/clubs/sessions/<uuid:session_id>/counts-again", requires=Permission.CLUB_WRITE)
def take_session_back(work: UnitOfWork, session_id: UUID) -> ResponseReturnValue:
    """Take the mark of a session back, so that it counts again."""
    return _marking_session(work, take_back_mark, session_id)


def _marking_session(work: UnitOfWork, act: Act, session_id: UUID) -> ResponseReturnValue:
    page = session_page(work, session_id)
    if not page.may_mark:
        raise Refused(Permission.CLUB_WRITE.value)
    return save_mark(
        work,
        act,
        SESSION,
        session_id,
        leads_to=partial(redirect_done, "clubs.show_session", session_id=session_id),
        shows=partial(render_template, "clubs/session_mistake.html", page=page, session_words=session_words),
    )
