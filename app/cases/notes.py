"""Notes of a case: written once; the writer mends one for a day, after that something is added."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.access.scope import visible
from app.cases.documents import NoteWords
from app.cases.reading import lock_case, refuse_second, refuse_stale
from app.cases.risk import next_contact
from app.foundation.errors import NotAllowedNow, NotVisible, Refused, WillNotOpen
from app.foundation.local_time import local_day
from app.foundation.moments import KnownMoment, TypedMoment, known_moment
from app.foundation.permissions import Permission
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.keyring.case_standing import is_closed
from app.keyring.folders import open_folders, opened_in
from app.keyring.policy import FolderKind
from app.keyring.writing import case_folder_to_write
from app.name_matching.normalise import clean_lines
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_note import CaseNote

MENDED_WITHIN = timedelta(hours=24)
"""How long the writer may mend a note; later a correction is another note, so that both stand."""


@dataclass(frozen=True)
class NoteDraft:
    """What is typed of a note."""

    words: str
    happened: TypedMoment
    basis: EvidenceBasis | None
    met_child: bool = False


@dataclass(frozen=True)
class NoteView:
    """A note as its readers see it; `content` is None when the record does not open."""

    id: UUID
    case_id: UUID
    content: NoteWords | None
    happened_at: datetime
    written_at: datetime
    written_by: str
    version: int
    may_mend: bool


def add_note(
    work: UnitOfWork, case_id: UUID, note_id: UUID, draft: NoteDraft, *, adds_to: UUID | None = None
) -> None:
    """Write a note; a closed case takes notes too, because facts still arrive.

    Raises Refused, NotVisible, AlreadyDone, NotAllowedNow (`in-the-future`, `too-long-ago`).
    """
    case = lock_case(work, case_id, Permission.CASE_WRITE)
    refuse_second(work, CaseNote, note_id, author="written_by")
    if adds_to is not None:
        _check_same_case(work, case_id, adds_to)
    happened = known_moment(draft.happened, now=work.now)
    folder = case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
    note = CaseNote(
        id=note_id,
        case_id=case.id,
        base_id=case.base_id,
        folder_id=folder.id,
        happened_at=happened.at,
        written_by=work.person.id,
        written_at=work.now,
    )
    note.words = folder.seal(_content(draft, happened, adds_to), note.id)
    work.session.add(note)
    _count_contact(work, case, draft, happened)
    _record(work, "note.added", case, note)


def mend_note(work: UnitOfWork, note_id: UUID, draft: NoteDraft, *, version: int) -> None:
    """Change a note one wrote within the last day.

    Raises Refused (somebody else's), NotVisible, Conflict, WillNotOpen, or NotAllowedNow (`note-stands`,
    `in-the-future`, `too-long-ago`).
    """
    note = _own(work, note_id)
    case = lock_case(work, note.case_id, Permission.CASE_WRITE)
    if work.now - note.written_at > MENDED_WITHIN:
        raise NotAllowedNow("note-stands")
    refuse_stale(version, note.version)
    happened = known_moment(draft.happened, now=work.now)
    folder = case_folder_to_write(work, FolderKind.CASE, note.folder_id, case)
    before = folder.try_open(NoteWords, note.id, note.words)
    if before is None:
        raise WillNotOpen("a note that does not open is not written over", note=note.id)
    note.words = folder.seal(_content(draft, happened, before.adds_to), note.id)
    note.happened_at = happened.at
    _count_contact(work, case, draft, happened)
    _record(work, "note.mended", case, note)


def read_note(work: UnitOfWork, note_id: UUID) -> NoteView:
    """Return one note. Raises NotVisible."""
    return opened_notes(work, [visible(work, CaseNote, note_id, Permission.CASE_READ)])[0]


def read_own_note(work: UnitOfWork, note_id: UUID) -> NoteView:
    """Return a note one wrote. Raises Refused (somebody else's) or NotVisible."""
    return opened_notes(work, [_own(work, note_id)])[0]


def _own(work: UnitOfWork, note_id: UUID) -> CaseNote:
    note = visible(work, CaseNote, note_id, Permission.CASE_READ)
    if note.written_by != work.person.id:
        raise Refused("note")
    return note


def opened_notes(work: UnitOfWork, notes: list[CaseNote]) -> list[NoteView]:
    """Open notes that were loaded through their permission."""
    folders = open_folders(work, [note.folder_id for note in notes])
    names = names_of_staff(work, [note.written_by for note in notes])
    return [
        NoteView(
            id=note.id,
            case_id=note.case_id,
            content=opened_in(folders.get(note.folder_id), NoteWords, note.id, note.words),
            happened_at=note.happened_at,
            written_at=note.written_at,
            written_by=names.get(note.written_by, ""),
            version=note.version,
            may_mend=note.written_by == work.person.id and work.now - note.written_at <= MENDED_WITHIN,
        )
        for note in notes
    ]


def _content(draft: NoteDraft, happened: KnownMoment, adds_to: UUID | None) -> NoteWords:
    return NoteWords(clean_lines(draft.words), draft.basis, happened.is_time_known, draft.met_child, adds_to)


def _check_same_case(work: UnitOfWork, case_id: UUID, earlier_id: UUID) -> None:
    if visible(work, CaseNote, earlier_id, Permission.CASE_READ).case_id != case_id:
        raise NotVisible("note")


def _count_contact(work: UnitOfWork, case: Case, draft: NoteDraft, happened: KnownMoment) -> None:
    """Move the next contact on when the child was met; an older meeting written late moves nothing back."""
    if not draft.met_child or is_closed(work, case):
        return
    due = next_contact(work, case, local_day(happened.at))
    if due is not None and (case.next_contact_on is None or due > case.next_contact_on):
        case_folder_to_write(work, FolderKind.CASE, case.folder_id, case).write(case)
        case.next_contact_on = due


def _record(work: UnitOfWork, action: str, case: Case, note: CaseNote) -> None:
    work.record(
        action, subjects=[case.id, case.child_id, note.id], folders=[note.folder_id], base_id=case.base_id
    )
