"""Registers: taking one, correcting it, cancelling a session, moving one to its day, and the page of a session."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clubs.club_page import ClubPage, club_page
from app.clubs.listing import led_clubs
from app.clubs.register_page import RegisterPage, new_register_page, register_page
from app.clubs.registers import RegisterInput, change_register, take_register
from app.clubs.scopes import visible_club
from app.clubs.session_page import SessionPage, session_page
from app.clubs.session_rows import Slot
from app.clubs.session_steps import cancel_session, move_session
from app.foundation.errors import AlreadyDone, NotAllowedNow, Refused
from app.foundation.local_time import to_typed
from app.foundation.permissions import Permission
from app.foundation.vocabulary.club_sessions import CancelReason
from app.unit_of_work import UnitOfWork
from forms.club import CancelSessionForm, MoveSessionForm, SessionTimeForm
from forms.register import RegisterForm
from views.clubs.blueprint import bp
from views.clubs.form import slot_asked, slot_named, slot_of
from views.clubs.register_form import (
    is_finding,
    lines_found,
    new_rows,
    refuse_perhaps_known,
    register_form,
    register_from,
    sent_children,
)
from views.clubs.words import LABELS, hours_words, reason_of, session_words, slot_arguments
from views.mistakes.words import WORDS as MARKING
from views.web.form_flow import save_step
from views.web.form_reading import form_status, read_form, was_sent
from views.web.guard import Writes
from views.web.notices import redirect_done
from views.web.reasons import add_reasons

CLUB, SESSION = "clubs.show_club", "clubs.show_session"
Save = Callable[[RegisterInput], UUID]


@bp.guarded("/clubs/register", requires=Permission.CLUB_WRITE)
def take_next(work: UnitOfWork) -> ResponseReturnValue:
    """Lead to the register of the session that is on, or was last, in the club this person leads."""
    mine = led_clubs(work)
    if len(mine) == 1:
        return redirect(url_for("clubs.choose", club_id=mine[0].id), code=303)
    return redirect(url_for("clubs.list_clubs"), code=303)


@bp.guarded("/clubs/<uuid:club_id>/register", requires=Permission.CLUB_WRITE)
def choose(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Ask which session it is; one that is on now, or that was chosen by day and time, needs no asking.

    For one that was taken on paper, which is over, it is always asked.
    """
    visible_club(work, club_id, Permission.CLUB_WRITE)
    page, is_paper = club_page(work, club_id), "paper" in request.args
    leads_to = "clubs.type_paper" if is_paper else "clubs.take"
    slot = slot_asked(work, club_id) or (None if is_paper else _on_now(work, page))
    if slot is not None:
        return redirect(url_for(leads_to, **slot_arguments(club_id, slot)), code=303)
    asked = "on" in request.args
    form = SessionTimeForm(request.args if asked else None, on=page.today)
    if asked:
        form.validate()
    words = {"session_words": session_words, "slot_arguments": slot_arguments, "leads_to": leads_to}
    return render_template("clubs/choose.html", page=page, form=form, is_paper=is_paper, **words)


def _on_now(work: UnitOfWork, page: ClubPage) -> Slot | None:
    """Return the one session that is on now, unless somebody chose a day and time."""
    on_now = [each for each in page.planned if each.may_take and each.ends_at > work.now]
    return Slot(on_now[0].begins_at, on_now[0].ends_at) if len(on_now) == 1 and not request.args else None


@bp.form("/clubs/<uuid:club_id>/register/<when>", requires=Permission.CLUB_WRITE, writes=Writes.WHEN_READY)
def take(work: UnitOfWork, club_id: UUID, when: str) -> ResponseReturnValue:
    """Take the register of a session, which the address names by its day and times."""
    visible_club(work, club_id, Permission.CLUB_WRITE)
    slot = slot_named(work, club_id, when)
    page = new_register_page(work, club_id, slot, also=sent_children())
    return _register(work, page, partial(take_register, work, club_id, slot))


