"""Notes of a case: the writer may correct a note for one day; after that, only another note can add to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select

from app.access.scope import visible
from app.case_records.loading import lock_case
from app.case_records.record_views import Opened, RecordView, Views, view_of
from app.case_records.records import CaseRecords, Closed
from app.cases.documents import NoteWords
from app.cases.risk_changes import days_of_risk, first_contact, next_contact
from app.children.births import refuse_before_birth
from app.foundation.case_statuses import CaseStatus
from app.foundation.clock import is_within
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.errors import NotAllowedNow, Refused
from app.foundation.local_time import local_day
from app.foundation.moments import KnownMoment, MomentInput, known_moment
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.keyring.case_status import is_closed
from app.keyring.known_directory import directory_for
from app.keyring.policy import FolderKind
from app.keyring.writing import case_folder_to_write
from app.mistakes.markables import Held
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_note import CaseNote

NOTES: CaseRecords[CaseNote, NoteWords] = CaseRecords(
    CaseNote,
    NoteWords,
    FolderKind.CASE,
    reads=Permission.CASE_READ,
    writes=Permission.CASE_WRITE,
    on_closed=Closed.TAKES,
    event="note",
    follow=lambda work, held: plan_contact_again(work, held),  # noqa: PLW0108 - defined below
)

MENDED_WITHIN = timedelta(hours=24)
"""How long the writer may correct a note; a later correction is another note, so that both remain."""


@dataclass(frozen=True)
class NoteInput:
    """What is typed for a note."""

    words: str
    happened: MomentInput
    basis: EvidenceBasis | None
    met_child: bool = False


@dataclass(frozen=True)
class NoteView(RecordView):
    """A note as its readers see it; `content` is None for a person who was not given its key."""

    content: NoteWords | None
    happened_at: datetime
    writer_id: UUID
    version: int
    may_mend: bool


def add_note(
    work: UnitOfWork, case_id: UUID, note_id: UUID, draft: NoteInput, *, adds_to: UUID | None = None
) -> None:
    """Write a note. A closed case accepts notes too, because facts still arrive.

    Raises Refused, NotVisible, AlreadyDone, ChangedOutside (for the note it adds to), NotAllowedNow (`in-the-future`,
    `too-long-ago`, `before-born`, `before-any-birth`).
    """
    new = NOTES.begin(work, case_id, note_id)
    if adds_to is not None:
        NOTES.one(work, case_id, adds_to)
    happened = _happened(work, new.case, draft)
    new.save("added", _content(draft, happened, adds_to), happened_at=happened.at)
    if draft.met_child:
        plan_contact(work, new.case)


def mend_note(work: UnitOfWork, note_id: UUID, draft: NoteInput, *, version: int) -> None:
    """Change one's own note within a day of writing it.

    Raises Refused (somebody else's), NotVisible, Conflict, WillNotOpen, or NotAllowedNow (`note-stands`,
    `in-the-future`, `too-long-ago`, `before-born`, `before-any-birth`).
    """
    old = NOTES.edit(work, _own(work, note_id).case_id, note_id, version)
    if not is_within(MENDED_WITHIN, old.row.written_at, work.now):
        raise NotAllowedNow("note-stands")
    happened = _happened(work, old.case, draft)
    before = old.read()
    content = _content(draft, happened, before.adds_to)
    content = replace(content, came_from=before.came_from, mended_at=work.now)
    old.save("mended", content, happened_at=happened.at)
    if draft.met_child or before.met_child:
        plan_contact(work, old.case)


def read_note(work: UnitOfWork, note_id: UUID) -> NoteView:
    """Return one note. Raises NotVisible, and ChangedOutside when it is not what was written."""
    case_id = visible(work, CaseNote, note_id, NOTES.reads).case_id
    return _view(work, NOTES.one(work, case_id, note_id))


def read_own_note(work: UnitOfWork, note_id: UUID) -> NoteView:
    """Return one's own note, to change it. Raises as `read_note` does, NoKey, and Refused for somebody else's."""
    return _view(work, NOTES.one_to_change(work, _own(work, note_id).case_id, note_id))


def _own(work: UnitOfWork, note_id: UUID) -> CaseNote:
    note = visible(work, CaseNote, note_id, NOTES.reads)
    if note.written_by != work.person.id:
        raise Refused("note")
    return note


def opened_notes(work: UnitOfWork, query: Select[CaseNote]) -> Views[NoteView]:
    """Open notes that were queried through their permission."""
    return NOTES.opened(work, query).seen(lambda one: _view(work, one))


def _view(work: UnitOfWork, one: Opened[CaseNote, NoteWords]) -> NoteView:
    note = one.row
    return view_of(
        one,
        NoteView,
        content=one.document,
        writer_id=note.written_by,
        may_mend=note.written_by == work.person.id and is_within(MENDED_WITHIN, note.written_at, work.now),
    )


def _happened(work: UnitOfWork, case: Case, draft: NoteInput) -> KnownMoment:
    refuse_before_birth(work, case.child_id, draft.happened.on)
    return known_moment(draft.happened, now=work.now)


def _content(draft: NoteInput, happened: KnownMoment, adds_to: UUID | None) -> NoteWords:
    return NoteWords(draft.words, draft.basis, happened.is_time_known, draft.met_child, adds_to)


def plan_contact_again(work: UnitOfWork, held: Held[CaseNote]) -> None:
    """Plan the next contact by the notes that count, after one ceased to count or counts again."""
    if held.folder.read(held.row, NoteWords).met_child:
        plan_contact(work, lock_case(work, held.row.case_id, NOTES.reads))


def count_contact_of(work: UnitOfWork, case_id: UUID, note_id: UUID) -> None:
    """Plan the next contact with a note that was moved here, as if it had been written here."""
    note = NOTES.edit(work, case_id, note_id)
    if note.read().met_child:
        plan_contact(work, note.case)


def plan_contact(work: UnitOfWork, case: Case) -> None:
    """Work out anew when the child must be met: from the last meeting that counts, or from the day the risk was set.

    A risk that became high wants a meeting that very day or later. A case that was opened again is to be met that day,
    and later only once a meeting or a risk since then says so.
    """
    if is_closed(work, case):
        return
    notes, today = NOTES.opened(work, NOTES.of_case(work, case.id)).records, local_day(work.now)
    met = [local_day(one.row.happened_at) for one in notes if one.document and one.document.met_child]
    due = _to_be_met(work, case, [day for day in met if day <= today], today)
    if due is None and case.next_contact_on is None:
        return
    if any(one.document is None for one in notes) and due is not None and case.next_contact_on is not None:
        # Whoever cannot open every note cannot tell that none of them put it off.
        due = max(due, day_due(DayMeaning.CONTACT, case.next_contact_on, today))
    if due != case.next_contact_on:
        case_folder_to_write(work, FolderKind.CASE, case.folder_id, case).write(case)
        case.next_contact_on = due


def _to_be_met(work: UnitOfWork, case: Case, met: Sequence[date], today: date) -> date | None:
    """Return the day by which the child must be met; `met` are the days up to today on which that happened."""
    set_on, last_met = days_of_risk(work, [case]).get(case.id), max(met, default=None)
    reopened = _reopened_on(work, case)
    # A clock that was wrong put a day ahead; nothing counts from it.
    days = [day for day in (set_on, last_met) if day is not None and day <= today]
    if reopened is not None and max(days, default=date.min) < reopened:
        return None if next_contact(work, case, today) is None else reopened
    if last_met is None or last_met < max(days):
        return first_contact(work, case, max(days, default=today))
    return next_contact(work, case, last_met)


def _reopened_on(work: UnitOfWork, case: Case) -> date | None:
    moves = directory_for(work).moves_of(case.id, case.base_id)
    return max(
        (local_day(move.decided_at) for move in moves if move.from_status is CaseStatus.CLOSED), default=None
    )
