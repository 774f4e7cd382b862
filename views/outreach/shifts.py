"""Shifts: the list, opening one, safety checks, the team, the return, the end."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.errors import NotAllowedNow
from app.foundation.permissions import Permission
from app.outreach.night_times import time_of
from app.outreach.places import place_label
from app.outreach.shift_list import shift_list
from app.outreach.shift_page import shift_page, team_page
from app.outreach.shift_times import days_to_end_on
from app.outreach.shifts import (
    Check,
    Missing,
    ShiftInput,
    add_to_team,
    check,
    end_shift,
    move_return,
    open_shift,
)
from app.unit_of_work import UnitOfWork
from forms.shift import CheckForm, EndShiftForm, OpenShiftForm, ReturnForm, ShiftFilterForm, TeamForm
from views.mistakes.words import WORDS as MARKING
from views.outreach.blueprint import bp
from views.outreach.shift_form import (
    USUAL_HOURS,
    day_choices,
    day_chosen,
    half_hour,
    hour_of,
    offer_filter,
    offer_team,
    offer_team_and_routes,
    people_of,
    shift_filter,
    twice_of,
)
from views.outreach.times import clock, clock_of_night
from views.web.form_flow import pressed, save_new, save_step
from views.web.form_reading import read_form
from views.web.kept_filters import filters_stay
from views.web.matching import document_from
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

SHOW = "outreach.show_shift"
_CHECKED = {Check.IN: "checked-in", Check.OUT: "checked-out", Check.NOT_OUT: "check-out-undone"}


@bp.guarded("/outreach/", requires=Permission.SHIFT_READ)
@filters_stay
def list_shifts(work: UnitOfWork) -> ResponseReturnValue:
    """List the shifts this person may read, newest night first, with the alarms above them."""
    form = ShiftFilterForm(request.args)
    page = shift_list(work, shift_filter(form), page=page_number())
    offer_filter(form, page)
    form.validate()
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("outreach/shifts.html", page=page, form=form, ways=ways, clock=clock)


@bp.form("/outreach/shifts/new", requires=Permission.SHIFT_WRITE)
def new_shift(work: UnitOfWork) -> ResponseReturnValue:
    """Open a shift."""
    back = half_hour(time_of(work.now + timedelta(hours=USUAL_HOURS)))
    form = read_form(work, OpenShiftForm, started=time_of(work.now), due_back=back)
    goes_along = offer_team_and_routes(work, form)
    return save_new(
        form,
        lambda new_id: open_shift(work, _shift(form, new_id)),
        done="shift-opened",
        leads_to=partial(redirect_done, SHOW, shift_id=form.record_id.data),
        shows=partial(render_template, "outreach/new_shift.html", form=form, goes_along=goes_along),
    )


def _shift(form: OpenShiftForm, new_id: UUID) -> ShiftInput:
    team, twice = people_of(form.team.data), twice_of(form)
    return document_from(form, ShiftInput, id=new_id, team=team, route_id=form.route, twice=twice)


@bp.guarded("/outreach/shifts/<uuid:shift_id>", requires=Permission.SHIFT_READ)
def show_shift(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Show a shift: who is out and who is back, and the meetings of the night."""
    page = shift_page(work, shift_id, page=page_number())
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template(
        "outreach/shift.html",
        page=page,
        ways=ways,
        me=work.person.id,
        clock=clock,
        at=partial(clock_of_night, page.head.night),
        place_label=place_label,
        marking=MARKING,
    )


@bp.guarded("/outreach/shifts/<uuid:shift_id>/check", requires=Permission.SHIFT_READ, methods=("POST",))
def check_safety(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Check somebody of the team in or out."""
    form = CheckForm(request.form)
    if not form.validate():
        abort(400)
    kind = Check(form.kind.data)
    try:
        done = pressed(
            lambda: check(work, shift_id, form.staff.data, kind),
            _CHECKED[kind],
        )
    except NotAllowedNow:
        done = "shift-has-ended"
    return redirect_done(SHOW, done, shift_id=shift_id)


@bp.form("/outreach/shifts/<uuid:shift_id>/team", requires=Permission.SHIFT_WRITE)
def change_team(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Add people who came later to the team."""
    page = team_page(work, shift_id)
    form = read_form(work, TeamForm)
    # If it is sent again, the people it added are already on the team.
    there = [one.mate for one in page.head.team] if form.people.raw_data else []
    offer_team(form.people, [*page.joinable, *there])
    return save_step(
        form,
        lambda _version: add_to_team(work, shift_id, people_of(form.people.data)),
        done="team-grew",
        leads_to=partial(redirect_done, SHOW, shift_id=shift_id),
        shows=partial(render_template, "outreach/team.html", form=form, page=page),
    )


@bp.form("/outreach/shifts/<uuid:shift_id>/return", requires=Permission.SHIFT_WRITE)
def change_return(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Say that the team will come back at another time."""
    page = team_page(work, shift_id)
    later = max(work.now, page.head.due_back_at) + timedelta(hours=1)
    form = read_form(work, ReturnForm, due_back=half_hour(time_of(later)))
    return save_step(
        form,
        lambda _version: move_return(work, shift_id, hour_of(form.due_back)),
        done="return-moved",
        leads_to=partial(redirect_done, SHOW, shift_id=shift_id),
        shows=partial(render_template, "outreach/return.html", form=form, page=page),
    )


@bp.form("/outreach/shifts/<uuid:shift_id>/end", requires=Permission.SHIFT_WRITE)
def finish_shift(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """End a shift; people who are not checked out must be accounted for."""
    page = team_page(work, shift_id)
    head = page.head
    days = () if head.is_changed else days_to_end_on(work, head.started_at, head.base_id)
    form = read_form(work, EndShiftForm, ended=None if days else time_of(work.now))
    form.offer_days(day_choices(days))
    return save_step(
        form,
        lambda _version: _end(work, shift_id, form),
        done="shift-ended",
        leads_to=partial(redirect_done, SHOW, shift_id=shift_id),
        shows=partial(render_template, "outreach/end_shift.html", form=form, page=page),
    )


def _end(work: UnitOfWork, shift_id: UUID, form: EndShiftForm) -> None:
    missing = Missing.ACCOUNTED_FOR if form.accounted_for.data else Missing.ASK
    words, on = form.words.data or "", day_chosen(form.ended_on)
    end_shift(work, shift_id, words=words, missing=missing, ended=form.ended.data, ended_on=on)
