"""Records as their readers get them: opened, or set apart because they were changed outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from app.keyring.folders import open_folders
from app.keyring.misplaced_rows import looks_in
from app.mistakes.states import COUNTS, MarkState, marks_of
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case_record import CaseRecord

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound=CaseRecord)
D = TypeVar("D", bound="DataclassInstance")
V = TypeVar("V", bound="DataclassInstance")


@dataclass(frozen=True)
class Opened(Generic[R, D]):
    """A record and its document; `document` is None for a person who was not given its key.

    `marks` says whether it was written by mistake; then it is among the marked ones, and counts for nothing.
    """

    row: R
    document: D | None
    written_by: str
    marks: MarkState = COUNTS


@dataclass(frozen=True)
class ChangedRecord:
    """A record that was changed outside Wayhome, and the case it belongs to."""

    id: UUID
    case_id: UUID


@dataclass(frozen=True)
class RecordView:
    """What every view of a record has: its id, its case, who wrote it and when, and its marks."""

    id: UUID
    case_id: UUID
    written_at: datetime
    written_by: str
    marks: MarkState


@dataclass(frozen=True)
class Views(Generic[V]):
    """A room's records as a reader sees them, the changed ones, of which nothing is shown, and the marked ones.

    What was written by mistake is shown struck through, and counts for nothing: so it is not among the `views`.
    """

    views: tuple[V, ...] = ()
    changed: tuple[ChangedRecord, ...] = ()
    marked: tuple[V, ...] = ()


@dataclass(frozen=True)
class Found(Generic[R, D]):
    """Records in the order of the query, those that were changed outside Wayhome, and those written by mistake.

    For a changed row a page shows in red that it exists, and nothing else: none of its facts can be trusted. What was
    written by mistake is apart from the records that count, so that nobody counts it who does not ask for it.
    """

    records: tuple[Opened[R, D], ...]
    changed: tuple[ChangedRecord, ...]
    marked: tuple[Opened[R, D], ...] = ()

    def seen(self, view: Callable[[Opened[R, D]], V]) -> Views[V]:
        """Return them as a room's readers see them."""
        return Views(tuple(map(view, self.records)), self.changed, tuple(map(view, self.marked)))


def opened_records(work: UnitOfWork, rows: Sequence[R], document: type[D]) -> Found[R, D]:
    """Open rows that were loaded through their permission."""
    folders = open_folders(work, [row.folder_id for row in rows])
    names = names_of_staff(work, [row.written_by for row in rows])
    looks = looks_in(work, folders, rows, document)
    marks = marks_of(work, rows)
    records: list[Opened[R, D]] = []
    marked: list[Opened[R, D]] = []
    changed: list[ChangedRecord] = []
    for row in rows:
        look, state = looks[row.id], marks[row.id]
        if look.is_changed or state.is_changed:
            changed.append(ChangedRecord(row.id, row.case_id))
        else:
            one = Opened(row, look.document, names.get(row.written_by, ""), state)
            (marked if state.is_marked else records).append(one)
    return Found(tuple(records), tuple(changed), tuple(marked))


def view_of(one: Opened[R, D], kind: type[V], **given: Any) -> V:
    """Return a record as a room's readers see it: each fact as `given`, or else the row's column of that name."""
    known = {"written_by": one.written_by, "marks": one.marks} | given
    names = [field.name for field in fields(kind)]
    return kind(**{name: known[name] if name in known else getattr(one.row, name) for name in names})
