"""What all records of cases share, declared once per table: who reaches them, and how to begin, edit and read one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, select

from app.access.addresses import declare_address
from app.access.assigned import assigned_case
from app.access.proven_cases import cases_of_child
from app.access.scope import condition, declare_scope, locked, own_base, scoped, visible
from app.case_records.loading import lock_case, raise_if_already_saved, refuse_closed, refuse_stale
from app.case_records.record_in_hand import RecordInHand
from app.case_records.record_views import Found, Opened, opened_records
from app.foundation.errors import ChangedOutside, NoKey, NotAllowedNow, NotVisible
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.keyring.folders import Fit, fit_in, open_folders
from app.keyring.policy import FolderKind
from app.keyring.writing import case_folder_to_write
from app.mistakes.earlier import Earlier, earlier_versions
from app.mistakes.markables import (
    Follow,
    Held,
    Involved,
    Second,
    declare_markable,
    never_second,
    nobody,
    nothing_follows,
)
from app.mistakes.marking import MarkInput, mark_mistaken
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.case_record import CaseRecord
from models.mapping import Versioned

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound=CaseRecord)
D = TypeVar("D", bound="DataclassInstance")

ALL_RECORDS: dict[type[CaseRecord], "CaseRecords[Any, Any]"] = {}
"""Every table of such records, by its class. One test checks the promises made here on all of them."""


class Closed(StrEnum):
    """Whether a closed case still accepts records of a table."""

    REFUSES = "refuses"
    TAKES = "takes"


@dataclass(frozen=True)
class CaseRecords(Generic[R, D]):
    """One table of records of a case: its sealed document, its folder kind, and who may read and write.

    Making one declares the table's scope. `event` begins the names of the events in the trail. `also` lists
    permissions that single actions need besides `reads` and `writes`. `address` is the name of the record's id in an
    address, where it follows the case's id.

    Every such record can be marked as written by mistake (app.mistakes): `second` says when a second person decides,
    `involved` whom a record is about besides its writer, and `follow` brings in line what was derived from it.
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
    second: Second = never_second
    second_back: Second | None = None
    involved: Involved = nobody
    follow: Follow = nothing_follows

    def __post_init__(self) -> None:
        """Declare the scope, and add the table to the register of records."""
        declare_scope(
            self.table,
            allowed={self.reads, self.writes, Permission.MISTAKE_DECIDE, *self.also},
            rules={
                Reach.BASE: own_base(self.table.base_id),
                Reach.ASSIGNED: assigned_case(self.table.case_id),
            },
        )
        if self.address:
            declare_address("case_id", self.address, self.table.case_id)
        declare_address("case_id", "record_id", self.table.case_id)
        declare_markable(
            self.table,
            self.document,
            writes=self.writes,
            hold=self.hold,
            second=self.second,
            second_back=self.second_back,
            involved=lambda work, row: {row.written_by, *self.involved(work, row)},
            follow=self.follow,
            stays=self._stays_marked,
        )
        ALL_RECORDS[self.table] = self

    def begin(
        self, work: UnitOfWork, case_id: UUID, record_id: UUID, *, writes: Permission | None = None
    ) -> RecordInHand[R, D]:
        """Begin a record. The case is locked until the work ends, so a form sent twice at the same moment waits here.

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
        """Load a record of that case to change it, as it was at `version`; None means whatever it is now.

        Raises Refused, NotVisible; NotAllowedNow (`case-closed`, `written-by-mistake`); Conflict when it was changed
        meanwhile; ChangedOutside, recorded, when it is not what was written; NoKey.
        """
        old = self._held(
            work,
            case_id,
            record_id,
            version,
            needed=writes or self.writes,
            on_closed=on_closed or self.on_closed,
        )
        if is_marked(old.row):
            raise NotAllowedNow("written-by-mistake")
        return old

    def _held(
        self,
        work: UnitOfWork,
        case_id: UUID,
        record_id: UUID,
        version: int | None,
        *,
        needed: Permission,
        on_closed: Closed,
    ) -> RecordInHand[R, D]:
        """Load a record of that case, locked, whether it counts or was written by mistake. Raises as `edit` does."""
        case = lock_case(work, case_id, needed, reads=self.reads)
        query = scoped(work, self.table, needed).where(
            self.table.id == record_id, self.table.case_id == case.id
        )
        row = work.session.scalars(locked(query)).one_or_none()
        if row is None:
            raise NotVisible(self.table.__tablename__)
        if on_closed is Closed.REFUSES:
            refuse_closed(work, case)
        if version is not None:
            refuse_stale(version, _version_of(row))
        fit = self.fits(work, [row])[row.id]
        if fit is Fit.NO_KEY:
            raise NoKey("no grant for the record", record=record_id)
        if fit is Fit.CHANGED:
            raise ChangedOutside("a record that is not what was written", record=record_id)
        return RecordInHand(work, self, needed, case, row)

    def mark_mistaken(self, work: UnitOfWork, case_id: UUID, record_id: UUID, new: MarkInput) -> MarkOutcome:
        """Mark a record of that case as written by mistake, or ask for it; in a closed case too.

        Raises as app.mistakes.marking.mark_mistaken does, and NotVisible for a record of another case.
        """
        if visible(work, self.table, record_id, self.reads).case_id != case_id:
            raise NotVisible(self.table.__tablename__)
        return mark_mistaken(work, self.table.__tablename__, record_id, new)

    def hold(self, work: UnitOfWork, record_id: UUID, permission: Permission) -> Held[R]:
        """Load a record, locked, to mark it or part of it. Raises as `edit` does, but for a closed case.

        What is false is put right in a closed case too: it changes nothing of how the case stands.
        """
        case_id = visible(work, self.table, record_id, self.reads).case_id
        old = self._held(work, case_id, record_id, None, needed=permission, on_closed=Closed.TAKES)
        folder = case_folder_to_write(work, self.folder, old.row.folder_id, old.case)
        return Held(old.row, folder, old.case.base_id, old.case.id, (old.case.id, old.case.child_id))

    def earlier(self, work: UnitOfWork, case_id: UUID, record_id: UUID) -> tuple[Earlier[D], ...]:
        """Return what a record of a case said before it was changed, newest first. Raises as `one` does."""
        return earlier_versions(work, self.one(work, case_id, record_id).row, self.document)

    def supersede(self, work: UnitOfWork, case_id: UUID, old_id: UUID, record_id: UUID) -> RecordInHand[R, D]:
        """Begin a record that replaces another, which is kept and names the new one: for records that cannot be edited.

        Raises as `begin` and `edit` do, and Conflict when another record has already replaced it.
        """
        new = self.begin(work, case_id, record_id)
        old: Any = self.edit(work, case_id, old_id).row
        if old.replaced_by is not None:
            refuse_stale(0, 1)
        new.replaces = old
        return new

    def one(self, work: UnitOfWork, case_id: UUID, record_id: UUID) -> Opened[R, D]:
        """Open one record of a case, even if it was written by mistake.

        Raises NotVisible when this person cannot see it, or it belongs to another case; ChangedOutside, recorded,
        when it is not what was written.
        """
        found = self.opened(work, self.of_case(work, case_id).where(self.table.id == record_id))
        if found.changed:
            raise ChangedOutside("a record that is not what was written", record=record_id)
        for each in (*found.records, *found.marked):
            return each
        raise NotVisible(self.table.__tablename__)

    def one_to_change(self, work: UnitOfWork, case_id: UUID, record_id: UUID) -> Opened[R, D]:
        """Open one record for a form that changes it.

        Raises as `one` does; NotAllowedNow (`written-by-mistake`); NoKey when it does not open, because somebody
        would otherwise fill in an empty form in vain.
        """
        found = self.one(work, case_id, record_id)
        if found.marks.is_marked:
            raise NotAllowedNow("written-by-mistake")
        if found.document is None:
            raise NoKey("no words to begin from", record=record_id)
        return found

    def _stays_marked(self, held: Held[R]) -> str:
        """Tell that what a move left behind never counts again: it is empty, and its words count where they are."""
        if "moved_to" not in self.document.__dataclass_fields__:
            return ""
        left: Any = held.folder.read(held.row, self.document)
        return "moved-away" if left.moved_to is not None else ""

    def reached(self, work: UnitOfWork) -> Select[R]:
        """Return the query for all rows this person may read."""
        return scoped(work, self.table, self.reads)

    def of_case(self, work: UnitOfWork, case_id: UUID) -> Select[R]:
        """Return the query for the rows of one case that this person may read."""
        return self.reached(work).where(self.table.case_id == case_id)

    def of_child(self, work: UnitOfWork, child_id: UUID) -> Select[R]:
        """Return the query for the rows of all cases of a child that this person may read."""
        return self.reached(work).where(self.table.case_id.in_(cases_of_child(work, child_id, self.reads)))

    def of_open_cases(self, work: UnitOfWork) -> Select[R]:
        """Return the query for the rows of every open case that this person may read."""
        # Checked row by row: a list of ids would name every open case in every query.
        still_open = select(Case.id).where(
            Case.id == self.table.case_id, condition(work, Case, self.reads), Case.closed_at.is_(None)
        )
        return self.reached(work).where(still_open.exists())

    def fits(self, work: UnitOfWork, rows: Iterable[R]) -> dict[UUID, Fit]:
        """Tell for each row, by its id, whether it is what was written, by checking it with its folder."""
        listed = list(rows)
        folders = open_folders(work, [row.folder_id for row in listed])
        return {row.id: fit_in(folders.get(row.folder_id), row) for row in listed}

    def fitting(self, work: UnitOfWork, query: Select[R]) -> list[R]:
        """Return the rows of a query that are what was written, and not by mistake. Only these count for anything."""
        rows = list(work.session.scalars(query))
        fits = self.fits(work, rows)
        return [row for row in rows if fits[row.id] is Fit.FITS and not is_marked(row)]

    def opened(self, work: UnitOfWork, query: Select[R]) -> Found[R, D]:
        """Open the rows of a query, in its order. Changed and marked ones are kept apart."""
        return opened_records(work, list(work.session.scalars(query)), self.document)


def _version_of(row: CaseRecord) -> int:
    if not isinstance(row, Versioned):
        raise TypeError(f"{type(row).__name__} has no version to compare")
    return row.version
