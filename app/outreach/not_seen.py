"""Children who were met on nights and have not been for weeks, and the nights of one child over time."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.access.scope import condition, require
from app.children.children import visible_child
from app.children.finding import lines_of
from app.children.lines import ChildLine
from app.children.names import ChildName, names_of
from app.foundation.local_time import local_day
from app.foundation.numbering import Numbered
from app.foundation.permissions import Permission
from app.foundation.vocabulary.night_spans import NotMetFor
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, fit_in, folders_to_check
from app.outreach.coverage import reads_own_nights_alone
from app.outreach.last_met import met_and_changed
from app.unit_of_work import UnitOfWork
from models.child import Child
from models.encounter import Encounter, EncounterChild

FORGOTTEN_AFTER = timedelta(days=365)
"""Whoever was last met longer ago stands on no list: the child's own page still says when."""
MONTHS_SHOWN = 12
MOST_NIGHTS = 200
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class NotSeenLine:
    """A child and when they were last met: None if that is not open to the reader.

    If it `is_changed` outside, nobody knows when, and no more is shown.
    """

    line: ChildLine
    met_at: datetime | None
    weeks: int
    is_changed: bool


@dataclass(frozen=True)
class NotSeen(Numbered):
    """One page of the list: who was met most recently stands first. `in_all`: not met for two weeks.

    If it `is_of_own_nights` alone, others may have met a child since.
    """

    lines: tuple[NotSeenLine, ...]
    total: int
    in_all: int
    page: int
    chosen: NotMetFor
    is_of_own_nights: bool

    @property
    def shown_lines(self) -> Sized:
        """The lines on this page."""
        return self.lines


@dataclass(frozen=True)
class Night:
    """One meeting with a child."""

    encounter_id: UUID
    met_at: datetime


@dataclass(frozen=True)
class ChildNights:
    """The nights on which a child was met, newest first, and how many there were in each of the last months.

    `changed` meetings were changed outside, and count nowhere.
    """

    child_id: UUID
    name: ChildName | None
    nights: tuple[Night, ...]
    months: tuple[date, ...]
    by_month: tuple[int, ...]
    changed: int


def not_seen(work: UnitOfWork, chosen: NotMetFor, *, page: int) -> NotSeen:
    """Return one page of the children not met for so long, as far as this person reads nights and children."""
    require(work, Permission.SHIFT_READ)
    everybody = work.session.execute(_last_before(work, NotMetFor.TWO)).all()
    since = work.now - chosen.length
    long = [(child_id, met_at) for child_id, met_at in everybody if child_id is not None and met_at < since]
    last = dict(long[(page - 1) * NotSeen.PAGE_SIZE : page * NotSeen.PAGE_SIZE])
    proved, changed = met_and_changed(work, last)
    return NotSeen(
        lines=tuple(
            NotSeenLine(
                line,
                met_at=proved.get(line.id),
                weeks=(work.now - last[line.id]) // A_WEEK,
                is_changed=line.is_changed or line.id in changed,
            )
            for line in lines_of(work, list(last), {})
        ),
        total=len(long),
        in_all=len(everybody),
        page=page,
        chosen=chosen,
        is_of_own_nights=reads_own_nights_alone(work),
    )


def nights_of_child(work: UnitOfWork, child_id: UUID) -> ChildNights:
    """Return when a child was met, by the meetings this person reads. Raises NotVisible, Refused, ChangedOutside."""
    require(work, Permission.SHIFT_READ)
    child = visible_child(work, child_id)
    query = (
        select(EncounterChild, Encounter)
        .join(Encounter, Encounter.id == EncounterChild.encounter_id)
        .where(
            EncounterChild.child_id == child.id,
            Encounter.mistake_id.is_(None),
            condition(work, Encounter, Permission.SHIFT_READ),
        )
        .order_by(Encounter.met_at.desc(), Encounter.id)
        .limit(MOST_NIGHTS)
    )
    rows = work.session.execute(query).all()
    sound = _sound(work, rows)
    months = _months(local_day(work.now))
    of_month = [local_day(night.met_at).replace(day=1) for night in sound]
    return ChildNights(
        child_id=child.id,
        name=names_of(work, [child.id]).get(child.id),
        nights=tuple(sound),
        months=months,
        by_month=tuple(of_month.count(month) for month in months),
        changed=len(rows) - len(sound),
    )


def _sound(work: UnitOfWork, rows: Sequence[Any]) -> list[Night]:
    """Return the meetings that are what was written, the child's row in each included."""
    fits = board_fits(work, [meeting for _, meeting in rows])
    folders = folders_to_check(work, (meeting.folder_id for _, meeting in rows))
    return [
        Night(meeting.id, meeting.met_at)
        for child, meeting in rows
        if fits[meeting.id] is not Fit.CHANGED
        and fit_in(folders.get(meeting.folder_id), child) is not Fit.CHANGED
    ]


def _months(today: date) -> tuple[date, ...]:
    """Return the first days of the last months, this one included, oldest first."""
    this = today.year * MONTHS_SHOWN + today.month - 1
    return tuple(
        date(month // MONTHS_SHOWN, month % MONTHS_SHOWN + 1, 1)
        for month in range(this - MONTHS_SHOWN + 1, this + 1)
    )


def _last_before(work: UnitOfWork, chosen: NotMetFor) -> Select[UUID | None, datetime]:
    """Ask once for every child not met for so long: ids and moments alone, for a page and its counts together."""
    last = func.max(Encounter.met_at)
    return (
        select(EncounterChild.child_id, last)
        .join(Encounter, Encounter.id == EncounterChild.encounter_id)
        .join(Child, Child.id == EncounterChild.child_id)
        .where(
            Encounter.mistake_id.is_(None),
            Encounter.met_at >= work.now - FORGOTTEN_AFTER,
            condition(work, Encounter, Permission.SHIFT_READ),
            condition(work, Child, Permission.PROFILE_READ),
            Child.mistake_id.is_(None),
        )
        .group_by(EncounterChild.child_id)
        .having(last < work.now - chosen.length)
        .order_by(last.desc(), EncounterChild.child_id)
    )
