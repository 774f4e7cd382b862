"""The register of a session that was taken on paper, typed by its codes."""

from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.clubs.register_page import RegisterPage, new_register_page
from app.clubs.registers import take_register
from app.clubs.scopes import visible_club
from app.foundation.errors import AlreadyDone, NotAllowedNow
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from forms.register import PaperForm
from views.clubs.blueprint import bp
from views.clubs.form import slot_named
from views.clubs.paper_form import (
    TypedPaper,
    is_looking,
    paper_form,
    paper_from,
    read_paper,
    refuse_wrong_lines,
    shown_lines,
)
from views.clubs.register_form import new_rows, refuse_perhaps_known
from views.clubs.registers import SESSION, Save
from views.clubs.words import session_words
from views.web.form_reading import form_status, was_sent
from views.web.guard import Writes
from views.web.notices import redirect_done
from views.web.reasons import add_reasons


@bp.form(
    "/clubs/<uuid:club_id>/register/<when>/paper", requires=Permission.CLUB_WRITE, writes=Writes.WHEN_READY
)
def type_paper(work: UnitOfWork, club_id: UUID, when: str) -> ResponseReturnValue:
    """Type the register of a session from paper; it is merged with whatever stands there."""
    visible_club(work, club_id, Permission.CLUB_WRITE)
    slot = slot_named(work, club_id, when)
    page, form = new_register_page(work, club_id, slot), paper_form(work)
    paper = read_paper(work, form, club_id)
    if is_looking() or not was_sent(form):
        return _shown(work, page, form, paper), 200 if is_looking() else form_status()
    try:
        session_id = _saved(work, form, paper, partial(take_register, work, club_id, slot))
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
        return _shown(work, page, form, paper), form_status()
    except AlreadyDone as done:
        return redirect_done(SESSION, "already-saved", session_id=done.facts["record_id"])
    return redirect_done(SESSION, "register-saved", session_id=session_id)


def _saved(work: UnitOfWork, form: PaperForm, paper: TypedPaper, save: Save) -> UUID:
    refuse_wrong_lines(form, paper)
    refuse_perhaps_known(work, form)
    typed = paper_from(work, form, paper)
    work.begin_writing()
    return save(typed)


def _shown(work: UnitOfWork, page: RegisterPage, form: PaperForm, paper: TypedPaper) -> str:
    return render_template(
        "clubs/paper.html",
        page=page,
        form=form,
        lines=shown_lines(work, paper),
        news=new_rows(work, form, page),
        session_words=session_words,
    )
