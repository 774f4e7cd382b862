"""Translates between the forms of a shift and the outreach room: the choices, and what was chosen."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from flask import abort
from flask_babel import format_date
from flask_babel import gettext as _

from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.outreach.routes import RouteRead, routes_in_use
from app.outreach.shift_list import ShiftFilter, ShiftList, Which
from app.outreach.shift_page import TeamPage
from app.outreach.shifts import Twice
from app.outreach.teams import Mate, street_staff
from app.unit_of_work import UnitOfWork
from forms.fields import ChoiceField, HourField, OneOfField
from forms.shift import OpenShiftForm, PastShiftForm, ShiftFilterForm, ShiftNotesForm
from views.web.form_reading import uuid_or_none

USUAL_HOURS = 4
"""How long a night usually is: only the form's initial value."""


def half_hour(moment: time) -> time:
    """Round a time of day down to the half hour."""
    return moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)


def hour_of(field: HourField) -> time:
    """Return the time of day of a field that has one; the form was validated."""
    return field.data or time(0)


def people_of(chosen: Iterable[str] | None) -> tuple[UUID, ...]:
    """Return the people that were chosen by id. An invalid id was not offered: 400."""
    found = [uuid_or_none(text) for text in chosen or ()]
    if None in found:
        abort(400)
    return tuple(staff_id for staff_id in found if staff_id is not None)


def offer_team(field: Any, mates: Sequence[Mate]) -> None:
    """Offer people by name and worker code."""
    field.choices = [(str(mate.id), f"{mate.name} · {mate.code}") for mate in mates]


def day_choices(days: Iterable[date]) -> list[tuple[str, str]]:
    """Return days to choose from, each written out whole."""
    return [(day.isoformat(), str(format_date(day, "full"))) for day in days]


def day_chosen(field: ChoiceField) -> date | None:
    """Return the day that was chosen, if one was asked for."""
    return date.fromisoformat(field.data) if field.data else None


def twice_of(form: OpenShiftForm | PastShiftForm) -> Twice:
    """Return whether to ask about people who are on another shift at the same time."""
    return Twice.MEANT if form.twice.data else Twice.ASK


def offer_team_and_routes(work: UnitOfWork, form: OpenShiftForm | PastShiftForm) -> bool:
    """Offer people and routes. Tells whether the opener is on the team without being asked."""
    base_id = work.person.base_id
    staff = street_staff(work, base_id) if base_id is not None else []
    goes_along = reach_of(work.person, Permission.SHIFT_WRITE) is Reach.OWN
    if goes_along:
        staff = [mate for mate in staff if mate.id != work.person.id]
    offer_team(form.team, staff)
    offer_routes(form.route, routes_in_use(work, base_id) if base_id is not None else [])
    return goes_along


def offer_routes(field: OneOfField, routes: Iterable[RouteRead]) -> None:
    """Offer routes, or none."""
    field.choices = [("", _("No route")), *((str(route.id), route_name(route)) for route in routes)]


def offer_routes_of(work: UnitOfWork, page: TeamPage, form: ShiftNotesForm) -> None:
    """Offer the routes that a shift may have been on: those in use, and the one that stands there."""
    own = [page.head.route] if page.head.route is not None else []
    there = {route.id for route in own}
    used = (route for route in routes_in_use(work, page.head.base_id) if route.id not in there)
    offer_routes(form.route, [*own, *used])


def offer_filter(form: ShiftFilterForm, page: ShiftList) -> None:
    """Offer the existing routes and people for the list's filter."""
    form.route.choices = [("", _("All")), *((str(route.id), route_name(route)) for route in page.routes)]
    form.mate.choices = [
        ("", _("All")),
        *((str(mate.id), f"{mate.name} · {mate.code}") for mate in page.people),
    ]


def shift_filter(form: ShiftFilterForm) -> ShiftFilter:
    """Read the filter; an invalid value filters nothing."""
    return ShiftFilter(
        from_day=form.from_day.data,
        to_day=form.to_day.data,
        route_id=uuid_or_none(form.route.data),
        mate_id=uuid_or_none(form.mate.data),
        which=Which.NOT_ENDED if form.which.data == Which.NOT_ENDED else Which.ALL,
    )


def route_name(route: RouteRead) -> str:
    """Return a route's name, or that it does not open."""
    return route.plan.name if route.plan is not None else _("A route that does not open")
