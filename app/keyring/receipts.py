"""Receipts: what somebody says of a record without holding its key, signed by them and checked by everybody.

What a receipt says counts if its signature holds under the keys its signer had at that moment, if they had the right
to say it then, and if its moment lies after the first one about the record and not ahead of now. Any other counts for
nothing and is recorded. The receipts of a record are numbered: where one is missing, a reader knows that something
was taken away, and relies on nothing that was said before.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from app.foundation.access_rules import reach_of
from app.foundation.errors import KeyRefused
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission, Reach
from app.keyring.directory import Directory, KnownPerson
from app.keyring.known_directory import directory_for
from app.keyring.receipt_rows import LABEL, Written, message_of, written_about
from app.keyring.repeated_facts import declare_repeats
from app.unit_of_work import Remembered, UnitOfWork, Visibility
from app.vault.signing import sign
from models.mapping import Model
from models.receipt import Receipt, SignedReceipt

SET_BACK = timedelta(minutes=2)
"""How far a server's clock may be set back without anything that was signed before counting as ahead of its time."""

_REFUSED: Remembered[set[UUID]] = Remembered(set)
"""Under which a work remembers which receipts it has recorded as refused."""


@dataclass(frozen=True)
class Said:
    """A receipt that counts: who said what of a record, and when. `signer` is who they were at that moment."""

    id: UUID
    about_id: UUID
    number: int
    kind: str
    by: UUID
    at: datetime
    base_id: UUID | None
    facts: Mapping[str, str]
    signer: KnownPerson

    def has(self, permission: Permission) -> bool:
        """Tell whether the signer had a permission then, of whatever reach."""
        return reach_of(self.signer, permission) is not None

    def may(self, permission: Permission) -> bool:
        """Tell whether the signer had a permission then that reaches the base the receipt names, assigned or own."""
        reach = reach_of(self.signer, permission)
        return reach is not None and (reach is Reach.ALL or self.signer.base_id in (None, self.base_id))

    def may_in_base(self, permission: Permission) -> bool:
        """Tell whether the signer had a permission then over everything of that base, not only their own."""
        return self.may(permission) and reach_of(self.signer, permission) in (Reach.BASE, Reach.ALL)


Right = Callable[[Directory, Said, Said | None], bool]
"""Tells whether somebody had the right to say it; the last is the first receipt about the record, if there is one."""


@dataclass(frozen=True)
class Receipts:
    """The receipts about one record that count, in their order. `gaps` are the numbers that are missing."""

    said: tuple[Said, ...] = ()
    gaps: frozenset[int] = frozenset()

    @property
    def next_number(self) -> int:
        """The number of the next one."""
        return self.said[-1].number + 1 if self.said else 1


