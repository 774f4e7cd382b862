"""What is due and what happened, as lines of a page: words, how late, and where it leads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from flask_babel import format_date, format_datetime, format_timedelta, gettext, ngettext

from app.cases.tasks import TaskView
from app.foundation.chronology import ChronologyEntry, DueItem
from app.foundation.local_time import local_day, to_typed
from views.web.places import page_of

SOON_DAYS = 1
NEAR_DAYS = 6


@dataclass(frozen=True)
class DueLine:
    """One thing that is due, in words. `state` is what the due tag wants: late, soon or ahead.

    What `is_changed` outside Wayhome has no day that is known.
    """

    title: str
    code: str
    detail: str
    url: str
    words: str
    state: str
    is_changed: bool = False


@dataclass(frozen=True)
class DayWords:
    """When something is due, in words, and the state its tag shows."""

    words: str
    state: str


@dataclass(frozen=True)
class StoryLine:
    """One thing that happened, in words."""

    entry: ChronologyEntry
    title: str
    url: str
    when: str


def due_lines(items: Iterable[DueItem], today: date, *, now: datetime | None = None) -> list[DueLine]:
    """Return what is due as lines of a page, in their order. With `now`, clocks are counted to the minute."""
    return [
        DueLine(
            title=gettext(item.title),
            code=item.code,
            detail=gettext(item.label) if item.label else item.detail,
            url=page_of(item.kind, item.record_id),
            words=_when(item, today, now),
            state=_state(item, today, now),
            is_changed=item.is_changed,
        )
        for item in items
    ]


def due_days(tasks: Iterable[TaskView], today: date) -> dict[UUID, DayWords]:
    """Return when each task is due, in words."""
    return {
        task.id: DayWords(day_in_words(task.due_on, today), lateness(task.due_on, today)) for task in tasks
    }


def story_lines(entries: Iterable[ChronologyEntry]) -> list[StoryLine]:
    """Return what happened as lines of a page, in their order."""
    return [
        StoryLine(
            entry,
            gettext(entry.title),
            page_of(entry.kind, entry.record_id),
            "" if entry.is_changed else _told_when(entry),
        )
        for entry in entries
    ]


def _told_when(entry: ChronologyEntry) -> str:
    """Return when something happened; what is known to the day only is kept as that day's beginning."""
    is_day_only = to_typed(entry.at).time() == time(0)
    return str(
        format_date(local_day(entry.at), "d MMM y")
        if is_day_only
        else format_datetime(entry.at, "d MMM y, HH:mm")
    )


def _when(item: DueItem, today: date, now: datetime | None) -> str:
    if item.is_waiting:
        days = (today - item.due_on).days
        return str(
            ngettext("waits %(num)s day", "waits %(num)s days", days) if days else gettext("since today")
        )
    if item.due_at is None or now is None:
        return day_in_words(item.due_on, today)
    span = format_timedelta(abs(item.due_at - now), granularity="minute")
    return str(
        gettext("%(time)s late", time=span) if item.due_at < now else gettext("%(time)s left", time=span)
    )


def _state(item: DueItem, today: date, now: datetime | None) -> str:
    if item.is_waiting:
        return "soon"
    if item.due_at is not None and now is not None and item.due_at < now:
        return "late"
    return lateness(item.due_on, today)


def day_in_words(day: date, today: date) -> str:
    """Return when something is due as one would say it today."""
    days = (day - today).days
    if days < 0:
        return str(ngettext("%(num)s day late", "%(num)s days late", -days))
    near: dict[int, Callable[[], str]] = {0: lambda: gettext("today"), 1: lambda: gettext("tomorrow")}
    if days in near:
        return near[days]()
    if days <= NEAR_DAYS:
        return str(ngettext("in %(num)s day", "in %(num)s days", days))
    return str(format_date(day, "d MMM y"))


def lateness(day: date, today: date) -> str:
    """Return the state a due tag shows."""
    days = (day - today).days
    if days < 0:
        return "late"
    return "soon" if days <= SOON_DAYS else "ahead"
