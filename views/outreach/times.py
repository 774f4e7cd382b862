"""A shift put right: a night written down from paper, its times, its route and its notes; it goes on after all."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime

from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import to_typed
from app.foundation.moments import as_typed
from app.foundation.permissions import Permission
from app.outreach.night_times import time_of
from app.outreach.past_shifts import (
    NotesInput,
    PastShiftInput,
    TimesInput,
    correct_notes,
    correct_times,
    write_past_shift,
)
from app.outreach.shift_page import TeamPage, team_page
from app.outreach.shifts import go_on
from app.unit_of_work import UnitOfWork
from forms.shift import PastShiftForm, ShiftNotesForm, TimesForm
from views.outreach.blueprint import bp
from views.outreach.shift_form import (
    hour_of,
    offer_routes_of,
    offer_team_and_routes,
    people_of,
    twice_of,
)
from views.web.form_flow import pressed, save_edit, save_new
from views.web.form_reading import read_both, read_form
from views.web.matching import document_from, fields_of, moment_from
from views.web.notices import redirect_done

SHOW = "outreach.show_shift"


def clock(moment: datetime | None) -> str:
    """Return the time of day of a moment, such as 21:40; empty for none."""
    return "" if moment is None else str(format_datetime(moment, "HH:mm"))


def clock_of_night(night: date, moment: datetime) -> str:
    """Return the time of day of a moment, with its day if that is not the night's."""
    return (
        clock(moment) if to_typed(moment).date() == night else str(format_datetime(moment, "d MMM y, HH:mm"))
    )


@bp.form("/outreach/shifts/past", requires=Permission.SHIFT_WRITE)
def past_shift(work: UnitOfWork) -> ResponseReturnValue:
    """Write down a night that is over."""
    form = read_form(work, PastShiftForm)
    goes_along = offer_team_and_routes(work, form)
    return save_new(
        form,
        lambda new_id: write_past_shift(work, _past(form, new_id)),
        done="past-shift-written",
        leads_to=partial(redirect_done, SHOW, shift_id=form.record_id.data),
        shows=partial(render_template, "outreach/past_shift.html", form=form, goes_along=goes_along),
    )


def _past(form: PastShiftForm, new_id: UUID) -> PastShiftInput:
    return document_from(
        form,
        PastShiftInput,
        id=new_id,
        team=people_of(form.team.data),
        started=moment_from(form.started_on, form.started),
        ended=hour_of(form.ended),
        route_id=form.route,
        twice=twice_of(form),
    )


@bp.form("/outreach/shifts/<uuid:shift_id>/times", requires=Permission.SHIFT_WRITE)
def correct_shift(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Correct when a shift began and ended."""
    page = team_page(work, shift_id)
    form, theirs = read_both(work, TimesForm, _times_of(page), offer=partial(_without_end, page))
    return save_edit(
        form,
        lambda version: correct_times(work, shift_id, _times(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, SHOW, shift_id=shift_id),
        shows=partial(render_template, "outreach/times.html", form=form, page=page),
    )


def _times_of(page: TeamPage) -> dict[str, object]:
    began, head = as_typed(page.head.started_at), page.head
    ended = time_of(head.ended_at) if head.ended_at is not None else None
    return {"version": head.version, "started_on": began.on, "started": began.at, "ended": ended}


def _without_end(page: TeamPage, form: TimesForm) -> None:
    if page.head.ended_at is None:
        del form.ended


def _times(form: TimesForm) -> TimesInput:
    ended = form.ended.data if "ended" in form else None
    return TimesInput(moment_from(form.started_on, form.started), ended)


@bp.form("/outreach/shifts/<uuid:shift_id>/notes", requires=Permission.SHIFT_WRITE)
def correct_shift_notes(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Correct the route of a shift and what was said of it."""
    page = team_page(work, shift_id)
    route = page.head.route.id if page.head.route is not None else None
    fields = fields_of(page.notes, version=page.head.version, route=str(route or ""))
    form, theirs = read_both(work, ShiftNotesForm, fields, offer=partial(offer_routes_of, work, page))
    return save_edit(
        form,
        lambda version: correct_notes(
            work, shift_id, document_from(form, NotesInput, route_id=form.route), version=version
        ),
        theirs=theirs,
        leads_to=partial(redirect_done, SHOW, shift_id=shift_id),
        shows=partial(render_template, "outreach/shift_notes.html", form=form, page=page),
    )


@bp.guarded("/outreach/shifts/<uuid:shift_id>/go-on", requires=Permission.SHIFT_WRITE, methods=("POST",))
def shift_goes_on(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Say that a shift was ended too early."""
    try:
        done = pressed(lambda: go_on(work, shift_id), "shift-goes-on")
    except NotAllowedNow:
        done = "shift-stays-ended"
    return redirect_done(SHOW, done, shift_id=shift_id)
