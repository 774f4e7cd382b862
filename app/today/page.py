"""Builds Today for one person: what waits for them, what is due, and what is in the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.foundation.chronology import Change, DueItem
from app.foundation.local_time import local_day
from app.system_health.overview import SystemHealth, Warnings, current_warnings, system_health
from app.today.advice import Advice, advice_for
from app.today.changes import lately
from app.today.due import dated_items, waiting_items
from app.today.set_up_list import SetUpList, set_up_list
from app.unit_of_work import UnitOfWork

DAYS_AHEAD = 7
SHOWN_AT_FIRST = 12
"""How many lines of a group Today shows before somebody asks for all of them."""


class GroupKey(StrEnum):
    """What lines stand together, in the order of the page."""

    WAITING = "waiting"
    LATE = "late"
    TODAY = "today"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Group:
    """The lines that stand together, and how many of them are shown."""

    key: GroupKey
    items: tuple[DueItem, ...]
    at_most: int

    @property
    def shown(self) -> tuple[DueItem, ...]:
        """The lines on the page."""
        return self.items[: self.at_most]

    @property
    def is_cut(self) -> bool:
        """Whether there are more of them."""
        return len(self.items) > self.at_most


@dataclass(frozen=True)
class TodayPage:
    """What others wait for, what is due, what others changed recently, and what to do when there is nothing."""

    today: date
    groups: tuple[Group, ...]
    changes: tuple[Change, ...]
    warnings: Warnings
    house: SystemHealth | None
    advice: Advice
    set_up: SetUpList | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due and nobody is waiting."""
        return not any(group.items for group in self.groups)

    def of(self, key: GroupKey) -> tuple[DueItem, ...]:
        """Return all the lines of a group."""
        return next(group.items for group in self.groups if group.key is key)

    @property
    def waiting(self) -> tuple[DueItem, ...]:
        """What others wait for."""
        return self.of(GroupKey.WAITING)

    @property
    def late(self) -> tuple[DueItem, ...]:
        """What should have been done, the grave first."""
        return self.of(GroupKey.LATE)

    @property
    def due_today(self) -> tuple[DueItem, ...]:
        """What is to be done today, the grave first."""
        return self.of(GroupKey.TODAY)

    @property
    def ahead(self) -> tuple[DueItem, ...]:
        """What is to be done in the next days."""
        return self.of(GroupKey.AHEAD)


def today_page(work: UnitOfWork, *, whole: GroupKey | None = None) -> TodayPage:
    """Return Today for the person of this work; the lines of the group that is asked for whole are all shown."""
    today = local_day(work.now)
    work.shows_lines_only = True
    due = dated_items(work, until=today + timedelta(days=DAYS_AHEAD))
    return TodayPage(
        today=today,
        groups=tuple(
            Group(key, items, len(items) if key is whole else SHOWN_AT_FIRST)
            for key, items in _grouped(waiting_items(work), due, today, work.now).items()
        ),
        changes=lately(work),
        warnings=current_warnings(work),
        house=system_health(work),
        advice=advice_for(work.person.role),
        set_up=set_up_list(work),
    )


def _grouped(
    waiting: Iterable[DueItem], due: Iterable[DueItem], today: date, now: datetime
) -> dict[GroupKey, tuple[DueItem, ...]]:
    """Return the lines of each group; what waits for this person is not due a second time."""
    found: dict[GroupKey, list[DueItem]] = {key: [] for key in GroupKey}
    seen: set[tuple[object, ...]] = set()
    for item, key in (
        *((one, GroupKey.WAITING) for one in waiting),
        *((one, _key(one, today, now)) for one in due),
    ):
        said = (item.kind, item.record_id, item.step_id, item.title, item.detail, item.is_changed)
        if said not in seen:
            seen.add(said)
            found[key].append(item)
    for key in (GroupKey.LATE, GroupKey.TODAY):
        found[key].sort(key=lambda item: not item.is_grave)
    return {key: tuple(items) for key, items in found.items()}


def _key(item: DueItem, today: date, now: datetime) -> GroupKey:
    """Return where a line stands: late once its day has passed, or its minute where its clock goes by minutes."""
    if item.due_on < today or (item.due_at is not None and item.due_at < now):
        return GroupKey.LATE
    return GroupKey.TODAY if item.due_on == today else GroupKey.AHEAD
