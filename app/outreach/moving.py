"""Moves a meeting that was written in the wrong shift to the right one: its team reads it, the other one no more."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.access.scope import locked_row, require, scoped, visible
from app.bases.known import zone_of
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible
from app.foundation.local_time import in_zone, local_day
from app.foundation.moments import MomentInput, known_moment
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.keyring.assigning import give_to_team, withdraw_folder
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write
from app.mistakes.earlier import keep_earlier
from app.mistakes.states import is_marked
from app.outreach.children_met import refuse_unborn
from app.outreach.documents import Account, Change, ChildDescription
from app.outreach.shift_status import unchanged_shift_status
from app.outreach.shift_times import meeting_span
from app.outreach.shifts import held, require_writable
from app.outreach.teams import stated_team
from app.outreach.writing import require_correcting
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild
from models.shift import Shift

OFFERED_BACK = timedelta(days=31)
"""How far back the shifts lie that a meeting can be moved to."""


@dataclass(frozen=True)
class MoveMeeting:
    """In which shift a meeting was, when, and why it stood elsewhere; `version` is the meeting's in the form."""

    shift_id: UUID
    met: MomentInput
    reason: str
    version: int


@dataclass(frozen=True)
class OtherShift:
    """A shift that a meeting may be moved to."""

    id: UUID
    started_at: datetime
    people: int


def other_shifts(work: UnitOfWork, encounter_id: UUID) -> tuple[OtherShift, ...]:
    """Return the shifts that this person may move a meeting to, the newest first.

    Raises NotVisible, and ChangedOutside, recorded, when the meeting is not what was written: it cannot be moved.
    """
    row = visible(work, Encounter, encounter_id, Permission.SHIFT_WRITE)
    open_folder(work, row.folder_id).check(row)
    query = scoped(work, Shift, Permission.SHIFT_WRITE).where(
        Shift.base_id == row.base_id, Shift.id != row.shift_id, Shift.started_at > work.now - OFFERED_BACK
    )
    found = work.session.scalars(query.order_by(Shift.started_at.desc()).limit(60)).all()
    return tuple(
        OtherShift(shift.id, shift.started_at, len(stated_team(work, shift.id)))
        for shift in found
        if _is_writable(work, shift)
    )


def move_meeting(work: UnitOfWork, encounter_id: UUID, to: MoveMeeting) -> None:
    """Move a meeting to the shift it belongs to: by its writer while they may correct it, and by supervisors always.

    Its children, the concerns raised from it and what was linked go with it. Whoever was only in the other team loses
    its key. What it said before is kept.

    Raises Refused, NotVisible, Conflict, AlreadyDone when it is there already, ChangedOutside, WillNotOpen, or
    NotAllowedNow with `reason-missing`, `shift-over`, `not-on-this-shift`, `written-by-mistake`, `time-missing` or
    what a moment that cannot be meant raises.
    """
    require(work, Permission.SHIFT_WRITE)
    row = locked_row(work, Encounter, encounter_id, Permission.SHIFT_WRITE)
    before = visible(work, Shift, row.shift_id, Permission.SHIFT_WRITE)
    require_correcting(work, row, before)
    if row.shift_id == to.shift_id:
        raise AlreadyDone(record_id=row.id)
    if row.version != to.version:
        raise Conflict(record=row.id, version=row.version)
    if is_marked(row):
        raise NotAllowedNow("written-by-mistake")
    reason, shift = clean_lines(to.reason), visible(work, Shift, to.shift_id, Permission.SHIFT_WRITE)
    if not reason:
        raise NotAllowedNow("reason-missing")
    if shift.base_id != row.base_id:
        raise NotVisible("shift")
    held(work, shift)
    require_writable(work, shift)
    _move(work, row, shift, to, reason)
    work.record(
        "encounter.moved",
        subjects=[row.id, before.id, shift.id],
        folders=[row.folder_id],
        base_id=row.base_id,
        version=row.version,
    )


def _move(work: UnitOfWork, row: Encounter, shift: Shift, to: MoveMeeting, reason: str) -> None:
    folder = folder_to_write(
        work, FolderKind.ENCOUNTER, row.folder_id, base_id=row.base_id, shift_id=row.shift_id
    )
    account, met_at = folder.read(row, Account), _met_at(work, shift, to.met)
    children = _children(work, row, folder)
    if local_day(met_at) != local_day(row.met_at):
        refuse_unborn(work, (child.child_id for child, _ in children if child.child_id is not None), met_at)
    keep_earlier(work, folder, row, Account, why=reason, named=(child.child_id for child, _ in children))
    withdraw_folder(work, folder.id)
    # Sealed anew under the new key: who had the old one opens nothing of what stands here now.
    with work.session.no_autoflush:
        folder.write(row, replace(account, last_change=Change(work.person.id, work.now)))
        for child, description in children:
            folder.write(child, description)
        row.shift_id, row.met_at = shift.id, met_at
        give_to_team(work, folder.id, shift_id=shift.id)
    work.session.flush()


def _children(
    work: UnitOfWork, row: Encounter, folder: FolderToWrite
) -> list[tuple[EncounterChild, ChildDescription]]:
    query = scoped(work, EncounterChild, Permission.SHIFT_WRITE).where(EncounterChild.encounter_id == row.id)
    return [(child, folder.read(child, ChildDescription)) for child in work.session.scalars(query)]


def _met_at(work: UnitOfWork, shift: Shift, typed: MomentInput) -> datetime:
    """Return when it was, which must lie in the shift or beside it."""
    with in_zone(zone_of(work, shift.base_id)):
        moment = known_moment(typed, now=work.now)
    if not moment.is_time_known:
        raise NotAllowedNow("time-missing")
    status = unchanged_shift_status(work, shift)
    first, last = meeting_span(work, status.started_at, status.ended_at)
    if not first <= moment.at <= last:
        raise NotAllowedNow("not-on-this-shift")
    return moment.at


def _is_writable(work: UnitOfWork, shift: Shift) -> bool:
    try:
        require_writable(work, shift)
    except NotAllowedNow:
        return False
    return True
