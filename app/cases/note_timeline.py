"""What the notes of a child's cases tell of the road."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select

from app.cases.notes import NOTES, NoteView, opened_notes
from app.foundation.chronology import ChronologyEntry, Mark
from app.foundation.marking import N_
from app.unit_of_work import UnitOfWork
from models.case_note import CaseNote

KIND = "note"
NOTE = N_("Note")
MET = N_("Met the child")
ADDED = N_("Added to an earlier note")


def marks(work: UnitOfWork, child_id: UUID) -> list[Mark]:
    """Return the times the notes are about, as far as this person may read them; nothing is opened. In no order."""
    query = _notes(work, child_id).with_only_columns(CaseNote.happened_at, CaseNote.written_at, CaseNote.id)
    return [Mark(row.happened_at, row.written_at, KIND, row.id) for row in work.session.execute(query)]


def note_timeline(
    work: UnitOfWork, child_id: UUID, *, only: Collection[UUID] | None = None
) -> list[ChronologyEntry]:
    """Return the notes of the child's cases that this person may read, all or `only` these, in no particular order."""
    query = _notes(work, child_id)
    if only is not None:
        query = query.where(CaseNote.id.in_(only))
    found = opened_notes(work, query)
    return [
        *map(_entry, (*found.views, *found.marked)),
        *(ChronologyEntry(work.now, KIND, one.id, NOTE, is_changed=True) for one in found.changed),
    ]


def _notes(work: UnitOfWork, child_id: UUID) -> Select[CaseNote]:
    return NOTES.of_child(work, child_id)


def _entry(note: NoteView) -> ChronologyEntry:
    content = note.content
    return ChronologyEntry(
        at=note.happened_at,
        kind=KIND,
        record_id=note.id,
        title=_title(note),
        text=content.words if content else "",
        basis=content.basis if content else None,
        by=note.written_by,
        recorded_at=note.written_at,
        is_sealed=content is None,
        is_mistaken=note.marks.is_marked,
    )


def _title(note: NoteView) -> str:
    if note.content is None:
        return NOTE
    if note.content.adds_to is not None:
        return ADDED
    return MET if note.content.met_child else NOTE
