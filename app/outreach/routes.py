"""Routes: written by supervisors of the base, read by everyone who goes out there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from app.access.scope import require, scoped, visible
from app.bases.known import known_base, pack_of_base
from app.bases.pack import Area, Pack, load_pack
from app.foundation.access_rules import reach_of
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, Refused, WillNotOpen
from app.foundation.permissions import Permission, Reach
from app.foundation.text_cleaning import ascii_digits, clean_text, khmer_order
from app.foundation.typed_codes import plain_code
from app.keyring.folders import look_in, open_folders
from app.keyring.policy import FolderKind
from app.keyring.writing import base_folder_to_write
from app.mistakes.earlier import Earlier, earlier_versions, keep_earlier
from app.outreach.documents import Change, RoutePlan
from app.outreach.teams import Mate, mates
from app.unit_of_work import Locks, UnitOfWork
from models.outreach_route import OutreachRoute

MOST_POINTS = 40
MOST_AREAS = 40


class RouteUse(StrEnum):
    """Whether new shifts may take a route."""

    IN_USE = "in_use"
    RETIRED = "retired"


@dataclass(frozen=True)
class RouteRead:
    """A route as opened; `plan` is None when it does not open."""

    id: UUID
    base_id: UUID
    base_name: str
    version: int
    is_retired: bool
    plan: RoutePlan | None
    is_changed: bool
    areas: tuple[Area, ...] = ()
    changed_by: Mate | None = None


@dataclass(frozen=True)
class RouteBefore:
    """What a route said until somebody changed it."""

    said: Earlier[RoutePlan]
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class RouteHistory:
    """A route as it is, and as it was, newest first."""

    route: RouteRead
    before: tuple[RouteBefore, ...]


@dataclass(frozen=True)
class RouteList:
    """The routes a person may read, by name, those in use first."""

    routes: tuple[RouteRead, ...]
    may_write: bool
    several_bases: bool


def may_write_routes(work: UnitOfWork) -> bool:
    """Tell whether the person may write routes, which takes the right to change every shift of a base."""
    return reach_of(work.person, Permission.SHIFT_WRITE) is Reach.BASE


def require_route_writing(work: UnitOfWork) -> None:
    """Lock 1 for writing routes. Raises Refused, or NotVisible for people who see no shifts."""
    require(work, Permission.SHIFT_WRITE)
    if work.locks is Locks.ALL and not may_write_routes(work):
        raise Refused(Permission.SHIFT_WRITE.value)


def make_route(work: UnitOfWork, route_id: UUID, plan: RoutePlan) -> UUID:
    """Write a new route for the person's own base.

    Raises Refused, AlreadyDone, NotVisible when the id is another base's route, or NotAllowedNow with
    `route-name-missing` or `unknown-area`.
    """
    require_route_writing(work)
    if work.session.get(OutreachRoute, route_id) is not None:
        visible(work, OutreachRoute, route_id, Permission.SHIFT_WRITE)
        raise AlreadyDone(record_id=route_id)
    base_id = work.person.base_id
    if base_id is None:
        raise Refused(Permission.SHIFT_WRITE.value)
    cleaned = _cleaned(work, plan, base_id)
    folder = base_folder_to_write(work, FolderKind.ROUTES, base_id)
    route = OutreachRoute(id=route_id, base_id=base_id, folder_id=folder.id, created_at=work.now)
    folder.write(route, cleaned)
    work.record("route.made", subjects=[route_id], folders=[folder.id], base_id=base_id)
    return route_id


def change_route(work: UnitOfWork, route_id: UUID, plan: RoutePlan, *, version: int) -> None:
    """Write a route again. Raises Conflict when it changed since the form was opened, and as `make_route`."""
    route = _editable(work, route_id, version)
    folder = base_folder_to_write(work, FolderKind.ROUTES, route.base_id)
    cleaned = _cleaned(work, plan, route.base_id)
    keep_earlier(work, folder, route, RoutePlan)
    folder.write(route, cleaned)
    work.session.flush()
    work.record(
        "route.changed",
        subjects=[route.id],
        folders=[folder.id],
        base_id=route.base_id,
        version=route.version,
    )


def set_route_use(work: UnitOfWork, route_id: UUID, use: RouteUse) -> None:
    """Take a route out of use, or put it back; past shifts keep it. Raises AlreadyDone."""
    require_route_writing(work)
    route = visible(work, OutreachRoute, route_id, Permission.SHIFT_WRITE)
    if (route.retired_at is not None) == (use is RouteUse.RETIRED):
        raise AlreadyDone(record_id=route_id)
    base_folder_to_write(work, FolderKind.ROUTES, route.base_id).write(route)
    route.retired_at = work.now if use is RouteUse.RETIRED else None
    work.record(f"route.{use.value}", subjects=[route.id], base_id=route.base_id)


def read_route(work: UnitOfWork, route_id: UUID) -> RouteRead:
    """Return one route, opened. Raises NotVisible."""
    row = visible(work, OutreachRoute, route_id, Permission.SHIFT_READ)
    return _read(work, [row])[0]


def route_before(work: UnitOfWork, route_id: UUID) -> RouteHistory:
    """Return one route and what it said before, newest first. Raises NotVisible."""
    row = visible(work, OutreachRoute, route_id, Permission.SHIFT_READ)
    (route,) = _read(work, [row])
    pack = pack_of(work, row.base_id)
    versions = () if route.is_changed else earlier_versions(work, row, RoutePlan)
    return RouteHistory(
        route,
        tuple(
            RouteBefore(each, known_areas(pack, each.document.areas if each.document else ()))
            for each in versions
        ),
    )


def writing_pack(work: UnitOfWork) -> Pack:
    """Return the pack whose areas a route of the person's own base may name. Raises Refused."""
    require_route_writing(work)
    if work.person.base_id is None:
        raise Refused(Permission.SHIFT_WRITE.value)
    return pack_of(work, work.person.base_id)


