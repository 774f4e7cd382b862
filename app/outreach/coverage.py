"""Where and when a base's nights meet children: numbers by area and hour, and no child, no worker and no point."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.access.scope import scoped
from app.bases.known import known_bases, pack_of_base
from app.bases.pack import Area
from app.foundation.access_rules import reach_of
from app.foundation.local_time import local_day, to_typed
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.night_spans import NightSpan
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, folders_to_check
from app.keyring.misplaced_rows import looks_in
from app.keyring.stated_facts import KnownBase
from app.outreach.documents import Account, Place
from app.outreach.routes import RouteRead, routes_in_use
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter
from models.shift import Shift

MOST_READ = 500
"""How many meetings one page opens, the newest: about a second on a small machine."""
NOON = 12
"""A night's hours are counted from noon, so that midnight parts none."""
HOURS_A_DAY = 24


Where = str | UUID | None
"""The code of an area, the id of a route for meetings that say no area, or nothing."""


@dataclass(frozen=True)
class CoverageRow:
    """Meetings in one area, or on one route where no area was written, hour by hour; neither where none is known."""

    area: Area | None
    route: RouteRead | None
    by_hour: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_hour)


@dataclass(frozen=True)
class RouteRow:
    """A route that is walked: on how many nights of that time, and the last of them."""

    route: RouteRead
    nights: int
    last: date | None


@dataclass(frozen=True)
class Coverage:
    """Nights of one base. `hours` are those of the rows' columns, in the order of a night.

    `changed` shifts and meetings were changed outside, and count nowhere; `is_cut`: the oldest meetings are left out;
    `is_of_own_nights`: those of others are.
    """

    base: KnownBase
    bases: tuple[KnownBase, ...]
    span: NightSpan
    since: date
    nights: int
    meetings: int
    hours: tuple[int, ...]
    rows: tuple[CoverageRow, ...]
    routes: tuple[RouteRow, ...]
    changed: int
    is_cut: bool
    is_of_own_nights: bool

    @property
    def most(self) -> int:
        """The most meetings in one area and hour."""
        return max((count for row in self.rows for count in row.by_hour), default=0)


def coverage_of(work: UnitOfWork, span: NightSpan, *, base_id: UUID | None = None) -> Coverage | None:
    """Return what this person may read of a base's nights; of their own nights where they read no others.

    None for `base_id` is the person's own, or the first there is. Returns None where there is no base yet. Nothing of
    any meeting is shown but its hour and area, so nothing is noted as opened.
    """
    bases = tuple(base for base in known_bases(work) if work.person.base_id in (None, base.id))
    base = next((each for each in bases if each.id == base_id), bases[0] if bases else None)
    if base is None:
        return None
    shifts, changed_shifts = _shifts(work, base.id, span)
    rows, is_cut = _meetings(work, base.id, span)
    folders = folders_to_check(work, (row.folder_id for row in rows))
    looks = looks_in(work, folders, rows, Account)
    areas, routes = pack_of_base(work, base.id).areas, routes_in_use(work, base.id)
    by_id = {route.id: route for route in routes}
    walked = {row.id: by_id[row.route_id] for row in shifts if row.route_id in by_id}
    met = Counter[tuple[Where, int]]()
    for row in rows:
        account = looks[row.id].document
        if account is not None:
            met[_where(account.place, walked.get(row.shift_id), areas), to_typed(row.met_at).hour] += 1
    hours = hours_of_night(hour for _, hour in met)
    return Coverage(
        base=base,
        bases=bases,
        span=span,
        since=local_day(work.now - span.length),
        nights=len({local_day(row.started_at) for row in shifts}),
        meetings=met.total(),
        hours=hours,
        rows=_rows(areas, by_id, met, hours),
        routes=_routes(routes, shifts),
        changed=changed_shifts + sum(look.is_changed for look in looks.values()),
        is_cut=is_cut,
        is_of_own_nights=reads_own_nights_alone(work),
    )


def reads_own_nights_alone(work: UnitOfWork) -> bool:
    """Tell whether this person reads no nights but those they were on, so that what others did is not counted."""
    return reach_of(work.person, Permission.SHIFT_READ) is Reach.OWN


def hours_of_night(found: Iterable[int]) -> tuple[int, ...]:
    """Return every hour from the first to the last of a night that begins at noon: from 17 to 2, say, none left out."""
    after_noon = sorted({(hour - NOON) % HOURS_A_DAY for hour in found})
    if not after_noon:
        return ()
    return tuple((hour + NOON) % HOURS_A_DAY for hour in range(after_noon[0], after_noon[-1] + 1))


def _shifts(work: UnitOfWork, base_id: UUID, span: NightSpan) -> tuple[list[Shift], int]:
    query = scoped(work, Shift, Permission.SHIFT_READ).where(
        Shift.base_id == base_id, Shift.started_at >= work.now - span.length, Shift.mistake_id.is_(None)
    )
    rows = work.session.scalars(query).all()
    fits = board_fits(work, rows)
    sound = [row for row in rows if fits[row.id] is Fit.FITS]
    return sound, sum(fits[row.id] is Fit.CHANGED for row in rows)


def _meetings(work: UnitOfWork, base_id: UUID, span: NightSpan) -> tuple[Sequence[Encounter], bool]:
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(
        Encounter.base_id == base_id,
        Encounter.met_at >= work.now - span.length,
        Encounter.mistake_id.is_(None),
    )
    newest = query.order_by(Encounter.met_at.desc(), Encounter.id).limit(MOST_READ + 1)
    rows = work.session.scalars(newest).all()
    return rows[:MOST_READ], len(rows) > MOST_READ


def _where(place: Place, route: RouteRead | None, areas: Mapping[str, Area]) -> Where:
    """Return a meeting's area; where none was written, that of its shift's route, or the route if it has several."""
    if place.area in areas or route is None or route.plan is None:
        return place.area if place.area in areas else None
    passed = [code for code in route.plan.areas if code in areas]
    return passed[0] if len(passed) == 1 else route.id


def _rows(
    areas: Mapping[str, Area],
    routes: Mapping[UUID, RouteRead],
    met: Counter[tuple[Where, int]],
    hours: Sequence[int],
) -> tuple[CoverageRow, ...]:
    """Return where somebody was met, most first, then the areas on routes where nobody was.

    Of a route whose meetings say no area nobody knows which of its areas they were in, so none is said to be empty.
    """
    there = {where for where, _ in met}
    empty = (
        code
        for route in routes.values()
        if route.plan is not None and route.id not in there
        for code in route.plan.areas
    )
    rows = [
        CoverageRow(
            areas.get(where) if isinstance(where, str) else None,
            routes.get(where) if isinstance(where, UUID) else None,
            tuple(met[where, hour] for hour in hours),
        )
        for where in dict.fromkeys([*there, *(code for code in empty if code in areas)])
    ]
    return tuple(sorted(rows, key=_in_order))


def _in_order(row: CoverageRow) -> tuple[object, ...]:
    return row.area is None and row.route is None, -row.total, row.area.code if row.area else ""


def _routes(routes: Sequence[RouteRead], shifts: Sequence[Shift]) -> tuple[RouteRow, ...]:
    """Return the routes, those longest not walked first."""
    nights: dict[UUID | None, set[date]] = {}
    for row in shifts:
        nights.setdefault(row.route_id, set()).add(local_day(row.started_at))
    rows = [
        RouteRow(route, len(nights.get(route.id, ())), max(nights.get(route.id, ()), default=None))
        for route in routes
    ]
    return tuple(sorted(rows, key=lambda row: row.last or date.min))
