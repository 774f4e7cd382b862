"""Shifts: opening one with its signed team, checking people in and out, and ending it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from app.access.scope import require, visible
from app.foundation.access_rules import reach_of
from app.foundation.clock import is_ahead
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission, Reach
from app.foundation.text_cleaning import clean_lines
from app.keyring.assigning import grant_team_folders, state_team
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import folder_to_write, make_folder
from app.outreach.documents import ShiftNotes
from app.outreach.shift_status import (
    ShiftStatus,
    Word,
    say,
    shift_status,
    unchanged_shift_status,
)
from app.outreach.shift_times import (
    end_of,
    refuse_leaving_meetings_out,
    refuse_second_shift,
    return_of,
    start_of,
)
from app.outreach.teams import stated_team, street_staff
from app.unit_of_work import UnitOfWork
from models.outreach_route import OutreachRoute
from models.shift import Shift, ShiftMember

WRITING_GOES_ON = timedelta(hours=24)
"""How long after a shift was ended its team may still write down and correct what happened."""


BETWEEN_ENDINGS = "\n\n"
"""Stands between the words with which a shift was ended too early, and those with which it ended."""


class Check(StrEnum):
    """The two safety checks of everyone who goes out."""

    IN = "in"
    OUT = "out"
    NOT_OUT = "not_out"
    """Takes back a check-out that was pressed for the wrong person, whether the shift has ended or not."""


_CHECKED = {
    Check.IN: "shift.checked_in",
    Check.OUT: "shift.checked_out",
    Check.NOT_OUT: "shift.check_out_undone",
}


class Twice(StrEnum):
    """What to do about people who are on another shift that has not ended when a shift is opened."""

    ASK = "ask"
    MEANT = "meant"


class Missing(StrEnum):
    """What to do about people who are not checked out when a shift ends."""

    ASK = "ask"
    ACCOUNTED_FOR = "accounted_for"
    """The person ending the shift says that they know where everybody is."""


@dataclass(frozen=True)
class ShiftInput:
    """What is typed to open a shift. Times are local times of day; a return before the start is tomorrow's."""

    id: UUID
    team: tuple[UUID, ...]
    started: time
    due_back: time
    route_id: UUID | None = None
    words: str = ""
    twice: Twice = Twice.MEANT


def open_shift(work: UnitOfWork, new: ShiftInput) -> UUID:
    """Open a shift: the opener states its team, and its folder is granted to the team and the office.

    Field workers are always on the team of a shift they open. Raises Refused, AlreadyDone, NotVisible for a route of
    another base, or NotAllowedNow with `team-missing`, `not-street-staff`, `route-retired`, `started-long-ago`,
    `back-late`, `back-already` or, if that is to be asked, `out-already`.
    """
    base_id = begin_shift(work, new.id)
    team = team_of(work, base_id, new.team)
    started_at, due_back_at = _span(work, base_id, new)
    if new.twice is Twice.ASK:
        refuse_second_shift(work, team, started_at=started_at, ended_at=None)
    shift = Shift(
        id=new.id,
        base_id=base_id,
        route_id=new.route_id,
        opened_by=work.person.id,
        started_at=started_at,
        due_back_at=due_back_at,
    )
    write_shift(work, shift, team, ShiftNotes(opening=clean_lines(new.words)))
    return new.id


def begin_shift(work: UnitOfWork, shift_id: UUID) -> UUID:
    """Return the base of a shift that is to be written. Raises Refused, or AlreadyDone for a form sent twice."""
    require(work, Permission.SHIFT_WRITE)
    earlier = work.session.get(Shift, shift_id)
    if earlier is not None and earlier.opened_by == work.person.id:
        raise AlreadyDone(record_id=shift_id)
    if earlier is not None or work.person.base_id is None:
        raise Refused(Permission.SHIFT_WRITE.value)
    return work.person.base_id


def write_shift(work: UnitOfWork, shift: Shift, team: Sequence[UUID], notes: ShiftNotes) -> None:
    """State the team of a new shift, and seal its notes to them. Raises as `open_shift` does about the route."""
    check_route(work, shift.base_id, shift.route_id)
    state_team(work, shift.id, team, base_id=shift.base_id)
    folder = make_folder(work, FolderKind.SHIFT, base_id=shift.base_id, shift_id=shift.id)
    shift.folder_id = folder.id
    folder.write(shift, notes)
    work.session.flush()
    work.session.add_all(ShiftMember(shift_id=shift.id, staff_id=staff_id) for staff_id in team)
    work.record("shift.opened", subjects=[shift.id, *team], folders=[folder.id], base_id=shift.base_id)


