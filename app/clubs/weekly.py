"""The weekly plan of a club as moments: which sessions it plans in a span of time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.bases.known import zone_of
from app.clubs.documents import ClubPlan, Weekly
from app.foundation.local_time import in_zone, local_day, to_typed, to_utc
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Planned:
    """One session that the weekly plan says: its local day, and its moments."""

    held_on: date
    begins_at: datetime
    ends_at: datetime


def planned_sessions(
    work: UnitOfWork, base_id: UUID, plan: ClubPlan, *, first: date, last: date
) -> list[Planned]:
    """Return what the weekly plan says for the days from `first` to `last`, oldest first."""
    days = [first + timedelta(days=more) for more in range((last - first).days + 1)]
    with in_zone(zone_of(work, base_id)):
        found = [_planned(day, each) for day in days for each in plan.weekly if each.weekday == day.weekday()]
    return sorted(found, key=lambda each: each.begins_at)


def span_on(
    work: UnitOfWork, base_id: UUID, day: date, begins: time, ends: time
) -> tuple[datetime, datetime]:
    """Return the moments of a session on a local day; one that ends before it begins ends on the next day."""
    with in_zone(zone_of(work, base_id)):
        return _span(day, begins, ends)


def today_at(work: UnitOfWork, base_id: UUID) -> date:
    """Return the local day at a base."""
    with in_zone(zone_of(work, base_id)):
        return local_day(work.now)


def clock_at(work: UnitOfWork, base_id: UUID) -> str:
    """Return the local time at a base, such as 08:05."""
    with in_zone(zone_of(work, base_id)):
        return f"{to_typed(work.now):%H:%M}"


def _planned(day: date, weekly: Weekly) -> Planned:
    begins_at, ends_at = _span(day, time.fromisoformat(weekly.begins), time.fromisoformat(weekly.ends))
    return Planned(day, begins_at, ends_at)


def _span(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    until = day if ends > begins else day + timedelta(days=1)
    return to_utc(datetime.combine(day, begins)), to_utc(datetime.combine(until, ends))
