"""Cancels a session with its reason, and moves one that was typed for the wrong day to the day it was on."""

from dataclasses import replace
from uuid import UUID

from app.access.scope import require
from app.clubs.documents import Change, Register
from app.clubs.making import club_folder
from app.clubs.session_rows import (
    Slot,
    begun_session,
    check_slot,
    club_to_write_in,
    day_of,
    session_at,
    session_to_write,
)
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.club_sessions import CancelReason, SessionState
from app.mistakes.earlier import keep_earlier
from app.unit_of_work import UnitOfWork


def cancel_session(
    work: UnitOfWork, club_id: UUID, slot: Slot, reason: CancelReason, words: str = ""
) -> UUID:
    """Say that a session was not held, or will not be, and why. Returns its id.

    Raises Refused, NotVisible, ChangedOutside, AlreadyDone; NotAllowedNow as `check_slot`, with `children-came` when
    children are marked there.
    """
    require(work, Permission.CLUB_WRITE)
    club = club_to_write_in(work, club_id)
    folder = club_folder(work, club)
    folder.check(club)
    row = session_at(work, club, slot.begins_at)
    before = folder.read(row, Register) if row is not None else None
    if before is not None and before.marks:
        raise NotAllowedNow("children-came")
    said = replace(before or Register(), reason=reason.value, words=clean_lines(words))
    if row is None:
        check_slot(work, club, slot, is_ahead_allowed=True)
        row = begun_session(work, club, slot)
    elif row.state == SessionState.CANCELLED and said == before:
        raise AlreadyDone(record_id=row.id)
    else:
        keep_earlier(work, folder, row, Register)
    row.state = SessionState.CANCELLED.value
    folder.write(row, replace(said, last_change=Change(work.person.id, work.now)))
    work.session.flush()
    work.record(
        "club.session_cancelled", subjects=[row.id, club.id], folders=[folder.id], base_id=club.base_id
    )
    return row.id


def move_session(work: UnitOfWork, session_id: UUID, slot: Slot, *, version: int) -> None:
    """Say that a session was at another time: its register goes along, and nothing is typed again.

    Raises as `cancel_session`, and Conflict; NotAllowedNow with `session-there` when another is written at that time.
    """
    require(work, Permission.CLUB_WRITE)
    club, row = session_to_write(work, session_id)
    folder = club_folder(work, club)
    if row.version != version:
        raise Conflict(record=session_id, version=row.version)
    register = folder.read(row, Register)
    if (row.begins_at, row.ends_at) == (slot.begins_at, slot.ends_at):
        raise AlreadyDone(record_id=session_id)
    check_slot(work, club, slot, is_ahead_allowed=row.state == SessionState.CANCELLED)
    there = session_at(work, club, slot.begins_at)
    if there is not None and there.id != row.id:
        raise NotAllowedNow("session-there")
    keep_earlier(work, folder, row, Register)
    row.begins_at, row.ends_at, row.held_on = slot.begins_at, slot.ends_at, day_of(work, club, slot)
    folder.write(row, replace(register, last_change=Change(work.person.id, work.now)))
    work.session.flush()
    subjects = [row.id, club.id, *sorted(register.came)]
    work.record("club.session_moved", subjects=subjects, folders=[folder.id], base_id=club.base_id)
