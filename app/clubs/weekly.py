"""The weekly plan of a club as moments: which sessions it plans in a span of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from app.bases.known import zone_of
from app.clubs.documents import ClubPlan, Weekly
from app.foundation.local_time import in_zone, local_day, to_utc
from app.unit_of_work import UnitOfWork

_SESSIONS = UUID("6f6a2a7e-55d0-4d6b-9e53-0c1f2c9f7a10")
"""The ids of planned sessions are made from this, so that two machines write the same one."""


@dataclass(frozen=True)
class Planned:
    """One session that the weekly plan says: its id if it is written, its local day, and its moments."""

    id: UUID
    held_on: date
    begins_at: datetime
    ends_at: datetime


def session_id_of(club_id: UUID, begins_at: datetime) -> UUID:
    """Return the id that a club's session of that moment is written under."""
    return uuid5(_SESSIONS, f"{club_id} {begins_at.isoformat()}")


def planned_sessions(
    work: UnitOfWork, club_id: UUID, base_id: UUID, plan: ClubPlan, *, first: date, last: date
) -> list[Planned]:
    """Return what the weekly plan says for the days from `first` to `last`, oldest first."""
    days = [first + timedelta(days=more) for more in range((last - first).days + 1)]
    with in_zone(zone_of(work, base_id)):
        found = [
            _planned(club_id, day, each)
            for day in days
            for each in plan.weekly
            if each.weekday == day.weekday()
        ]
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


def is_planned(weekly: Iterable[Weekly], day: date) -> Weekly | None:
    """Return what the plan says for a weekday, the first if it says several."""
    return next((each for each in weekly if each.weekday == day.weekday()), None)


def _planned(club_id: UUID, day: date, weekly: Weekly) -> Planned:
    begins_at, ends_at = _span(day, time.fromisoformat(weekly.begins), time.fromisoformat(weekly.ends))
    return Planned(session_id_of(club_id, begins_at), day, begins_at, ends_at)


def _span(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    until = day if ends > begins else day + timedelta(days=1)
    return to_utc(datetime.combine(day, begins)), to_utc(datetime.combine(until, ends))
