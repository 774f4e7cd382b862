"""Shifts: opening one with its signed team, checking people in and out, and ending it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from app.access.scope import require, visible
from app.foundation.access_rules import reach_of
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission, Reach
from app.foundation.text_cleaning import clean_lines
from app.keyring.assigning import grant_team_folders, state_team
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import folder_to_write, make_folder
from app.outreach.documents import ShiftNotes
from app.outreach.night_times import last_at, next_at
from app.outreach.shift_status import ShiftStatus, Word, say, shift_status, unchanged_shift_status
from app.outreach.teams import stated_team, street_staff
from app.unit_of_work import UnitOfWork
from models.outreach_route import OutreachRoute
from models.shift import Shift, ShiftMember

WRITING_GOES_ON = timedelta(hours=24)
"""How long after its end a shift's team may still write down and correct what happened."""

STARTED_AT_MOST_AGO = timedelta(hours=16)
"""A start further back than this is a slip of the finger."""


class Check(StrEnum):
    """The two safety checks of everyone who goes out."""

    IN = "in"
    OUT = "out"


class Missing(StrEnum):
    """What to do about people who are not checked out when a shift is to end."""

    ASK = "ask"
    ACCOUNTED_FOR = "accounted_for"
    """Whoever ends the shift says that they know where everybody is."""


@dataclass(frozen=True)
class ShiftInput:
    """What is typed to open a shift. Times are local times of day; a return before the start is tomorrow's."""

    id: UUID
    team: tuple[UUID, ...]
    started: time
    due_back: time
    route_id: UUID | None = None
    words: str = ""


def open_shift(work: UnitOfWork, new: ShiftInput) -> UUID:
    """Open a shift: the opener states its team, and its folder is granted to the team and the office.

    Field workers are always on the team of a shift they open. Raises Refused, AlreadyDone, NotVisible for a route
    of another base, or NotAllowedNow with `team-missing`, `not-street-staff`, `route-retired`,
    `started-long-ago` or `back-already`.
    """
    require(work, Permission.SHIFT_WRITE)
    earlier = work.session.get(Shift, new.id)
    if earlier is not None:
        if earlier.opened_by != work.person.id:
            raise Refused(Permission.SHIFT_WRITE.value)
        raise AlreadyDone(record_id=new.id)
    base_id = work.person.base_id
    if base_id is None:
        raise Refused(Permission.SHIFT_WRITE.value)
    team = _team_of(work, base_id, new.team)
    _check_route(work, base_id, new.route_id)
    started_at, due_back_at = _span(work, new)
    state_team(work, new.id, team, base_id=base_id)
    folder = make_folder(work, FolderKind.SHIFT, base_id=base_id, shift_id=new.id)
    shift = Shift(
        id=new.id,
        base_id=base_id,
        route_id=new.route_id,
        folder_id=folder.id,
        opened_by=work.person.id,
        started_at=started_at,
        due_back_at=due_back_at,
    )
    folder.write(shift, ShiftNotes(opening=clean_lines(new.words)))
    work.session.flush()
    work.session.add_all(ShiftMember(shift_id=new.id, staff_id=staff_id) for staff_id in team)
    work.record("shift.opened", subjects=[new.id, *team], folders=[folder.id], base_id=base_id)
    return new.id


def add_to_team(work: UnitOfWork, shift_id: UUID, people: Iterable[UUID]) -> None:
    """Put people who came later on the team: it is stated anew, and they are granted what is there already.

    Raises Refused, NotVisible, AlreadyDone when all are on it, or NotAllowedNow with `shift-ended`,
    `team-missing` or `not-street-staff`.
    """
    require(work, Permission.SHIFT_WRITE)
    shift = _open_shift(work, shift_id)
    wanted = list(dict.fromkeys(people))
    if not wanted:
        raise NotAllowedNow("team-missing")
    team = stated_team(work, shift_id)
    joining = [staff_id for staff_id in wanted if staff_id not in team]
    if not joining:
        raise AlreadyDone(record_id=shift_id)
    _check_staff(work, shift.base_id, joining)
    state_team(work, shift_id, [*team, *joining], base_id=shift.base_id)
    grant_team_folders(work, shift_id, joining)
    rows = work.session.scalars(select(ShiftMember.staff_id).where(ShiftMember.shift_id == shift_id)).all()
    work.session.add_all(
        ShiftMember(shift_id=shift_id, staff_id=staff_id) for staff_id in joining if staff_id not in rows
    )
    work.record("shift.team_grew", subjects=[shift_id, *joining], base_id=shift.base_id)


def check(work: UnitOfWork, shift_id: UUID, staff_id: UUID, kind: Check) -> None:
    """Check somebody of the team in or out: oneself, a teammate, or a supervisor who has spoken to them.

    Checking in again takes back a check-out that was a mistake. Raises Refused for everyone else, NotVisible,
    AlreadyDone, or NotAllowedNow with `shift-ended` for a check-in.
    """
    require(work, Permission.SHIFT_READ)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_READ)
    if not may_check(work, shift):
        raise Refused(Permission.SHIFT_WRITE.value)
    if staff_id not in stated_team(work, shift_id):
        raise NotVisible("shift_member")
    status = _held(work, shift)
    if kind is Check.OUT:
        _refuse_check_out(status, staff_id)
        say(work, shift, Word.CHECKED_OUT, person=str(staff_id))
    else:
        _refuse_check_in(status, staff_id)
        say(work, shift, Word.CHECKED_IN, person=str(staff_id))
    work.record(f"shift.checked_{kind.value}", subjects=[shift_id, staff_id], base_id=shift.base_id)


