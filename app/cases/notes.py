"""Notes of a case: the writer may correct a note for one day; after that, only another note can add to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select

from app.access.scope import visible
from app.case_records.record_views import Opened, RecordView, Views, view_of
from app.case_records.records import CaseRecords, Closed
from app.cases.documents import NoteWords
from app.cases.risk import next_contact
from app.children.births import refuse_before_birth
from app.foundation.clock import is_within
from app.foundation.day_meanings import DayMeaning, day_due
from app.foundation.errors import NotAllowedNow, Refused
from app.foundation.local_time import local_day
from app.foundation.moments import KnownMoment, MomentInput, known_moment
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.keyring.case_status import is_closed
from app.keyring.policy import FolderKind
from app.keyring.writing import case_folder_to_write
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_note import CaseNote

NOTES = CaseRecords(
    CaseNote,
    NoteWords,
    FolderKind.CASE,
    reads=Permission.CASE_READ,
    writes=Permission.CASE_WRITE,
    on_closed=Closed.TAKES,
    event="note",
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
    `too-long-ago`, `before-born`).
    """
    new = NOTES.begin(work, case_id, note_id)
    if adds_to is not None:
        NOTES.one(work, case_id, adds_to)
    happened = _happened(work, new.case, draft)
    new.save("added", _content(draft, happened, adds_to), happened_at=happened.at)
    _count_contact(work, new.case, draft, happened)


def mend_note(work: UnitOfWork, note_id: UUID, draft: NoteInput, *, version: int) -> None:
    """Change one's own note within a day of writing it.

    Raises Refused (somebody else's), NotVisible, Conflict, WillNotOpen, or NotAllowedNow (`note-stands`,
    `in-the-future`, `too-long-ago`, `before-born`).
    """
    old = NOTES.edit(work, _own(work, note_id).case_id, note_id, version)
    if not is_within(MENDED_WITHIN, old.row.written_at, work.now):
        raise NotAllowedNow("note-stands")
    happened = _happened(work, old.case, draft)
    old.save("mended", _content(draft, happened, old.read().adds_to), happened_at=happened.at)
    _count_contact(work, old.case, draft, happened)


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
    if draft.met_child:
        refuse_before_birth(work, case.child_id, draft.happened.on)
    return known_moment(draft.happened, now=work.now)


def _content(draft: NoteInput, happened: KnownMoment, adds_to: UUID | None) -> NoteWords:
    return NoteWords(draft.words, draft.basis, happened.is_time_known, draft.met_child, adds_to)


def _count_contact(work: UnitOfWork, case: Case, draft: NoteInput, happened: KnownMoment) -> None:
    """Move the next contact forward when the child was met; a note about an older meeting moves nothing back."""
    if not draft.met_child or is_closed(work, case):
        return
    due = next_contact(work, case, local_day(happened.at))
    if due is not None and due > _contact_now(case, local_day(work.now)):
        case_folder_to_write(work, FolderKind.CASE, case.folder_id, case).write(case)
        case.next_contact_on = due


def _contact_now(case: Case, today: date) -> date:
    """Return the day until which a contact is planned; one too far ahead was planned by a clock that was wrong."""
    planned = case.next_contact_on
    return date.min if planned is None else day_due(DayMeaning.CONTACT, planned, today)