def add_to_team(work: UnitOfWork, shift_id: UUID, people: Iterable[UUID]) -> None:
    """Add people to the team who joined later or were forgotten: it is stated again, and they get the folders' keys.

    After the end it takes the right to write in the shift. Raises Refused, NotVisible, AlreadyDone when all are on it,
    or NotAllowedNow with `shift-over`, `written-by-mistake`, `team-missing` or `not-street-staff`; after the end also
    ChangedOutside.
    """
    require(work, Permission.SHIFT_WRITE)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    if shift_status(work, shift).ended_at is not None:
        require_writable(work, shift)
    wanted = list(dict.fromkeys(people))
    if not wanted:
        raise NotAllowedNow("team-missing")
    team = stated_team(work, shift_id)
    joining = [staff_id for staff_id in wanted if staff_id not in team]
    if not joining:
        raise AlreadyDone(record_id=shift_id)
    refuse_strangers(work, shift.base_id, joining)
    state_team(work, shift_id, [*team, *joining], base_id=shift.base_id)
    grant_team_folders(work, shift_id, joining)
    rows = work.session.scalars(select(ShiftMember.staff_id).where(ShiftMember.shift_id == shift_id)).all()
    work.session.add_all(
        ShiftMember(shift_id=shift_id, staff_id=staff_id) for staff_id in joining if staff_id not in rows
    )
    work.record("shift.team_grew", subjects=[shift_id, *joining], base_id=shift.base_id)


def check(work: UnitOfWork, shift_id: UUID, staff_id: UUID, kind: Check) -> None:
    """Check a team member in or out: done by themselves, a teammate, or a supervisor who has spoken to them.

    Checking in again takes back a mistaken check-out, and NOT_OUT does so after the end too. Raises Refused for
    everyone else, NotVisible, AlreadyDone, or NotAllowedNow with `shift-ended` for a check-in.
    """
    require(work, Permission.SHIFT_READ)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_READ)
    if not may_check(work, shift):
        raise Refused(Permission.SHIFT_WRITE.value)
    if staff_id not in stated_team(work, shift_id):
        raise NotVisible("shift_member")
    status = held(work, shift)
    if kind is Check.OUT:
        _refuse_check_out(status, staff_id)
        say(work, shift, Word.CHECKED_OUT, person=str(staff_id))
    else:
        _refuse_check_in(status, staff_id, kind)
        say(work, shift, Word.CHECKED_IN, person=str(staff_id))
    work.record(_CHECKED[kind], subjects=[shift_id, staff_id], base_id=shift.base_id)


def may_check(work: UnitOfWork, shift: Shift) -> bool:
    """Tell whether the person may check people of this shift in and out."""
    return work.person.id in stated_team(work, shift.id) or may_lead(work, shift)


def may_lead(work: UnitOfWork, shift: Shift) -> bool:
    """Tell whether the person may write in every shift of this base, and not only in their own."""
    in_base = reach_of(work.person, Permission.SHIFT_WRITE) is Reach.BASE
    return in_base and shift.base_id == work.person.base_id


def move_return(work: UnitOfWork, shift_id: UUID, due_back: time) -> datetime:
    """Say that the team will come back at another time: the next time it is that time of day. Returns the moment.

    Raises Refused, NotVisible, or NotAllowedNow with `shift-ended` or `back-late`.
    """
    require(work, Permission.SHIFT_WRITE)
    shift = _open_shift(work, shift_id)
    held(work, shift)
    moment = return_of(work, shift.base_id, due_back, after=work.now)
    say(work, shift, Word.RETURN, due=moment.isoformat())
    work.record("shift.return_moved", subjects=[shift_id], base_id=shift.base_id)
    return moment


def end_shift(
    work: UnitOfWork,
    shift_id: UUID,
    *,
    words: str,
    missing: Missing,
    ended: time | None = None,
    ended_on: date | None = None,
) -> None:
    """End a shift now, or say when it had ended. `ended_on` is needed if that could have been several nights.

    Raises NotAllowedNow with `not-all-out` when people are missing and not accounted for, and with `ended-outside`,
    `which-night` or `meetings-outside` for its time; Refused, NotVisible, or AlreadyDone when it has ended.
    """
    require(work, Permission.SHIFT_WRITE)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    status = held(work, shift)
    if status.ended_at is not None:
        raise AlreadyDone(record_id=shift_id)
    if status.still_out and missing is Missing.ASK:
        raise NotAllowedNow("not-all-out")
    ended_at = work.now
    # Nothing keeps anybody from saying that a shift has ended of which nobody knows when it began.
    if ended is not None and not status.is_changed and not is_ahead(status.started_at, work.now):
        ended_at = end_of(work, status, shift.base_id, ended, on=ended_on)
        refuse_leaving_meetings_out(work, shift, status.started_at, ended_at)
    _note_ending(work, shift, clean_lines(words))
    say(work, shift, Word.ENDED, **({"at": ended_at.isoformat()} if ended_at < work.now else {}))
    subjects = [shift_id, *status.still_out]
    work.record(
        "shift.ended", subjects=subjects, base_id=shift.base_id, not_checked_out=len(status.still_out)
    )