@dataclass(frozen=True)
class Book:
    """The receipts about the rows of one table: where they are kept, who may say what, and who may hear of it."""

    about: type[Model]
    kept_in: type[SignedReceipt]
    rights: Mapping[str, Right]
    visibility: Visibility = Visibility.PROGRAMME

    def read(self, work: UnitOfWork, ids: Iterable[UUID]) -> dict[UUID, Receipts]:
        """Return what was said of these rows and counts, by their ids, in one query. What is refused is recorded."""
        wanted = list(dict.fromkeys(ids))
        by_id: dict[UUID, list[Written]] = {id_: [] for id_ in wanted}
        until = work.now + SET_BACK
        for row in self._written(work, wanted):
            by_id[row.about_id].append(row)
        return {id_: self._counting(work, of_one, until) for id_, of_one in by_id.items()}

    def of(self, work: UnitOfWork, row_id: UUID) -> Receipts:
        """Return what was said of one row and counts."""
        return self.read(work, [row_id])[row_id]

    def sign(
        self, work: UnitOfWork, row_id: UUID, kind: str, *, base_id: UUID | None, facts: Mapping[str, str]
    ) -> Receipts:
        """Say something of a row in the acting person's name, now. Returns all that counts, the new one at the end.

        Keep others from the row meanwhile (`locked`). A clock that was set back never puts a receipt before an
        earlier one. Raises KeyRefused for somebody without the right.
        """
        before = self._whenever(work, row_id)
        last = before.said[-1].at if before.said else work.now
        row = self.kept_in(
            id=uuid4(),
            about_table=str(self.about.__tablename__),
            about_id=row_id,
            number=before.next_number,
            kind=kind,
            signed_by=work.person.id,
            signed_at=max(work.now, last),
            base_id=base_id,
            facts=json.dumps(dict(facts), sort_keys=True, separators=(",", ":")),
        )
        row.signature = sign(work.keychain.private.sign, LABEL, message_of(work.installation_id, row))
        work.session.add(row)
        work.session.flush()
        after = self._whenever(work, row_id)
        if after == before:
            raise KeyRefused("the signer may not say this", about=row_id)
        return after

    def _whenever(self, work: UnitOfWork, row_id: UUID) -> Receipts:
        """Return what counts of one row, ahead of a clock that was set back too."""
        return self._counting(work, self._written(work, [row_id]), None)

    def _written(self, work: UnitOfWork, ids: Sequence[UUID]) -> list[Written]:
        if not ids:
            return []
        table = str(self.about.__tablename__)
        return written_about(work.session, self.kept_in, table, ids, work.installation_id)

    def _counting(self, work: UnitOfWork, rows: Sequence[Written], until: datetime | None) -> Receipts:
        directory, said = directory_for(work), list[Said]()
        for row in rows:
            found = _signed(directory, row)
            is_ahead = until is not None and row.signed_at > until
            if found is not None and not is_ahead and self._counts(directory, found, said):
                said.append(found)
            else:
                self._refuse(work, row)
        numbers = {each.number for each in said}
        return Receipts(tuple(said), frozenset(range(1, max(numbers, default=0))) - numbers)

    def _counts(self, directory: Directory, found: Said, before: Sequence[Said]) -> bool:
        first = before[0] if before and before[0].number == 1 else None
        right = self.rights.get(found.kind)
        is_after = first is None or found.at >= first.at
        return right is not None and is_after and right(directory, found, first)

    def _refuse(self, work: UnitOfWork, row: Written) -> None:
        refused: set[UUID] = work.remember(_REFUSED)
        if row.id in refused:
            return
        refused.add(row.id)
        work.record(
            "seal.refused",
            subjects=[row.about_id],
            base_id=row.base_id,
            visibility=self.visibility,
            survives_rollback=True,
            reason="receipt-refused",
            table=str(self.kept_in.__tablename__),
        )


BOOKS: dict[str, Book] = {}
"""The books there are, by the table they are about."""


def declare_book(book: Book) -> Book:
    """Make a room's book known, so that a sweep reads it too."""
    BOOKS[str(book.about.__tablename__)] = book
    return book


def refused(work: UnitOfWork, rows: Sequence[SignedReceipt]) -> list[SignedReceipt]:
    """Return those of the rows that count for nothing."""
    counting: set[UUID] = set()
    for table, book in BOOKS.items():
        about = {row.about_id for row in rows if row.about_table == table and isinstance(row, book.kept_in)}
        for receipts in book.read(work, about).values():
            counting |= {said.id for said in receipts.said}
    return [row for row in rows if row.id not in counting]


# Allegations' own are left out: what a sweep finds is kept where a base's office reads it.
declare_repeats(Receipt, refused)


def _signed(directory: Directory, row: Written) -> Said | None:
    """Return what a row says if whom it names signed it while they were admitted, with the keys they had then."""
    signer = directory.then.people.at(row.signed_by, row.signed_at)
    if signer is None or not signer.enabled or _has_left(signer, row.signed_at):
        return None
    if not row.is_signed_with(signer.keys.sign):
        return None
    return Said(
        id=row.id,
        about_id=row.about_id,
        number=row.number,
        kind=row.kind,
        by=row.signed_by,
        at=row.signed_at,
        base_id=row.base_id,
        facts=row.said,
        signer=signer,
    )


def _has_left(signer: KnownPerson, moment: datetime) -> bool:
    """Tell whether the last day of their account was over."""
    return signer.ends_on is not None and local_day(moment) > signer.ends_on
