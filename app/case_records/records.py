"""What all records of cases share, stated once a table: who reaches them, how one is begun, edited and read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, select

from app.access.addresses import declare_address
from app.access.assigned import assigned_case
from app.access.proven_cases import cases_of_child
from app.access.scope import condition, declare_scope, locked, own_base, scoped
from app.case_records.loading import lock_case, raise_if_already_saved, refuse_closed, refuse_stale
from app.case_records.record_in_hand import RecordInHand
from app.case_records.record_views import Found, Opened, opened_records
from app.foundation.errors import ChangedOutside, NoKey, NotVisible
from app.foundation.permissions import Permission, Reach
from app.keyring.folders import Fit, fit_in, open_folders
from app.keyring.policy import FolderKind
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_record import CaseRecord
from models.mapping import Versioned

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound=CaseRecord)
D = TypeVar("D", bound="DataclassInstance")

ALL_RECORDS: dict[type[CaseRecord], "CaseRecords[Any, Any]"] = {}
"""Every table whose records are written so, by its class: what is promised here is tested over all of them."""


class Closed(StrEnum):
    """Whether a closed case still takes records of a table."""

    REFUSES = "refuses"
    TAKES = "takes"


@dataclass(frozen=True)
class CaseRecords(Generic[R, D]):
    """One table of records of a case: its sealed document, the kind of folder they lie in, and who may what.

    Making one declares the table's scope. `event` begins the names of what the trail records; `also` are permissions
    that single acts ask for beside `reads` and `writes`. `address` is what an address calls the id of a record behind
    that of its case.
    """

    table: type[R]
    document: type[D]
    folder: FolderKind
    reads: Permission
    writes: Permission
    on_closed: Closed
    event: str
    also: Collection[Permission] = ()
    address: str = ""

    def __post_init__(self) -> None:
        """Declare the scope, and enter the table among all records."""
        declare_scope(
            self.table,
            allowed={self.reads, self.writes, *self.also},
            rules={
                Reach.BASE: own_base(self.table.base_id),
                Reach.ASSIGNED: assigned_case(self.table.case_id),
            },
        )
        if self.address:
            declare_address("case_id", self.address, self.table.case_id)
        ALL_RECORDS[self.table] = self

    def begin(
        self, work: UnitOfWork, case_id: UUID, record_id: UUID, *, writes: Permission | None = None
    ) -> RecordInHand[R, D]:
        """Begin a record; the case is held until the work ends, so that a form sent twice at once waits here.

        Raises Refused or NotVisible without the right, or for an id that is another record's; AlreadyDone for a
        second press; NotAllowedNow (`case-closed`).
        """
        needed = writes or self.writes
        case = lock_case(work, case_id, needed, reads=self.reads)
        raise_if_already_saved(work, self.table, record_id, author="written_by", case_id=case.id)
        if self.on_closed is Closed.REFUSES:
            refuse_closed(work, case)
        row = self.table(
            id=record_id,
            case_id=case.id,
            base_id=case.base_id,
            written_by=work.person.id,
            written_at=work.now,
        )
        if self.table.lies_in.child is not None:
            setattr(row, self.table.lies_in.child, case.child_id)
        return RecordInHand(work, self, needed, case, row)

    def edit(
        self,
        work: UnitOfWork,
        case_id: UUID,
        record_id: UUID,
        version: int | None = None,
        *,
        writes: Permission | None = None,
        on_closed: Closed | None = None,
    ) -> RecordInHand[R, D]:
        """Take a record of that case in hand to change it, as it was at `version`; without one whatever it is now.

        Raises Refused, NotVisible; NotAllowedNow (`case-closed`); Conflict when it was changed meanwhile;
        ChangedOutside, recorded, when it is not what was written; NoKey.
        """
        needed = writes or self.writes
        case = lock_case(work, case_id, needed, reads=self.reads)
        query = scoped(work, self.table, needed).where(
            self.table.id == record_id, self.table.case_id == case.id
        )
        row = work.session.scalars(locked(query)).one_or_none()
        if row is None:
            raise NotVisible(self.table.__tablename__)
        if (on_closed or self.on_closed) is Closed.REFUSES:
            refuse_closed(work, case)
        if version is not None:
            refuse_stale(version, _version_of(row))
        fit = self.fits(work, [row])[row.id]
        if fit is Fit.NO_KEY:
            raise NoKey("no grant for the record", record=record_id)
        if fit is Fit.CHANGED:
            raise ChangedOutside("a record that is not what was written", record=record_id)
        return RecordInHand(work, self, needed, case, row)

    def supersede(self, work: UnitOfWork, case_id: UUID, old_id: UUID, record_id: UUID) -> RecordInHand[R, D]:
        """Begin a record in the place of another, which stays and names it: where nothing is edited.

        Raises as `begin` and `edit` do, and Conflict when another took its place already.
        """
        new = self.begin(work, case_id, record_id)
        old: Any = self.edit(work, case_id, old_id).row
        if old.replaced_by is not None:
            refuse_stale(0, 1)
        new.replaces = old
        return new

    def one(self, work: UnitOfWork, case_id: UUID, record_id: UUID) -> Opened[R, D]:
        """Open one record of a case.

        Raises NotVisible when it is not there for this person, or of another case; ChangedOutside, recorded, when it
        is not what was written.
        """
        found = self.opened(work, self.of_case(work, case_id).where(self.table.id == record_id))
        if found.changed:
            raise ChangedOutside("a record that is not what was written", record=record_id)
        if not found.records:
            raise NotVisible(self.table.__tablename__)
        return found.records[0]

    def one_to_change(self, work: UnitOfWork, case_id: UUID, record_id: UUID) -> Opened[R, D]:
        """Open one record of a case for a form that changes it. Raises as `one` does, and NoKey when it does not open.

        An empty form in place of what is written there would be filled in for nothing.
        """
        found = self.one(work, case_id, record_id)
        if found.document is None:
            raise NoKey("no words to begin from", record=record_id)
        return found

    def reached(self, work: UnitOfWork) -> Select[R]:
        """Return the query for all rows this person may read."""
        return scoped(work, self.table, self.reads)

    def of_case(self, work: UnitOfWork, case_id: UUID) -> Select[R]:
        """Return the query for the rows of one case, as far as this person may read them."""
        return self.reached(work).where(self.table.case_id == case_id)

    def of_child(self, work: UnitOfWork, child_id: UUID) -> Select[R]:
        """Return the query for the rows of all cases of a child, as far as this person may read them."""
        return self.reached(work).where(self.table.case_id.in_(cases_of_child(work, child_id, self.reads)))

    def of_open_cases(self, work: UnitOfWork) -> Select[R]:
        """Return the query for the rows of every open case this person may read."""
        # Asked row by row: as a list of ids it would be made of every open case, for every question.
        still_open = select(Case.id).where(
            Case.id == self.table.case_id, condition(work, Case, self.reads), Case.closed_at.is_(None)
        )
        return self.reached(work).where(still_open.exists())

    def fits(self, work: UnitOfWork, rows: Iterable[R]) -> dict[UUID, Fit]:
        """Tell of each row, by its id, whether it is what was written; looked at in its folder."""
        listed = list(rows)
        folders = open_folders(work, [row.folder_id for row in listed])
        return {row.id: fit_in(folders.get(row.folder_id), row) for row in listed}

    def fitting(self, work: UnitOfWork, query: Select[R]) -> list[R]:
        """Return those rows of a query that are what was written: the only ones that count for anything."""
        rows = list(work.session.scalars(query))
        fits = self.fits(work, rows)
        return [row for row in rows if fits[row.id] is Fit.FITS]

    def opened(self, work: UnitOfWork, query: Select[R]) -> Found[R, D]:
        """Open the rows of a query, in its order; those changed outside are set apart and nothing is told of them."""
        return opened_records(work, list(work.session.scalars(query)), self.document)


def _version_of(row: CaseRecord) -> int:
    if not isinstance(row, Versioned):
        raise TypeError(f"{type(row).__name__} has no version to compare")
    return row.version