def go_on(work: UnitOfWork, shift_id: UUID) -> None:
    """Say that a shift has not ended after all: its team is still out, and whoever is missing is looked for again.

    Raises Refused, NotVisible, AlreadyDone when it goes on, or NotAllowedNow with `shift-over` or `written-by-mistake`.
    """
    require(work, Permission.SHIFT_WRITE)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    if held(work, shift).ended_at is None:
        raise AlreadyDone(record_id=shift_id)
    require_writable(work, shift)
    say(work, shift, Word.GOES_ON)
    work.record("shift.goes_on", subjects=[shift_id], base_id=shift.base_id)


def _note_ending(work: UnitOfWork, shift: Shift, words: str) -> None:
    """Add the final notes to the first ones, and to those with which it was ended too early.

    A shift that was changed outside ends without them: nothing may keep anybody from saying that it has ended.
    """
    if not words:
        return
    folder = folder_to_write(
        work, FolderKind.SHIFT, shift.folder_id, base_id=shift.base_id, shift_id=shift.id
    )
    look = folder.look(shift, ShiftNotes)
    if not look.is_changed:
        before = look.document or ShiftNotes()
        ending = (
            before.ending if words in before.ending.split(BETWEEN_ENDINGS) else _joined(before.ending, words)
        )
        folder.write(shift, ShiftNotes(before.opening, ending))
        work.session.flush()


def _joined(*endings: str) -> str:
    return BETWEEN_ENDINGS.join(each for each in endings if each)


def is_over(status: ShiftStatus, now: datetime) -> bool:
    """Tell whether the team's writing time is over: it counts from when somebody said that the shift has ended."""
    return status.closed_at is not None and now > status.closed_at + WRITING_GOES_ON


def require_writable(work: UnitOfWork, shift: Shift) -> None:
    """Raise NotAllowedNow with `shift-over` as `require_writing_time`, or with `written-by-mistake`.

    Raises ChangedOutside for a shift that was changed outside: it permits nothing.
    """
    require_writing_time(work, shift)
    if shift_status(work, shift).is_mistaken:
        raise NotAllowedNow("written-by-mistake")


def require_writing_time(work: UnitOfWork, shift: Shift) -> None:
    """Raise NotAllowedNow with `shift-over` when the team's writing time is over; supervisors may always write.

    Raises ChangedOutside.
    """
    if is_over(unchanged_shift_status(work, shift), work.now) and not may_lead(work, shift):
        raise NotAllowedNow("shift-over")


def _open_shift(work: UnitOfWork, shift_id: UUID) -> Shift:
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    if shift_status(work, shift).ended_at is not None:
        raise NotAllowedNow("shift-ended")
    return shift


def held(work: UnitOfWork, shift: Shift) -> ShiftStatus:
    """Return a shift's status, locked against anybody else's statements until this work ends."""
    work.session.refresh(shift, with_for_update=True)
    return shift_status(work, shift)


def team_of(work: UnitOfWork, base_id: UUID, chosen: Iterable[UUID]) -> list[UUID]:
    """Return the team in order, the opener first if they go out themselves."""
    team = dict.fromkeys(chosen)
    if reach_of(work.person, Permission.SHIFT_WRITE) is Reach.OWN:
        team = {work.person.id: None} | team
    if not team:
        raise NotAllowedNow("team-missing")
    refuse_strangers(work, base_id, team)
    return list(team)


def refuse_strangers(work: UnitOfWork, base_id: UUID, people: Iterable[UUID]) -> None:
    """Raise NotAllowedNow (`not-street-staff`) for people who may not be on a team of that base."""
    if not set(people) <= {mate.id for mate in street_staff(work, base_id)}:
        raise NotAllowedNow("not-street-staff")


def check_route(work: UnitOfWork, base_id: UUID, route_id: UUID | None) -> None:
    """Raise NotAllowedNow (`route-retired`), NotVisible or ChangedOutside for a route that the base does not use."""
    if route_id is None:
        return
    route = visible(work, OutreachRoute, route_id, Permission.SHIFT_READ)
    if route.base_id != base_id:
        raise NotVisible("outreach_route")
    open_folder(work, route.folder_id).check(route)
    if route.retired_at is not None:
        raise NotAllowedNow("route-retired")


def _span(work: UnitOfWork, base_id: UUID, new: ShiftInput) -> tuple[datetime, datetime]:
    started_at = start_of(work, base_id, new.started)
    due_back_at = return_of(work, base_id, new.due_back, after=started_at)
    if due_back_at <= work.now:
        raise NotAllowedNow("back-already")
    return started_at, due_back_at


def _refuse_check_in(status: ShiftStatus, staff_id: UUID, kind: Check) -> None:
    is_out = staff_id not in status.checked_out
    if kind is Check.NOT_OUT and is_out:
        raise AlreadyDone(record_id=status.id)
    if kind is Check.IN and status.ended_at is not None:
        raise NotAllowedNow("shift-ended")
    if staff_id in status.checked_in and is_out:
        raise AlreadyDone(record_id=status.id)


def _refuse_check_out(status: ShiftStatus, staff_id: UUID) -> None:
    if staff_id in status.checked_out:
        raise AlreadyDone(record_id=status.id)