def may_check(work: UnitOfWork, shift: Shift) -> bool:
    """Tell whether the person may check people of this shift in and out."""
    return work.person.id in stated_team(work, shift.id) or may_lead(work, shift)


def may_lead(work: UnitOfWork, shift: Shift) -> bool:
    """Tell whether the person may write in every shift of this base, and not only in their own."""
    in_base = reach_of(work.person, Permission.SHIFT_WRITE) is Reach.BASE
    return in_base and shift.base_id == work.person.base_id


def move_return(work: UnitOfWork, shift_id: UUID, due_back: time) -> datetime:
    """Say that the team comes back at another time: the next time it is that time of day. Returns the moment.

    Raises Refused, NotVisible, or NotAllowedNow with `shift-ended`.
    """
    require(work, Permission.SHIFT_WRITE)
    shift = _open_shift(work, shift_id)
    _held(work, shift)
    moment = next_at(due_back, after=work.now)
    say(work, shift, Word.RETURN, due=moment.isoformat())
    work.record("shift.return_moved", subjects=[shift_id], base_id=shift.base_id)
    return moment


def end_shift(work: UnitOfWork, shift_id: UUID, *, words: str, missing: Missing) -> None:
    """End a shift. Raises NotAllowedNow with `not-all-out` when people are missing and not accounted for.

    Raises Refused, NotVisible, or AlreadyDone when it has ended.
    """
    require(work, Permission.SHIFT_WRITE)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    status = _held(work, shift)
    if status.ended_at is not None:
        raise AlreadyDone(record_id=shift_id)
    if status.still_out and missing is Missing.ASK:
        raise NotAllowedNow("not-all-out")
    _note_ending(work, shift, clean_lines(words))
    say(work, shift, Word.ENDED)
    subjects = [shift_id, *status.still_out]
    work.record(
        "shift.ended", subjects=subjects, base_id=shift.base_id, not_checked_out=len(status.still_out)
    )


def _note_ending(work: UnitOfWork, shift: Shift, words: str) -> None:
    """Put the last words beside the first ones.

    A shift that was changed outside ends without them: nothing keeps anybody from saying that it has ended.
    """
    if not words:
        return
    folder = folder_to_write(
        work, FolderKind.SHIFT, shift.folder_id, base_id=shift.base_id, shift_id=shift.id
    )
    look = folder.look(shift, ShiftNotes)
    if not look.is_changed:
        before = look.document or ShiftNotes()
        folder.write(shift, ShiftNotes(before.opening, words))
        work.session.flush()


def is_over(status: ShiftStatus, now: datetime) -> bool:
    """Tell whether the team's time for writing is over."""
    return status.ended_at is not None and now > status.ended_at + WRITING_GOES_ON


def require_writable(work: UnitOfWork, shift: Shift) -> None:
    """Raise NotAllowedNow with `shift-over` when the team's time for writing is over; supervisors may always.

    Raises ChangedOutside for a shift that was changed outside: it permits nothing.
    """
    if is_over(unchanged_shift_status(work, shift), work.now) and not may_lead(work, shift):
        raise NotAllowedNow("shift-over")


def _open_shift(work: UnitOfWork, shift_id: UUID) -> Shift:
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    if shift_status(work, shift).ended_at is not None:
        raise NotAllowedNow("shift-ended")
    return shift


def _held(work: UnitOfWork, shift: Shift) -> ShiftStatus:
    """Return how a shift stands, of which nobody else says anything until this work ends."""
    work.session.refresh(shift, with_for_update=True)
    return shift_status(work, shift)


def _team_of(work: UnitOfWork, base_id: UUID, chosen: Iterable[UUID]) -> list[UUID]:
    """Return the team in order, the opener first when they go out themselves."""
    team = dict.fromkeys(chosen)
    if reach_of(work.person, Permission.SHIFT_WRITE) is Reach.OWN:
        team = {work.person.id: None} | team
    if not team:
        raise NotAllowedNow("team-missing")
    _check_staff(work, base_id, team)
    return list(team)


def _check_staff(work: UnitOfWork, base_id: UUID, people: Iterable[UUID]) -> None:
    if not set(people) <= {mate.id for mate in street_staff(work, base_id)}:
        raise NotAllowedNow("not-street-staff")


def _check_route(work: UnitOfWork, base_id: UUID, route_id: UUID | None) -> None:
    if route_id is None:
        return
    route = visible(work, OutreachRoute, route_id, Permission.SHIFT_READ)
    if route.base_id != base_id:
        raise NotVisible("outreach_route")
    open_folder(work, route.folder_id).check(route)
    if route.retired_at is not None:
        raise NotAllowedNow("route-retired")


def _span(work: UnitOfWork, new: ShiftInput) -> tuple[datetime, datetime]:
    started_at = last_at(new.started, until=work.now)
    if started_at < work.now - STARTED_AT_MOST_AGO:
        raise NotAllowedNow("started-long-ago")
    due_back_at = next_at(new.due_back, after=started_at)
    if due_back_at <= work.now:
        raise NotAllowedNow("back-already")
    return started_at, due_back_at


def _refuse_check_in(status: ShiftStatus, staff_id: UUID) -> None:
    if status.ended_at is not None:
        raise NotAllowedNow("shift-ended")
    if staff_id in status.checked_in and staff_id not in status.checked_out:
        raise AlreadyDone(record_id=status.id)


def _refuse_check_out(status: ShiftStatus, staff_id: UUID) -> None:
    if staff_id in status.checked_out:
        raise AlreadyDone(record_id=status.id)
