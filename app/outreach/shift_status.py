"""A shift's status from signed receipts: who is out and who is back, when it is due and when it ended.

Everybody on the team may sign these receipts, and so may a supervisor of its base. The signed directory says who is
on the team. A home visit stands as a shift does, with a team and receipts of its own (`outing_status`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, or_

from app.foundation.clock import SET_BACK, is_ahead
from app.foundation.errors import ChangedOutside
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.derived import set_derived
from app.keyring.directory import Directory
from app.keyring.folders import Fit
from app.keyring.known_directory import directory_for
from app.keyring.receipts import Book, Receipts, Said, declare_book
from app.keyring.repeated_facts import declare_repeats
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.receipt import Receipt
from models.shift import Shift, ShiftMember

LONGEST_OUT = timedelta(hours=24)


class Word(StrEnum):
    """What a receipt may say about a shift. The codes are stored."""

    CHECKED_IN = "in"
    CHECKED_OUT = "out"
    RETURN = "return"
    ENDED = "ended"
    """It has ended; `at` says when, if that was before it was said."""
    GOES_ON = "goes_on"
    """It was ended too early, or by mistake."""
    TIMES = "times"
    """Its times were written wrongly: what they were and what they are."""


@dataclass(frozen=True)
class TimesBefore:
    """The times a shift had until somebody corrected them, who that was, and when."""

    started_at: datetime
    ended_at: datetime | None
    by: UUID
    at: datetime


@dataclass(frozen=True)
class ShiftStatus:
    """The status of one shift.

    `is_changed`: the row, its receipts or the columns that help to find it are not what was written. Its signed team
    then says when it began, and nobody knows when it is due: everybody who is not checked out is missing.
    """

    id: UUID
    team: tuple[UUID, ...]
    started_at: datetime
    due_back_at: datetime
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    """When somebody first said that it has ended, which may be the next morning. The time to write counts from it."""
    corrections: tuple["TimesBefore", ...] = ()
    checked_in: Mapping[UUID, datetime] = field(default_factory=dict)
    checked_out: Mapping[UUID, datetime] = field(default_factory=dict)
    is_mistaken: bool = False
    """Whether it counts for nothing: a night written twice, or a shift that never was."""
    is_changed: bool = False

    @property
    def still_out(self) -> tuple[UUID, ...]:
        """The team members who are not checked out, whether the shift has ended or not."""
        return tuple(id_ for id_ in self.team if id_ not in self.checked_out)

    def overdue(self, now: datetime) -> tuple[UUID, ...]:
        """Return the people who should be back and are not checked out."""
        is_due = self.is_changed or self.due_back_at < now or self._is_unknown(now)
        return self.still_out if is_due and self.ended_at is None else ()

    def _is_unknown(self, now: datetime) -> bool:
        """Tell whether a wrong clock says when they are due: no team stays out for a day, and none begins ahead."""
        begins_ahead = is_ahead(self.started_at, now) and self.due_back_at >= self.started_at
        return begins_ahead or is_ahead(self.due_back_at, now + LONGEST_OUT)


@dataclass(frozen=True)
class Outing:
    """What a row says of one time that a team is out, for a shift or to a family: the receipts say the rest."""

    id: UUID
    base_id: UUID
    started_at: datetime
    due_back_at: datetime
    ended_at: datetime | None
    is_mistaken: bool


def _may_check(directory: Directory, said: Said, _first: Said | None) -> bool:
    return is_of_team(directory, said) or (
        said.may_in_base(Permission.SHIFT_WRITE) and is_team_of_base(directory, said)
    )


class OfBase(Protocol):
    """Anything with a team that says of which base it is."""

    @property
    def id(self) -> UUID:
        """Its id, under which its team is stated."""
        ...

    @property
    def base_id(self) -> UUID:
        """The base that its row says."""
        ...


def is_of_team(directory: Directory, said: Said) -> bool:
    """Tell whether whoever says something was on the team of what it is about."""
    team = directory.then.teams.at(said.about_id, said.at)
    return team is not None and said.by in team and is_team_of_base(directory, said)


def is_team_of_base(directory: Directory, said: Said) -> bool:
    """Tell whether a team was stated then for what something is said about, in the base that this names."""
    stated = directory.then.teams.at(said.about_id, said.at) is not None
    return stated and directory.team_bases.get(said.about_id) == said.base_id


def _may_write(directory: Directory, said: Said, first: Said | None) -> bool:
    return _may_check(directory, said, first) and said.may(Permission.SHIFT_WRITE)


SHIFTS = declare_book(
    Book(
        Shift,
        Receipt,
        {
            Word.CHECKED_IN: _may_check,
            Word.CHECKED_OUT: _may_check,
            Word.RETURN: _may_write,
            Word.ENDED: _may_write,
            Word.GOES_ON: _may_write,
            Word.TIMES: _may_write,
        },
    )
)


def shift_statuses(work: UnitOfWork, shifts: Iterable[Shift]) -> dict[UUID, ShiftStatus]:
    """Return the status of these shifts, by their ids, in their order. Nothing sealed is opened."""
    rows = list(shifts)
    found, fits = SHIFTS.read(work, [row.id for row in rows]), board_fits(work, rows)
    return {row.id: outing_status(work, _outing(row), found[row.id], fits[row.id]) for row in rows}


def shift_status(work: UnitOfWork, shift: Shift) -> ShiftStatus:
    """Return the status of one shift."""
    return shift_statuses(work, [shift])[shift.id]


def unchanged_shift_status(work: UnitOfWork, shift: Shift) -> ShiftStatus:
    """Return the status of a shift that will be written to. Raises ChangedOutside."""
    status = shift_status(work, shift)
    if status.is_changed:
        raise ChangedOutside("a shift that is not what was written", shift=shift.id)
    return status


def not_ended(now: datetime) -> ColumnElement[bool]:
    """Return the condition of shifts that go on as far as their rows say; a wrong clock ended nothing."""
    return or_(Shift.ended_at.is_(None), Shift.ended_at > now + SET_BACK)


def say(work: UnitOfWork, shift: Shift, word: Word, **facts: str) -> None:
    """Sign a receipt about a locked shift, and set the columns that help to find it."""
    said = SHIFTS.sign(work, shift.id, word, base_id=shift.base_id, facts=facts)
    ended_at = outing_status(work, _outing(shift), said, Fit.NO_KEY).ended_at
    if ended_at != shift.ended_at:
        set_derived(work.session, shift, ended_at=ended_at)


def _outing(row: Shift) -> Outing:
    return Outing(row.id, row.base_id, row.started_at, row.due_back_at, row.ended_at, is_marked(row))


def was_led_here(work: UnitOfWork, row: OfBase) -> bool:
    """Tell whether it is another base's shift: people here must not know who was out there, and when."""
    of_base = directory_for(work).team_bases.get(row.id, row.base_id)
    return of_base != row.base_id and work.person.base_id not in (None, of_base)


