"""What is due and what happened, as lines of a page: words, how late, and where it leads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from flask import current_app, url_for
from flask_babel import format_date, format_datetime, format_timedelta, gettext, ngettext

from app.cases.tasks import TaskView
from app.foundation.chronology import ChronologyEntry, DueItem
from app.foundation.local_time import local_day, to_typed
from app.foundation.vocabulary import urgencies
from app.foundation.vocabulary.urgencies import Urgency

SOON_DAYS = 1
NEAR_DAYS = 6

_CASE = ("cases.show_case", "case_id")
_PAGES: dict[str, tuple[str, str]] = {
    "case": _CASE,
    "risk": _CASE,
    "task": _CASE,
    "contact": _CASE,
    "unassigned": ("cases.assign", "case_id"),
    "note": ("cases.show_note", "note_id"),
    "safety-plan": ("safety_plans.show_plan", "case_id"),
    "consent": ("consents.list_consents", "case_id"),
    "placement": ("placements.show_placements", "case_id"),
    "stage-move": ("stage_moves.show_moves", "case_id"),
    "assignment": _CASE,
    "counselling-assignment": ("restoration.show_restoration", "case_id"),
    "assessment": ("restoration.show_restoration", "case_id"),
    "goal": ("restoration.show_restoration", "case_id"),
    "review": ("restoration.show_restoration", "case_id"),
    "review-due": ("restoration_review.review_child", "case_id"),
    "concern": ("concerns.show_concern", "concern_id"),
    "disclosure": ("concerns.show_concern", "concern_id"),
    "allegation": ("allegations.show_allegation", "allegation_id"),
    "safeguarding": ("allegations.show_circle", ""),
    "shift": ("outreach.show_shift", "shift_id"),
    "encounter": ("outreach.show_encounter", "encounter_id"),
    "packet": ("packets.show_packet", "packet_id"),
}
"""For each kind of record, its page and what that page calls the id ("" for a page of no record)."""


_WITH_URGENCY = frozenset({"concern", "allegation"})
_WAITING = frozenset({"packet", "stage-move", "unassigned", "consent", "safeguarding"})
"""Kinds that are counted from the day they began to wait."""


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


def page_of(kind: str, record_id: UUID) -> str:
    """Return the address of a record's page; empty when it has none."""
    endpoint, argument = _PAGES.get(kind, ("", ""))
    if endpoint not in current_app.view_functions:
        return ""
    values: dict[str, Any] = {argument: record_id} if argument else {}
    return url_for(endpoint, **values)


def due_lines(items: Iterable[DueItem], today: date, *, now: datetime | None = None) -> list[DueLine]:
    """Return what is due as lines of a page, in their order. With `now`, clocks are counted to the minute."""
    return [
        DueLine(
            title=gettext(item.title),
            code=item.code,
            detail=_detail(item),
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


def _detail(item: DueItem) -> str:
    """Return what stands below the title; a concern's is the code of its urgency."""
    if item.kind in _WITH_URGENCY:
        return str(gettext(urgencies.LABELS[Urgency(item.detail)]))
    return item.detail


def _when(item: DueItem, today: date, now: datetime | None) -> str:
    if item.kind in _WAITING:
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
    if item.kind in _WAITING:
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