@bp.form(
    "/clubs/sessions/<uuid:session_id>/register", requires=Permission.CLUB_WRITE, writes=Writes.WHEN_READY
)
def correct(work: UnitOfWork, session_id: UUID) -> ResponseReturnValue:
    """Mark more children in a register, or correct it."""
    page = register_page(work, session_id, also=sent_children())
    return _register(work, page, partial(change_register, work, session_id))


def _register(work: UnitOfWork, page: RegisterPage, save: Save) -> ResponseReturnValue:
    form = register_form(work, page)
    if is_finding() or not was_sent(form):
        return _shown(work, page, form), 200 if is_finding() else form_status()
    try:
        refuse_perhaps_known(work, form)
        typed = register_from(work, form)
        work.begin_writing()
        session_id = save(typed)
    except NotAllowedNow as refusal:
        add_reasons(form, refusal)
        return _shown(work, page, form), form_status()
    except AlreadyDone as done:
        return redirect_done(SESSION, "already-saved", session_id=done.facts["record_id"])
    return redirect_done(SESSION, "register-saved", session_id=session_id)


def _shown(work: UnitOfWork, page: RegisterPage, form: RegisterForm) -> str:
    return render_template(
        "clubs/register.html",
        page=page,
        form=form,
        found=lines_found(work, form, page),
        is_finding=is_finding(),
        news=new_rows(work, form, page),
        session_words=session_words,
        slot_arguments=slot_arguments,
    )


@bp.guarded("/clubs/sessions/<uuid:session_id>", requires=Permission.CLUB_READ)
def show_session(work: UnitOfWork, session_id: UUID) -> ResponseReturnValue:
    """Show a session: who came, and what was noticed."""
    return render_template(
        "clubs/session.html",
        page=session_page(work, session_id),
        labels=LABELS,
        marking=MARKING,
        session_words=session_words,
        hours_words=hours_words,
        reason_of=reason_of,
    )


@bp.form("/clubs/<uuid:club_id>/cancel/<when>", requires=Permission.CLUB_WRITE)
def cancel(work: UnitOfWork, club_id: UUID, when: str) -> ResponseReturnValue:
    """Say that a session was not held, or will not be, and why."""
    visible_club(work, club_id, Permission.CLUB_WRITE)
    slot, page = slot_named(work, club_id, when), club_page(work, club_id)
    form = read_form(work, CancelSessionForm)
    return save_step(
        form,
        lambda _version: cancel_session(
            work, club_id, slot, CancelReason(form.reason.data), form.words.data or ""
        ),
        done="session-cancelled",
        leads_to=partial(redirect_done, CLUB, club_id=club_id),
        shows=partial(
            render_template,
            "clubs/cancel.html",
            form=form,
            page=page,
            when=session_words(slot.begins_at, slot.ends_at),
        ),
    )


@bp.form("/clubs/sessions/<uuid:session_id>/move", requires=Permission.CLUB_WRITE)
def move_register(work: UnitOfWork, session_id: UUID) -> ResponseReturnValue:
    """Say that a session was on another day: its register goes along."""
    page = _writable(work, session_id)
    form = read_form(work, MoveSessionForm, **_time_fields(page))
    return save_step(
        form,
        lambda version: move_session(
            work, session_id, slot_of(work, page.club.base_id, form), version=version
        ),
        version=page.session.version,
        done="session-moved",
        leads_to=partial(redirect_done, SESSION, session_id=session_id),
        shows=partial(render_template, "clubs/move_session.html", form=form, page=page),
    )


def _time_fields(page: SessionPage) -> dict[str, Any]:
    begins, ends = to_typed(page.session.begins_at), to_typed(page.session.ends_at)
    version, on = page.session.version, page.session.held_on
    return {"version": version, "on": on, "begins": begins.time(), "ends": ends.time()}


def _writable(work: UnitOfWork, session_id: UUID) -> SessionPage:
    """Return the page of a session that this person may change. Raises NotVisible, Refused."""
    page = session_page(work, session_id)
    if not page.may_write:
        raise Refused(Permission.CLUB_WRITE.value)
    return page