def outing_status(work: UnitOfWork, row: Outing, receipts: Receipts, fit: Fit) -> ShiftStatus:
    """Return how a time out stands by its receipts; `fit` tells whether its row is what was written."""
    directory = directory_for(work)
    if was_led_here(work, row):
        return ShiftStatus(row.id, (), work.now, work.now, is_changed=True)
    stated_at = directory.then.teams.begun(row.id) or work.now
    is_changed = fit is Fit.CHANGED
    due_back_at = stated_at if is_changed else row.due_back_at
    told = _told(receipts, due_back_at)
    # What a clock that was ahead said counts for nothing, and the row that it set was not changed outside.
    as_set = _told(receipts.as_if_now(), due_back_at) if receipts.ahead else told
    told["is_changed"] |= is_changed or row.ended_at not in (told["ended_at"], as_set["ended_at"])
    return ShiftStatus(
        id=row.id,
        team=directory.teams.get(row.id, ()),
        started_at=stated_at if is_changed else row.started_at,
        is_mistaken=row.is_mistaken and not told["is_changed"],
        **told,
    )


def _told(receipts: Receipts, due_back_at: datetime) -> dict[str, Any]:
    told: dict[str, Any] = {"checked_in": {}, "checked_out": {}, "ended_at": None, "is_changed": False}
    told |= {"closed_at": None, "corrections": (), "due_back_at": due_back_at}
    for said in receipts.said:
        if said.number - 1 in receipts.gaps:
            told |= {"checked_out": {}, "ended_at": None, "is_changed": True}
        told |= _after(told, said)
    return told


def _after(told: Mapping[str, Any], said: Said) -> dict[str, Any]:
    """Return the status after one more receipt."""
    if said.kind == Word.ENDED:
        # Whoever ends it also answers for what was removed before.
        closed_at = told["closed_at"] or said.at
        return {"ended_at": _moment(said, "at") or said.at, "closed_at": closed_at, "is_changed": False}
    if said.kind == Word.GOES_ON:
        return {"ended_at": None, "closed_at": None}
    if said.kind == Word.TIMES:
        return _corrected(told, said)
    if said.kind == Word.RETURN:
        return {"due_back_at": datetime.fromisoformat(said.facts["due"])}
    person_id = UUID(said.facts["person"])
    if said.kind == Word.CHECKED_OUT:
        return {"checked_out": {**told["checked_out"], person_id: said.at}}
    still = {id_: at for id_, at in told["checked_out"].items() if id_ != person_id}
    return {"checked_in": {person_id: said.at, **told["checked_in"]}, "checked_out": still}


def _corrected(told: Mapping[str, Any], said: Said) -> dict[str, Any]:
    started_at = _moment(said, "was_started")
    if started_at is None:
        return {}
    before = TimesBefore(started_at, told["ended_at"], said.by, said.at)
    ended_at = told["ended_at"] and (_moment(said, "ended") or told["ended_at"])
    return {"ended_at": ended_at, "corrections": (*told["corrections"], before)}


def _moment(said: Said, name: str) -> datetime | None:
    """Return a moment that a receipt names. Nobody can say that something happened after they said it."""
    try:
        moment = datetime.fromisoformat(said.facts[name])
    except (KeyError, ValueError):
        return None
    return min(moment, said.at) if moment.tzinfo is not None else None


def _changed(work: UnitOfWork, shifts: Sequence[Shift]) -> list[Shift]:
    statuses = shift_statuses(work, shifts)
    return [shift for shift in shifts if statuses[shift.id].is_changed or _lacks_members(work, shift)]


def _lacks_members(work: UnitOfWork, shift: Shift) -> bool:
    """Tell whether somebody of the signed team would not find the shift among their own."""
    team = directory_for(work).teams.get(shift.id, ())
    return any(work.session.get(ShiftMember, (shift.id, id_)) is None for id_ in team)


def _of_no_team(work: UnitOfWork, members: Sequence[ShiftMember]) -> list[ShiftMember]:
    teams = directory_for(work).teams
    return [member for member in members if member.staff_id not in teams.get(member.shift_id, ())]


declare_repeats(Shift, _changed)
declare_repeats(ShiftMember, _of_no_team)
