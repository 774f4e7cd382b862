"""A record that somebody is beginning or changing: its case is locked, and nothing is stored before it is saved."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, inspect

from app.access.scope import locked, scoped
from app.case_records.folders import case_folder
from app.foundation.document_cleaning import cleaned
from app.foundation.permissions import Permission
from app.keyring.folders import Fit, fit_in, open_folder, open_folders
from app.keyring.policy import FolderKind
from app.mistakes.earlier import keep_earlier
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_record import CaseRecord

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound=CaseRecord)
D = TypeVar("D", bound="DataclassInstance")


class Written(Protocol):
    """What a record in hand needs to know about its table's records."""

    @property
    def document(self) -> type[Any]:
        """The type of the sealed document."""
        ...

    @property
    def event(self) -> str:
        """What the names of events begin with."""
        ...

    @property
    def folder(self) -> FolderKind:
        """The kind of folder that the records lie in."""
        ...


class RecordInHand(Generic[R, D]):
    """A record begun or loaded for change through `CaseRecords`; `save` stores it and records that in the trail."""

    def __init__(self, work: UnitOfWork, records: Written, writes: Permission, case: Case, row: R) -> None:
        self._work = work
        self._records = records
        self._writes = writes
        self.case = case
        self.row = row
        self.replaces: Any = None

    def read(self) -> D:
        """Open the document of a record that was loaded for change. Raises WillNotOpen, NoKey, KeyRefused."""
        document: D = open_folder(self._work, self.row.folder_id).read(self.row, self._records.document)
        return document

    def others(self, *conditions: ColumnElement[bool]) -> list[R]:
        """Return the case's other records that are what was written, to change them together with this one.

        Records changed outside, or written by mistake, are left alone: they count for nothing.
        """
        table = type(self.row)
        query = scoped(self._work, table, self._writes).where(
            table.case_id == self.case.id, table.id != self.row.id, *conditions
        )
        rows = list(self._work.session.scalars(locked(query)))
        folders = open_folders(self._work, [row.folder_id for row in rows])
        return [
            row for row in rows if fit_in(folders.get(row.folder_id), row) is Fit.FITS and not is_marked(row)
        ]

    def save(
        self, verb: str, document: D | None = None, *, also: Iterable[R] = (), why: str = "", **facts: Any
    ) -> R:
        """Store the record, its document if there is a new one, its readable facts, and records changed along with it.

        Every text of the document is cleaned here, so that no room has to remember it. What changed records said
        before is kept, with `why` they were changed. The event is `event.verb`, about the case, its child and every
        record stored. Raises NoKey, KeyRefused.
        """
        table = type(self.row)
        rows = [self.row, *also]
        # Waiting rows get their tags below. A query before that would flush them without one.
        with self._work.session.no_autoflush:
            folder = case_folder(self._work, self._records.folder, self.case)
            for name, value in facts.items():
                getattr(table, name)  # a name that is no column's is a mistake of ours
                setattr(self.row, name, value)
            if inspect(self.row).transient:
                self.row.folder_id = folder.id
            if self.replaces is not None:
                self.replaces.replaced_by = self.row.id
                rows.append(self.replaces)
            for row in rows:
                if inspect(row).persistent and row is not self.replaces:
                    keep_earlier(self._work, folder, row, self._records.document, why=why)
                folder.write(row, *([cleaned(document)] if document is not None and row is self.row else []))
        self._work.record(
            f"{self._records.event}.{verb}",
            subjects=[self.case.id, self.case.child_id, *_ids(rows)],
            folders=[folder.id],
            base_id=self.case.base_id,
        )
        return self.row


def _ids(rows: Iterable[CaseRecord]) -> list[UUID]:
    return [row.id for row in rows]
