"""Routes: the list, writing one, changing it, taking it out of use."""

from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.bases.pack import Area, Pack
from app.foundation.permissions import Permission
from app.outreach.documents import RoutePlan
from app.outreach.routes import (
    RouteUse,
    area_choices,
    change_route,
    make_route,
    readable_route,
    route_before,
    route_list,
    set_route_use,
    writing_pack,
)
from app.unit_of_work import UnitOfWork
from forms.route import ChangeRouteForm, NewRouteForm, RouteForm
from views.outreach.blueprint import bp
from views.web.form_flow import Saving, pressed, save_edit, save_new
from views.web.form_reading import read_both, read_form
from views.web.language import page_language
from views.web.matching import fields_of
from views.web.notices import redirect_done

LIST = "outreach.list_routes"


@bp.guarded("/outreach/routes", requires=Permission.SHIFT_READ)
def list_routes(work: UnitOfWork) -> ResponseReturnValue:
    """List the routes, with their areas and meeting points."""
    return render_template("outreach/routes.html", page=route_list(work), locale=page_language())


@bp.form("/outreach/routes/new", requires=Permission.SHIFT_WRITE)
def new_route(work: UnitOfWork) -> ResponseReturnValue:
    """Write a new route."""
    form = read_form(work, NewRouteForm)
    _offer_areas(writing_pack(work), form)
    shows = partial(render_template, "outreach/edit_route.html", form=form, route=None)
    if "find" in request.form:
        return shows(saving=Saving())
    return save_new(
        form,
        lambda new_id: make_route(work, new_id, _plan(form)),
        done="saved",
        leads_to=partial(redirect_done, LIST),
        shows=shows,
    )


@bp.form("/outreach/routes/<uuid:route_id>", requires=Permission.SHIFT_WRITE)
def edit_route(work: UnitOfWork, route_id: UUID) -> ResponseReturnValue:
    """Change a route, or show both versions when somebody saved first."""
    route = readable_route(work, route_id)
    points = "\n".join(route.plan.points) if route.plan else ""
    known = fields_of(route.plan, version=route.version, points=points)
    form, theirs = read_both(work, ChangeRouteForm, known, offer=partial(_offer_areas, writing_pack(work)))
    shows = partial(render_template, "outreach/edit_route.html", form=form, route=route)
    if "find" in request.form:
        return shows(saving=Saving())
    return save_edit(
        form,
        lambda version: change_route(work, route_id, _plan(form), version=version),
        theirs=theirs,
        leads_to=partial(redirect_done, LIST),
        shows=shows,
    )


@bp.guarded("/outreach/routes/<uuid:route_id>/before", requires=Permission.SHIFT_READ)
def show_route_before(work: UnitOfWork, route_id: UUID) -> ResponseReturnValue:
    """Show what a route says, and what it said before."""
    page = route_before(work, route_id)
    return render_template("outreach/route_before.html", page=page, locale=page_language())


@bp.guarded(
    "/outreach/routes/<uuid:route_id>/<any(in_use, retired):use>",
    requires=Permission.SHIFT_WRITE,
    methods=("POST",),
)
def use_route(work: UnitOfWork, route_id: UUID, use: str) -> ResponseReturnValue:
    """Take a route out of use, or put it back."""
    return redirect_done(LIST, pressed(lambda: set_route_use(work, route_id, RouteUse(use)), "saved"))


def _offer_areas(pack: Pack, form: RouteForm) -> None:
    """Offer the chosen areas and those just found."""
    areas = area_choices(pack, form.areas.data or (), form.find_area.data or "")
    form.areas.choices = [(area.code, _area_name(area, pack)) for area in areas]


def _area_name(area: Area, pack: Pack) -> str:
    """Return an area's name with that of the area it lies in, to tell two areas with one name apart."""
    path = [one.name.in_locale(page_language()) for one in pack.path_to(area.code)]
    return f"{path[-1]} ({path[-2]})" if len(path) > 1 else path[-1]


def _plan(form: RouteForm) -> RoutePlan:
    points = tuple((form.points.data or "").splitlines())
    return RoutePlan(form.name.data or "", tuple(form.areas.data or ()), points)
