"""Meetings marked *now* that were not raised as a concern: red until somebody who answers for it says they have it.

A meeting is no report. Whoever wrote it down and forgot to raise it, or could not, is told so on every Today, and so is
supervision, which can open the meeting. That somebody has it is a signed receipt about the meeting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal_column, or_, select

from app.access.scope import has, locked_row, require, scoped, visible
from app.bases.known import known_base
from app.bases.pack import PhoneNumber, load_pack
from app.concerns.concern_status import concern_statuses
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.boards import board_fits
from app.keyring.directory import Directory
from app.keyring.folders import Fit
from app.keyring.receipts import Book, Receipts, Said, declare_book
from app.mistakes.states import is_marked
from app.staff.colleagues import Colleague, colleagues
from app.unit_of_work import UnitOfWork
from models.concern import Concern
from models.encounter import Encounter
from models.receipt import Receipt

LOOKED_AT_ANYWAY = timedelta(days=2)
"""How long a meeting is checked whatever rows beside it say: what was signed decides."""


_NOW: ColumnElement[str] = literal_column("'now'")
"""Written out, as in the index of these meetings: an engine does not know what a parameter will be."""


class Word(StrEnum):
    """What a receipt may say about a meeting marked *now*. The codes are stored."""

    RECEIVED = "received"
    HEARD = "heard"
    """Its writer has read who has it."""


@dataclass(frozen=True)
class MeetingNow:
    """A meeting marked *now*, none of its words. `taken_by` has it; None while nobody does."""

    id: UUID
    written_at: datetime
    is_own: bool
    may_take: bool
    taken_by: Colleague | None
    duty_number: str
    public_numbers: tuple[PhoneNumber, ...]
    is_changed: bool


def _may_receive(_directory: Directory, said: Said, first: Said | None) -> bool:
    return first is None and said.may_in_base(Permission.CONCERN_TRIAGE)


def _may_hear(_directory: Directory, said: Said, first: Said | None) -> bool:
    return first is not None and said.base_id == first.base_id and said.may(Permission.SHIFT_READ)


MEETINGS = declare_book(
    Book(Encounter, Receipt, {Word.RECEIVED: _may_receive, Word.HEARD: _may_hear}, begins=Word.RECEIVED)
)


def meetings_now(work: UnitOfWork) -> tuple[MeetingNow, ...]:
    """Return the meetings marked *now* that this person must know of, oldest first.

    Those who receive concerns know of all in their base that nobody has; a writer of their own, until they have read
    who has it.
    """
    if not has(work, Permission.SHIFT_READ):
        return ()
    rows = work.session.scalars(_perhaps(work)).all()
    raised = _raised(work, [row.id for row in rows])
    open_rows = [row for row in rows if row.id not in raised and not is_marked(row)]
    fits, receipts = board_fits(work, open_rows), MEETINGS.read(work, [row.id for row in open_rows])
    views = [_view(work, row, receipts[row.id], fits[row.id]) for row in open_rows]
    return tuple(sorted((each for each in views if each is not None), key=lambda each: each.written_at))


def own_not_taken(work: UnitOfWork) -> tuple[MeetingNow, ...]:
    """Return those that this person wrote down and nobody has."""
    return tuple(each for each in meetings_now(work) if each.is_own and each.taken_by is None)


def take_meeting(work: UnitOfWork, encounter_id: UUID) -> None:
    """Say that one has a meeting marked *now*. Raises AlreadyDone, NotVisible, NotAllowedNow (`meeting-not-now`)."""
    require(work, Permission.CONCERN_TRIAGE)
    row = locked_row(work, Encounter, encounter_id, Permission.SHIFT_READ)
    if row.urgency != Urgency.NOW.value:
        raise NotAllowedNow("meeting-not-now")
    if _taken(row, MEETINGS.of(work, row.id)) is not None:
        raise AlreadyDone(record_id=row.id)
    MEETINGS.sign(work, row.id, Word.RECEIVED, base_id=row.base_id, facts={})
    work.record("meeting.received", subjects=[row.id], base_id=row.base_id)


def hear_meeting(work: UnitOfWork, encounter_id: UUID) -> None:
    """Say, as its writer, that one has read who has it. Raises AlreadyDone, NotVisible."""
    require(work, Permission.SHIFT_READ)
    row = locked_row(work, Encounter, encounter_id, Permission.SHIFT_READ)
    receipts = MEETINGS.of(work, row.id)
    if row.written_by != work.person.id or _taken(row, receipts) is None:
        raise NotVisible("encounter")
    if _is_heard(row, receipts):
        raise AlreadyDone(record_id=row.id)
    MEETINGS.sign(work, row.id, Word.HEARD, base_id=row.base_id, facts={})
    work.record("meeting.heard", subjects=[row.id], base_id=row.base_id)


def who_has_meeting(work: UnitOfWork, encounter_id: UUID) -> Colleague | None:
    """Return who said that they have a meeting, for those who may read it; None while nobody did."""
    row = visible(work, Encounter, encounter_id, Permission.SHIFT_READ)
    taken = _taken(row, MEETINGS.of(work, row.id))
    return colleagues(work, [taken.by]).get(taken.by) if taken else None


def _perhaps(work: UnitOfWork) -> Select[Encounter]:
    """Select those nobody has raised or received according to rows beside them, the newest whatever those say.

    What a writer has not read yet is also kept here: their own, received, and not yet heard.
    """
    # One at a time, by their indexes: as a join, the whole table of concerns would be read.
    raised = select(Concern.id).where(Concern.encounter_id == Encounter.id).limit(1).scalar_subquery()
    ends = or_(Receipt.kind == Word.HEARD.value, _not_own(work))
    heard = select(Receipt.id).where(Receipt.about_id == Encounter.id, ends).limit(1).scalar_subquery()
    unheard = and_(raised.is_(None), heard.is_(None))
    query = scoped(work, Encounter, Permission.SHIFT_READ).where(Encounter.urgency == _NOW)
    query = query.where(or_(Encounter.written_at > work.now - LOOKED_AT_ANYWAY, unheard))
    return (
        query if has(work, Permission.CONCERN_TRIAGE) else query.where(Encounter.written_by == work.person.id)
    )


def _not_own(work: UnitOfWork) -> ColumnElement[bool]:
    """Limit to meetings that somebody else wrote down: for those, one receipt ends it."""
    return Encounter.written_by != work.person.id


def _raised(work: UnitOfWork, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of the meetings that a concern was raised from, as its poster signed it."""
    rows = work.session.scalars(select(Concern).where(Concern.encounter_id.in_(ids))).all() if ids else []
    statuses = concern_statuses(work, rows).values()
    return {each.encounter_id for each in statuses if each.encounter_id and not each.is_mistaken}


def _view(work: UnitOfWork, row: Encounter, receipts: Receipts, fit: Fit) -> MeetingNow | None:
    taken, is_own = _taken(row, receipts), row.written_by == work.person.id
    if taken is not None and (not is_own or taken.by == row.written_by or _is_heard(row, receipts)):
        return None
    base = known_base(work, row.base_id)
    return MeetingNow(
        id=row.id,
        written_at=row.written_at,
        is_own=is_own,
        may_take=has(work, Permission.CONCERN_TRIAGE) and taken is None,
        taken_by=colleagues(work, [taken.by]).get(taken.by) if taken else None,
        duty_number=base.duty_number,
        public_numbers=load_pack(base.pack_id).numbers,
        is_changed=fit is Fit.CHANGED,
    )


def _taken(row: Encounter, receipts: Receipts) -> Said | None:
    """Return the receipt that somebody has it: of the meeting's own base, and nothing taken away before it."""
    said = receipts.said[0] if receipts.said else None
    is_taken = said is not None and said.kind == Word.RECEIVED and said.base_id == row.base_id
    return said if is_taken else None


def _is_heard(row: Encounter, receipts: Receipts) -> bool:
    return any(said.kind == Word.HEARD and said.by == row.written_by for said in receipts.said)