def readable_route(work: UnitOfWork, route_id: UUID) -> RouteRead:
    """Return a route to be changed. Raises WillNotOpen when it is not what was written, and as `read_route`."""
    require_route_writing(work)
    route = read_route(work, route_id)
    if route.plan is None:
        raise WillNotOpen("a route was changed outside", route=route_id)
    change = route.plan.last_change
    return replace(route, changed_by=mates(work, [change.by]).get(change.by) if change is not None else None)


def route_list(work: UnitOfWork) -> RouteList:
    """Return the routes of every base the person may read."""
    rows = work.session.scalars(scoped(work, OutreachRoute, Permission.SHIFT_READ)).all()
    routes = sorted(_read(work, rows), key=_in_order)
    return RouteList(tuple(routes), may_write_routes(work), work.person.base_id is None)


def routes_in_use(work: UnitOfWork, base_id: UUID) -> list[RouteRead]:
    """Return the routes of a base that a shift may take."""
    query = scoped(work, OutreachRoute, Permission.SHIFT_READ).where(
        OutreachRoute.base_id == base_id, OutreachRoute.retired_at.is_(None)
    )
    read = _read(work, work.session.scalars(query).all())
    return sorted((route for route in read if not route.is_changed), key=_in_order)


def pack_of(work: UnitOfWork, base_id: UUID) -> Pack:
    """Return the pack of a base: a route may name its areas."""
    return pack_of_base(work, base_id)


def find_areas(pack: Pack, query: str, *, limit: int = 12) -> list[Area]:
    """Return the areas whose code is the query, or whose name contains it, in either script, largest first."""
    text = ascii_digits(clean_text(query))
    if not text:
        return []
    code = plain_code(query)
    if code in pack.areas:
        return [pack.areas[code], *pack.children_of(code)][:limit]
    part = khmer_order(text).casefold()
    found = [
        area
        for area in pack.areas.values()
        if any(part in khmer_order(name).casefold() for name in area.name.texts.values())
    ]
    return sorted(found, key=lambda area: (len(area.code), area.code))[:limit]


def area_choices(pack: Pack, chosen: Iterable[str], query: str) -> list[Area]:
    """Return what a form offers: the chosen areas, then those that match the search."""
    found = [*known_areas(pack, chosen), *find_areas(pack, query)]
    return list({area.code: area for area in found}.values())


def known_areas(pack: Pack, codes: Iterable[str]) -> tuple[Area, ...]:
    """Return the areas with these codes; a code that the pack no longer has is left out."""
    return tuple(pack.areas[code] for code in codes if code in pack.areas)


def _editable(work: UnitOfWork, route_id: UUID, version: int) -> OutreachRoute:
    require_route_writing(work)
    route = visible(work, OutreachRoute, route_id, Permission.SHIFT_WRITE)
    if route.version != version:
        raise Conflict(record=route_id, version=route.version)
    return route


def _cleaned(work: UnitOfWork, plan: RoutePlan, base_id: UUID) -> RoutePlan:
    pack = pack_of(work, base_id)
    name = clean_text(plan.name)
    if not name:
        raise NotAllowedNow("route-name-missing")
    areas = tuple(dict.fromkeys(plan.areas))[:MOST_AREAS]
    if any(code not in pack.areas for code in areas):
        raise NotAllowedNow("unknown-area")
    points = dict.fromkeys(filter(None, map(clean_text, plan.points)))
    return RoutePlan(name, areas, tuple(points)[:MOST_POINTS], Change(work.person.id, work.now))


def _read(work: UnitOfWork, rows: Iterable[OutreachRoute]) -> list[RouteRead]:
    rows = list(rows)
    folders = open_folders(work, (row.folder_id for row in rows))
    bases = {base_id: known_base(work, base_id) for base_id in {row.base_id for row in rows}}
    read = []
    for row in rows:
        folder = folders.get(row.folder_id)
        look = look_in(folder, row, RoutePlan)
        plan = look.document
        base = bases[row.base_id]
        areas = known_areas(load_pack(base.pack_id), plan.areas) if plan is not None else ()
        # A route that was changed outside allows no shift, so it counts as retired.
        retired = row.retired_at is not None or look.is_changed
        read.append(
            RouteRead(
                id=row.id,
                base_id=row.base_id,
                base_name=base.name,
                version=row.version,
                is_retired=retired,
                plan=plan,
                is_changed=look.is_changed,
                areas=areas,
            )
        )
    return read


def _in_order(route: RouteRead) -> tuple[object, ...]:
    return (route.base_name, route.is_retired, route.plan.name if route.plan is not None else "")
