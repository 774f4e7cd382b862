"""Routes: the list, writing one, changing it, taking it out of use."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.bases.pack import Area, Pack
from app.foundation.errors import AlreadyDone
from app.foundation.permissions import Permission
from app.outreach.documents import RoutePlan
from app.outreach.routes import (
    RouteRead,
    RouteUse,
    area_choices,
    change_route,
    make_route,
    readable_route,
    route_list,
    set_route_use,
    writing_pack,
)
from app.unit_of_work import UnitOfWork
from forms.route import ChangeRouteForm, NewRouteForm, RouteForm
from views.adding import try_adding
from views.conflicts import Saving, try_saving
from views.notices import redirect_done
from views.outreach.blueprint import BOTH, bp
from views.web.language import page_language
from views.web.reading import read_form, record_id, was_sent
from views.web.saving import forget_restored, form_status

LIST = "outreach.list_routes"


@bp.guarded("/outreach/routes", requires=Permission.SHIFT_READ)
def list_routes(work: UnitOfWork) -> ResponseReturnValue:
    """List the routes, with their areas and meeting points."""
    return render_template("outreach/routes.html", page=route_list(work), locale=page_language())


@bp.guarded("/outreach/routes/new", requires=Permission.SHIFT_WRITE, methods=BOTH)
def new_route(work: UnitOfWork) -> ResponseReturnValue:
    """Write a new route."""
    pack = writing_pack(work)
    form = read_form(work, NewRouteForm)
    _offer_areas(form, pack)
    if "find" in request.form:
        return render_template("outreach/edit_route.html", form=form, route=None, saving=Saving())
    if was_sent(form):
        route_id, plan = record_id(form.record_id), _plan(form)
        done = try_adding(form, lambda: make_route(work, route_id, plan), done="saved")
        if done:
            forget_restored(work)
            return redirect_done(LIST, done)
    return render_template("outreach/edit_route.html", form=form, route=None, saving=Saving()), form_status()


@bp.guarded("/outreach/routes/<uuid:route_id>", requires=Permission.SHIFT_WRITE, methods=BOTH)
def edit_route(work: UnitOfWork, route_id: UUID) -> ResponseReturnValue:
    """Change a route, or show both versions when somebody saved first."""
    pack, route = writing_pack(work), readable_route(work, route_id)
    form, theirs = read_form(work, ChangeRouteForm, **_fields(route)), ChangeRouteForm(**_fields(route))
    _offer_areas(form, pack)
    _offer_areas(theirs, pack)
    saving = Saving()
    if "find" in request.form:
        return render_template("outreach/edit_route.html", form=form, route=route, saving=saving)
    if was_sent(form):
        version, plan = form.version.data or 0, _plan(form)
        saving = try_saving(
            form,
            lambda: change_route(work, route_id, plan, version=version),
            theirs=theirs,
            version=route.version,
        )
        if saving.is_saved:
            forget_restored(work)
            return redirect_done(LIST, "saved")
    return render_template("outreach/edit_route.html", form=form, route=route, saving=saving), saving.status


@bp.guarded(
    "/outreach/routes/<uuid:route_id>/<any(in_use, retired):use>",
    requires=Permission.SHIFT_WRITE,
    methods=("POST",),
)
def use_route(work: UnitOfWork, route_id: UUID, use: str) -> ResponseReturnValue:
    """Take a route out of use, or back into it."""
    try:
        set_route_use(work, route_id, RouteUse(use))
    except AlreadyDone:
        return redirect_done(LIST, "already-saved")
    return redirect_done(LIST, "saved")


def _offer_areas(form: RouteForm, pack: Pack) -> None:
    """Offer the areas that are chosen and those just found."""
    areas = area_choices(pack, form.areas.data or (), form.find_area.data or "")
    form.areas.choices = [(area.code, _area_name(area, pack)) for area in areas]


def _area_name(area: Area, pack: Pack) -> str:
    """Return an area's name with the one it lies in, so that two of one name are told apart."""
    path = [one.name.in_locale(page_language()) for one in pack.path_to(area.code)]
    return f"{path[-1]} ({path[-2]})" if len(path) > 1 else path[-1]


def _plan(form: RouteForm) -> RoutePlan:
    points = tuple((form.points.data or "").splitlines())
    return RoutePlan(form.name.data or "", tuple(form.areas.data or ()), points)


def _fields(route: RouteRead) -> dict[str, Any]:
    plan = route.plan or RoutePlan("")
    return {
        "version": route.version,
        "name": plan.name,
        "areas": list(plan.areas),
        "points": "\n".join(plan.points),
    }
