"""What is due and what happened, as lines of a page: words, how late, and where each leads."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from flask_babel import format_date, format_datetime, format_time, format_timedelta, gettext, ngettext

from app.cases.tasks import TaskView
from app.children.names import ChildName
from app.foundation.chronology import ChronologyEntry, DueItem
from app.foundation.contact_rules import ContactRule
from app.foundation.local_time import local_day, to_typed
from app.foundation.marking import Worded
from app.today.who import named
from app.unit_of_work import UnitOfWork
from views.web.places import page_of
from views.web.steps import address_of

SOON_DAYS = 1
NEAR_DAYS = 6


@dataclass(frozen=True)
class DueLine:
    """One thing that is due, in words. `state` is the due tag's: late, soon or ahead.

    `url` leads to the form that does it, "" if this page is where it is done. `child` is whom it is about, for people
    who hold the name card, and `whose` names the colleague who has it, if one has. If it `is_changed` outside Wayhome,
    its day is not known.
    """

    title: str
    code: str
    detail: str
    url: str
    words: str
    state: str
    is_changed: bool = False
    child: ChildName | None = None
    rule: ContactRule | None = None
    """The contact rule of the child whom it is about."""
    whose: str = ""


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


def due_lines(
    work: UnitOfWork,
    items: Iterable[DueItem],
    today: date,
    *,
    now: datetime | None = None,
    children: Mapping[UUID, ChildName] | None = None,
    here: str = "",
) -> list[DueLine]:
    """Return what is due as lines of a page, in their order, each with the way to its first step.

    With `now`, clocks are counted to the minute. `here` is the page's own address, to which no line leads.
    """
    lines = []
    for item in items:
        url = address_of(work, item)
        lines.append(
            DueLine(
                title=gettext(item.title),
                code=item.code,
                detail=_said(item.label) if item.label else item.detail,
                url="" if url == here else url,
                words=_when(item, today, now),
                state=_state(item, today, now),
                is_changed=item.is_changed,
                child=named(children or {}, item),
                rule=item.rule,
                whose=item.whose,
            )
        )
    return lines


def _said(label: str) -> str:
    """Return a marked label in the language of the page, with the values it came with."""
    return str(gettext(label, **(label.values if isinstance(label, Worded) else {})))


def due_days(tasks: Iterable[TaskView], today: date) -> dict[UUID, DayWords]:
    """Return when each task is due, in words."""
    return {
        task.id: DayWords(day_in_words(task.due_on, today), lateness(task.due_on, today)) for task in tasks
    }


def story_lines(
    entries: Iterable[ChronologyEntry], *, words_elsewhere: Collection[tuple[str, datetime]] = ()
) -> list[StoryLine]:
    """Return what happened as lines of a page, in their order.

    `words_elsewhere` names, by kind and moment, those whose words stand on the page already: here only that they were.
    """
    return [
        StoryLine(
            replace(entry, text="") if (entry.kind, entry.at) in words_elsewhere else entry,
            gettext(entry.title),
            page_of(entry.kind, entry.record_id),
            "" if entry.is_changed else _told_when(entry),
        )
        for entry in entries
    ]


def _told_when(entry: ChronologyEntry) -> str:
    """Return when something happened; if only the day is known, it is stored as that day's beginning."""
    is_day_only = to_typed(entry.at).time() == time(0)
    return str(
        format_date(local_day(entry.at), "d MMM y")
        if is_day_only
        else format_datetime(entry.at, "d MMM y, HH:mm")
    )


def _when(item: DueItem, today: date, now: datetime | None) -> str:
    if item.is_late_since:
        return late_since(item.due_on, today)
    if item.is_waiting:
        days = (today - item.due_on).days
        return str(
            ngettext("waits %(num)s day", "waits %(num)s days", days) if days else gettext("since today")
        )
    if item.is_grave and item.due_on == today:
        return str(gettext("by tonight"))
    if item.due_at is None or now is None:
        return day_in_words(item.due_on, today)
    span = format_timedelta(abs(item.due_at - now), granularity="minute")
    if item.due_at < now:
        is_today = local_day(item.due_at) == today
        when = format_time(item.due_at, "HH:mm") if is_today else format_datetime(item.due_at, "d MMM, HH:mm")
        return str(gettext("late since %(when)s (%(time)s)", when=when, time=span))
    return str(gettext("%(time)s left", time=span))


def _state(item: DueItem, today: date, now: datetime | None) -> str:
    if item.is_late_since:
        return "late" if item.due_on < today else "soon"
    if item.is_grave:
        return "late"
    if item.is_waiting:
        return "soon"
    if item.due_at is not None and now is not None and item.due_at < now:
        return "late"
    return lateness(item.due_on, today)


def day_in_words(day: date, today: date) -> str:
    """Return when something is due as one would say it today."""
    days = (day - today).days
    if days < 0:
        since = format_date(day, "d MMM" if day.year == today.year else "d MMM y")
        return str(
            ngettext("%(num)s day late, since %(day)s", "%(num)s days late, since %(day)s", -days, day=since)
        )
    near: dict[int, Callable[[], str]] = {0: lambda: gettext("today"), 1: lambda: gettext("tomorrow")}
    if days in near:
        return near[days]()
    if days <= NEAR_DAYS:
        return str(ngettext("in %(num)s day", "in %(num)s days", days))
    return str(format_date(day, "d MMM y"))


def late_since(day: date, today: date) -> str:
    """Return in words since when something is as it should not be; on its first day it is not late yet."""
    if day >= today:
        return str(gettext("since today"))
    return str(gettext("late since %(day)s", day=format_date(day, "d MMM y")))


def lateness(day: date, today: date) -> str:
    """Return the state a due tag shows."""
    days = (day - today).days
    if days < 0:
        return "late"
    return "soon" if days <= SOON_DAYS else "ahead"
