"""What all records of a family share, declared once per table: how they are begun, changed, opened and marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, inspect

from app.access.scope import locked, require, scoped
from app.case_records.loading import raise_if_already_saved, refuse_stale
from app.families.scopes import household_folder, locked_household, visible_household
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import ChangedOutside, NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission
from app.keyring.folders import open_folder, open_folders
from app.keyring.misplaced_rows import looks_in
from app.mistakes.earlier import keep_earlier
from app.mistakes.markables import Called, Held, OwnPage, Second, declare_markable, never_second
from app.mistakes.states import COUNTS, MarkState, marks_of
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.family_record import FamilyRecord
from models.household import Household

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound=FamilyRecord)
D = TypeVar("D", bound="DataclassInstance")

KIND = "family_record"
"""The kind of page that one record of a family, or a family itself, has with what it said before."""

ALL_RECORDS: "dict[type[Any], FamilyRecords[Any, Any]]" = {}
"""Every table of records of families, by its class."""


@dataclass(frozen=True)
class Opened(Generic[R, D]):
    """A record and its document; `document` is None for a person who was not given its key."""

    row: R
    document: D | None
    written_by: str
    marks: MarkState = COUNTS


@dataclass(frozen=True)
class Found(Generic[R, D]):
    """Records that count, in the order of the query; how many were changed outside; those written by mistake."""

    records: tuple[Opened[R, D], ...] = ()
    changed: tuple[UUID, ...] = ()
    marked: tuple[Opened[R, D], ...] = ()


class FamilyRecords(Generic[R, D]):
    """One table of a family's records.

    `second` tells of a row why a second person decides that it was a mistake. Declaring it makes the rows markable.
    """

    def __init__(self, table: type[R], document: type[D], *, second: Second = never_second) -> None:
        self.table, self.document = table, document
        ALL_RECORDS[table] = self
        declare_markable(
            table,
            document,
            writes=Permission.FAMILY_WRITE,
            hold=self.hold,
            involved=lambda _work, row: {row.written_by},
            second=second,
            page=OwnPage(KIND, Permission.FAMILY_READ, lambda _work, row: Called(at=row.written_at)),
        )

    def begin(self, work: UnitOfWork, household_id: UUID, record_id: UUID) -> tuple[Household, R]:
        """Lock a family and return it with a new record of it, of which nothing is stored yet.

        Raises NotVisible, Refused, ChangedOutside, AlreadyDone for a form sent twice, NotAllowedNow (`family-closed`).
        """
        household = self._open_household(work, household_id)
        self._refuse_second_press(work, household_id, record_id)
        refuse_closed(household)
        row = self.table(
            id=record_id,
            household_id=household_id,
            base_id=household.base_id,
            folder_id=household.folder_id,
            written_by=work.person.id,
            written_at=work.now,
        )
        return household, row

    def edit(
        self, work: UnitOfWork, household_id: UUID, record_id: UUID, version: int
    ) -> tuple[Household, R, D]:
        """Lock a family and return it with a record of it and what that says, to be changed.

        Raises as `begin` does; Conflict for a stale version, and ChangedOutside for what was not written so.
        """
        household = self._open_household(work, household_id)
        row = self.locked_row(work, household_id, record_id)
        refuse_stale(version, row.version)
        refuse_closed(household)
        if row.mistake_id is not None:
            raise NotAllowedNow("marked-already")
        return household, row, self._read(work, row)

    def locked_row(self, work: UnitOfWork, household_id: UUID, record_id: UUID) -> R:
        """Load a record of a family that is locked, to change it. Raises NotVisible."""
        query = scoped(work, self.table, Permission.FAMILY_WRITE).where(
            self.table.id == record_id, self.table.household_id == household_id
        )
        row = work.session.scalars(locked(query)).one_or_none()
        if row is None:
            raise NotVisible(self.table.__tablename__)
        return row

    def save(
        self,
        work: UnitOfWork,
        household: Household,
        row: R,
        document: D,
        event: str,
        *,
        why: str = "",
        about: Iterable[UUID | None] = (),
    ) -> R:
        """Store a record, keep what it said before, and say so in the trail, with whom it is `about`."""
        with work.session.no_autoflush:
            folder = household_folder(work, household)
            if inspect(row).persistent:
                keep_earlier(work, folder, row, self.document, why=why)
            folder.write(row, cleaned(document))
        work.session.flush()
        work.record(
            event,
            subjects=[household.id, row.id, *(id_ for id_ in about if id_ is not None)],
            folders=[folder.id],
            base_id=household.base_id,
        )
        return row

    def of_household(self, work: UnitOfWork, household_id: UUID) -> Select[R]:
        """Return the query for a family's records this person may read, oldest first."""
        return (
            scoped(work, self.table, Permission.FAMILY_READ)
            .where(self.table.household_id == household_id)
            .order_by(self.table.written_at, self.table.id)
        )

    def opened(self, work: UnitOfWork, rows: Sequence[R]) -> Found[R, D]:
        """Open rows that were loaded through their permission; what was changed outside is set apart."""
        folders = open_folders(work, {row.folder_id for row in rows})
        names = names_of_staff(work, [row.written_by for row in rows])
        marks, looks = marks_of(work, rows), looks_in(work, folders, rows, self.document)
        records: list[Opened[R, D]] = []
        marked: list[Opened[R, D]] = []
        changed: list[UUID] = []
        for row in rows:
            look, state = looks[row.id], marks[row.id]
            if look.is_changed or state.is_changed:
                changed.append(row.id)
                continue
            one = Opened(row, look.document, names.get(row.written_by, ""), state)
            (marked if state.is_marked else records).append(one)
        return Found(tuple(records), tuple(changed), tuple(marked))

    def one(self, work: UnitOfWork, household_id: UUID, record_id: UUID) -> Opened[R, D]:
        """Return one record of a family. Raises NotVisible, and ChangedOutside when it is not what was written."""
        query = self.of_household(work, household_id).where(self.table.id == record_id)
        rows = work.session.scalars(query).all()
        if not rows:
            raise NotVisible(self.table.__tablename__)
        found = self.opened(work, rows)
        for each in (*found.records, *found.marked):
            return each
        raise ChangedOutside("a record of a family that is not what was written", record=record_id)

    def hold(self, work: UnitOfWork, record_id: UUID, permission: Permission) -> Held[R]:
        """Load a record, locked with its family, for somebody who marks it or decides about that."""
        require(work, permission)
        query = scoped(work, self.table, permission).where(self.table.id == record_id)
        row = work.session.scalars(query).one_or_none()
        if row is None:
            raise NotVisible(self.table.__tablename__)
        household = locked_household(work, row.household_id, permission)
        row = work.session.scalars(locked(query)).one()
        folder = household_folder(work, household)
        folder.check(row)
        about = [getattr(row, "child_id", None)]
        return Held(
            row,
            folder,
            household.base_id,
            subjects=(household.id, *(id_ for id_ in about if id_ is not None)),
        )

    def _refuse_second_press(self, work: UnitOfWork, household_id: UUID, record_id: UUID) -> None:
        made_before = work.session.get(self.table, record_id)
        if made_before is not None and made_before.household_id != household_id:
            raise Refused(self.table.__tablename__)
        raise_if_already_saved(work, self.table, record_id, author="written_by")

    def _open_household(self, work: UnitOfWork, household_id: UUID) -> Household:
        visible_household(work, household_id, Permission.FAMILY_WRITE)
        return locked_household(work, household_id, Permission.FAMILY_WRITE)

    def _read(self, work: UnitOfWork, row: R) -> D:
        return open_folder(work, row.folder_id).read(row, self.document)


def refuse_closed(household: Household) -> None:
    """Raise NotAllowedNow (`family-closed`, `family-mistaken`) for a family in which nothing is written any more."""
    if household.mistake_id is not None:
        raise NotAllowedNow("family-mistaken")
    if household.closed_at is not None:
        raise NotAllowedNow("family-closed")
