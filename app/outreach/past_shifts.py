"""A night that is over, written down afterwards from paper; the times, the route and the notes of a shift corrected."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from app.access.scope import require, visible
from app.foundation.errors import Conflict
from app.foundation.moments import MomentInput
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write
from app.mistakes.earlier import keep_earlier
from app.outreach.documents import ShiftNotes
from app.outreach.shift_status import Word, say, unchanged_shift_status
from app.outreach.shift_times import past_start, refuse_leaving_meetings_out, refuse_second_shift, span_of
from app.outreach.shifts import (
    Twice,
    begin_shift,
    check_route,
    held,
    require_writable,
    team_of,
    write_shift,
)
from app.unit_of_work import UnitOfWork
from models.shift import Shift


@dataclass(frozen=True)
class PastShiftInput:
    """A whole shift as it stands on paper. An end before the start is after midnight."""

    id: UUID
    team: tuple[UUID, ...]
    started: MomentInput
    ended: time
    route_id: UUID | None = None
    words: str = ""
    twice: Twice = Twice.ASK


@dataclass(frozen=True)
class TimesInput:
    """The true times of a shift. `ended` is None for one that goes on; an end before the start is after midnight."""

    started: MomentInput
    ended: time | None = None


@dataclass(frozen=True)
class NotesInput:
    """The true route of a shift, and what was said of it when it was opened and when it ended."""

    route_id: UUID | None = None
    opening: str = ""
    ending: str = ""


def write_past_shift(work: UnitOfWork, new: PastShiftInput) -> UUID:
    """Write down a shift that is over. Its team may write its meetings for as long as if it had ended just now.

    Raises Refused, AlreadyDone, NotVisible for a route of another base, or NotAllowedNow with `team-missing`,
    `not-street-staff`, `route-retired`, `too-long-ago`, `in-the-future`, `back-late`, `ended-ahead` or `out-already`.
    """
    base_id = begin_shift(work, new.id)
    team = team_of(work, base_id, new.team)
    started_at, ended_at = span_of(work, base_id, new.started, new.ended)
    if new.twice is Twice.ASK:
        refuse_second_shift(work, team, started_at=started_at, ended_at=ended_at)
    shift = Shift(
        id=new.id,
        base_id=base_id,
        route_id=new.route_id,
        opened_by=work.person.id,
        started_at=started_at,
        due_back_at=ended_at,
    )
    write_shift(work, shift, team, ShiftNotes(ending=clean_lines(new.words)))
    say(work, shift, Word.ENDED, at=ended_at.isoformat())
    work.record("shift.ended", subjects=[new.id], base_id=base_id, not_checked_out=0)
    return new.id


def correct_times(work: UnitOfWork, shift_id: UUID, typed: TimesInput, *, version: int) -> None:
    """Correct when a shift began and ended; what was said before stays readable.

    Raises Refused, NotVisible, ChangedOutside, Conflict, or NotAllowedNow with `shift-over`, `written-by-mistake`,
    `too-long-ago`, `in-the-future`, `back-late`, `ended-ahead` or `meetings-outside`.
    """
    shift = _to_correct(work, shift_id, version)
    status = unchanged_shift_status(work, shift)
    ended = typed.ended if status.ended_at is not None else None
    started_at, ended_at = _typed_span(work, shift, typed.started, ended)
    started_at = status.started_at if _is_same(status.started_at, started_at) else started_at
    ended_at = status.ended_at if _is_same(status.ended_at, ended_at) else ended_at
    if (started_at, ended_at) == (status.started_at, status.ended_at):
        return
    refuse_leaving_meetings_out(work, shift, started_at, ended_at)
    folder = _folder(work, shift)
    notes = folder.read(shift, ShiftNotes)
    keep_earlier(work, folder, shift, ShiftNotes)
    shift.started_at = started_at
    folder.write(shift, notes)
    work.session.flush()
    facts = {"was_started": status.started_at.isoformat()}
    if ended_at is not None:
        facts["ended"] = ended_at.isoformat()
    say(work, shift, Word.TIMES, **facts)
    work.record("shift.times_corrected", subjects=[shift_id], base_id=shift.base_id)


def correct_notes(work: UnitOfWork, shift_id: UUID, typed: NotesInput, *, version: int) -> None:
    """Correct the route of a shift and what was said of it; what stood there before stays readable.

    A route that is not used any more stays, if it stood there. Raises Refused, NotVisible, ChangedOutside, Conflict,
    WillNotOpen, or NotAllowedNow with `shift-over`, `written-by-mistake` or `route-retired`.
    """
    shift = _to_correct(work, shift_id, version)
    folder = _folder(work, shift)
    notes = ShiftNotes(clean_lines(typed.opening), clean_lines(typed.ending))
    if (typed.route_id, notes) == (shift.route_id, folder.read(shift, ShiftNotes)):
        return
    if typed.route_id != shift.route_id:
        check_route(work, shift.base_id, typed.route_id)
    keep_earlier(work, folder, shift, ShiftNotes)
    with work.session.no_autoflush:
        shift.route_id = typed.route_id
        folder.write(shift, notes)
    work.session.flush()
    work.record("shift.notes_corrected", subjects=[shift_id], folders=[folder.id], base_id=shift.base_id)


def _to_correct(work: UnitOfWork, shift_id: UUID, version: int) -> Shift:
    """Return a shift, locked, to whoever may write in it, as it stood at that version."""
    require(work, Permission.SHIFT_WRITE)
    shift = visible(work, Shift, shift_id, Permission.SHIFT_WRITE)
    held(work, shift)
    require_writable(work, shift)
    if shift.version != version:
        raise Conflict(record=shift_id, version=shift.version)
    return shift


def _folder(work: UnitOfWork, shift: Shift) -> FolderToWrite:
    return folder_to_write(work, FolderKind.SHIFT, shift.folder_id, base_id=shift.base_id, shift_id=shift.id)


def _typed_span(
    work: UnitOfWork, shift: Shift, started: MomentInput, ended: time | None
) -> tuple[datetime, datetime | None]:
    if ended is None:
        return past_start(work, shift.base_id, started), None
    return span_of(work, shift.base_id, started, ended)


def _is_same(before: datetime | None, typed: datetime | None) -> bool:
    """Tell whether two moments are the same to the minute, which is all that a form shows."""
    if before is None or typed is None:
        return before is typed
    return before.replace(second=0, microsecond=0) == typed.replace(second=0, microsecond=0)
