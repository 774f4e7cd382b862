"""Builds Today for one person: what waits for them, what is due, what stands in the way."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.foundation.chronology import Change, DueItem
from app.foundation.local_time import local_day
from app.system_health.overview import SystemHealth, Warnings, current_warnings, system_health
from app.today.advice import Advice, advice_for
from app.today.changes import lately
from app.today.due import dated_items, waiting_items
from app.unit_of_work import UnitOfWork

DAYS_AHEAD = 7


@dataclass(frozen=True)
class TodayPage:
    """What others wait for, what is due, what others changed lately, and what to do when there is nothing."""

    today: date
    waiting: tuple[DueItem, ...]
    late: tuple[DueItem, ...]
    due_today: tuple[DueItem, ...]
    ahead: tuple[DueItem, ...]
    changes: tuple[Change, ...]
    warnings: Warnings
    house: SystemHealth | None
    advice: Advice

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due and nobody waits."""
        return not (self.waiting or self.late or self.due_today or self.ahead)


def today_page(work: UnitOfWork) -> TodayPage:
    """Return Today for the person of this work."""
    today = local_day(work.now)
    due = dated_items(work, until=today + timedelta(days=DAYS_AHEAD))
    return TodayPage(
        today=today,
        waiting=tuple(waiting_items(work)),
        late=tuple(item for item in due if item.due_on < today),
        due_today=tuple(item for item in due if item.due_on == today),
        ahead=tuple(item for item in due if item.due_on > today),
        changes=lately(work),
        warnings=current_warnings(work),
        house=system_health(work),
        advice=advice_for(work.person.role),
    )
