"""Records as their readers get them: opened, or set apart because they were changed outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from app.keyring.folders import Fit, look_in, open_folders
from app.keyring.misplaced_rows import misplaced
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
    """A record and what is written in it; `document` is None for whoever was not given its key."""

    row: R
    document: D | None
    written_by: str


@dataclass(frozen=True)
class ChangedRecord:
    """A record that was changed outside Wayhome, and the case under which it stands."""

    id: UUID
    case_id: UUID


@dataclass(frozen=True)
class RecordView:
    """What every view of a record says: which it is, of which case, who wrote it and when."""

    id: UUID
    case_id: UUID
    written_at: datetime
    written_by: str


@dataclass(frozen=True)
class Views(Generic[V]):
    """Records as a room's readers see them, and those that were changed outside and say nothing."""

    views: tuple[V, ...] = ()
    changed: tuple[ChangedRecord, ...] = ()


@dataclass(frozen=True)
class Found(Generic[R, D]):
    """Records in the order they were asked for, and those that were changed outside Wayhome.

    Of a changed row a page says that it is there, in red, and nothing else: none of its facts is known to be true.
    """

    records: tuple[Opened[R, D], ...]
    changed: tuple[ChangedRecord, ...]

    def seen(self, view: Callable[[Opened[R, D]], V]) -> Views[V]:
        """Return them as a room's readers see them."""
        return Views(tuple(map(view, self.records)), self.changed)


def opened_records(work: UnitOfWork, rows: Sequence[R], document: type[D]) -> Found[R, D]:
    """Open rows that were loaded through their permission."""
    folders = open_folders(work, [row.folder_id for row in rows])
    names = names_of_staff(work, [row.written_by for row in rows])
    astray = misplaced(work, [row for row in rows if row.folder_id not in folders])
    records: list[Opened[R, D]] = []
    changed: list[ChangedRecord] = []
    for row in rows:
        look = look_in(folders.get(row.folder_id), row, document)
        if look.fit is Fit.CHANGED or row.id in astray:
            changed.append(ChangedRecord(row.id, row.case_id))
        else:
            records.append(Opened(row, look.document, names.get(row.written_by, "")))
    return Found(tuple(records), tuple(changed))


def view_of(one: Opened[R, D], kind: type[V], **given: Any) -> V:
    """Return a record as a room's readers see it: each fact as `given`, else the row's column of that name."""
    known = {"written_by": one.written_by} | given
    names = [field.name for field in fields(kind)]
    return kind(**{name: known[name] if name in known else getattr(one.row, name) for name in names})
