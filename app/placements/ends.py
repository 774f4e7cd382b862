"""Says when each of a child's homes ended: where somebody gave a day, then; else where the next one began."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.case_records.records import CaseRecords
from app.foundation.errors import NotAllowedNow
from app.mistakes.earlier import keep_earlier
from app.mistakes.markables import Held
from app.placements.documents import Home
from app.unit_of_work import UnitOfWork
from models.placement import Placement


@dataclass(frozen=True)
class Lived:
    """One home that counts: its days, and whether it ends those before it. `until_on` is one that somebody gave."""

    id: UUID
    from_on: date
    until_on: date | None
    is_beside_others: bool


@dataclass(frozen=True)
class End:
    """The day a home ended, and the home that ended it, if no day was given."""

    on: date | None = None
    by: UUID | None = None


def ends_of(homes: Sequence[Lived]) -> dict[UUID, End]:
    """Return the end of each home that counts; the homes are in the order they were written.

    A home without a day of its own ends where the first one began that was written after it, unless that one had ended
    before, or the child lived in both.
    """
    return {
        home.id: End(home.until_on) if home.until_on else _ended(home, homes[place + 1 :])
        for place, home in enumerate(homes)
    }


def _ended(home: Lived, later: Iterable[Lived]) -> End:
    for one in later:
        is_after = one.from_on >= home.from_on and (one.until_on is None or one.until_on > home.from_on)
        if is_after and not one.is_beside_others:
            return End(one.from_on, one.id)
    return End()


def refuse_two_homes(this: Lived, homes: Sequence[Lived], ends: Mapping[UUID, End]) -> None:
    """Raise NotAllowedNow for a home on days when the child lived in another, unless somebody said so when asked.

    The reason is `before-the-home-before` where both go on and the other began later, else `two-homes`.
    """
    until = ends[this.id].on
    for one in homes:
        other = ends[one.id].on
        apart = one.id == this.id or _is_by(until, one.from_on) or _is_by(other, this.from_on)
        if apart or this.is_beside_others or one.is_beside_others:
            continue
        is_open = until is None and other is None and one.from_on > this.from_on
        raise NotAllowedNow("before-the-home-before" if is_open else "two-homes")


def _is_by(end: date | None, day: date) -> bool:
    return end is not None and end <= day


def follow_mark(work: UnitOfWork, held: Held[Placement], records: CaseRecords[Placement, Home]) -> None:
    """Give every home of the case the end that follows from those that count now."""
    query = records.of_case(work, held.row.case_id).order_by(Placement.written_at, Placement.id)
    found = records.opened(work, query).records
    ends = ends_of([lived(one.row, one.document) for one in found])
    for one in found:
        home, end = one.row, ends[one.row.id]
        if (home.until_on, home.ended_by) != (end.on, end.by):
            keep_earlier(work, held.folder, home, records.document)
            held.folder.write(home)
            home.until_on, home.ended_by = end.on, end.by
    work.session.flush()


def lived(row: Placement, home: Home | Any) -> Lived:
    """Return a home as its end is decided by; an end that another home gave it is none of its own."""
    given = None if row.ended_by else row.until_on
    return Lived(row.id, row.from_on, given, bool(home and home.is_beside_others))
