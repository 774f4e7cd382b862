"""Receipts: what somebody says about a record without holding its key, signed by them and checked by every reader.

A receipt counts if three things are true: its signature holds under the keys its signer had at that moment, they had
the right to say it then, and its moment is after the first receipt about the record and not in the future. Any other
receipt counts for nothing and is recorded. The first receipt alone also counts with a moment in the future: a server's
clock was wrong, nobody knows when the record began, and somebody must still be able to answer it. The receipts of a
record are numbered. Where a number is missing, a reader knows that something was removed, and relies on nothing that
came before the gap.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID, uuid4

from app.foundation.access_rules import reach_of
from app.foundation.clock import is_ahead
from app.foundation.errors import KeyRefused
from app.foundation.local_time import home_day
from app.foundation.permissions import Permission, Reach
from app.keyring.directory import Directory, KnownPerson
from app.keyring.known_directory import directory_for
from app.keyring.receipt_rows import LABEL, Written, message_of, written_about
from app.keyring.repeated_facts import declare_repeats
from app.unit_of_work import Remembered, UnitOfWork, Visibility
from app.vault.signing import SigningKey, VerifyKey, sign
from models.mapping import Model
from models.receipt import Receipt, SignedReceipt

FAR_BACK = timedelta(hours=1)
"""A clock that was set back by less is passed again soon: what is said meanwhile keeps its place after the last."""

POSTERS_KEY = "key"
"""The fact of a first receipt that names the key of its poster's secret, in hex."""

_REFUSED: Remembered[set[UUID]] = Remembered(set)
"""The key under which a work remembers which refused receipts it has recorded."""


@dataclass(frozen=True)
class Said:
    """A receipt that counts: who said what about a record, and when. `signer` is who they were at that moment.

    It is None when whoever says it proves only that they posted the record: `by` is then the record's own id.
    """

    id: UUID
    about_id: UUID
    number: int
    kind: str
    by: UUID
    at: datetime
    base_id: UUID | None
    facts: Mapping[str, str]
    signer: KnownPerson | None

    @property
    def is_of_its_poster(self) -> bool:
        """Whether it is signed with the secret that the record's poster alone has, and names nobody."""
        return self.by == self.about_id

    def has(self, permission: Permission) -> bool:
        """Tell whether the signer had a permission then, with any reach."""
        return self._reach(permission) is not None

    def may(self, permission: Permission) -> bool:
        """Tell whether the signer's permission then reached the base the receipt names, as assigned or as own."""
        reach, base_id = self._reach(permission), self.signer.base_id if self.signer else None
        return reach is not None and (reach is Reach.ALL or base_id in (None, self.base_id))

    def may_in_base(self, permission: Permission) -> bool:
        """Tell whether the signer had a permission then over everything in that base, not only their own."""
        return self.may(permission) and self._reach(permission) in (Reach.BASE, Reach.ALL)

    def _reach(self, permission: Permission) -> Reach | None:
        return reach_of(self.signer, permission) if self.signer is not None else None


Right = Callable[[Directory, Said, Said | None], bool]
"""Tells whether somebody had the right to say it. The last argument is the first receipt about the record, if any."""


@dataclass(frozen=True)
class Receipts:
    """The receipts about one record that count, in order. `gaps` are the missing numbers.

    `whenever` are these and what lies in the future and would count otherwise: a clock was wrong when it was said.
    """

    said: tuple[Said, ...] = ()
    gaps: frozenset[int] = frozenset()
    whenever: tuple[Said, ...] = ()

    @property
    def ahead(self) -> frozenset[int]:
        """The numbers of what a wrong clock put into the future: it counts for nothing, and nobody changed it."""
        return frozenset(each.number for each in self.whenever) - {each.number for each in self.said}

    def as_if_now(self) -> "Receipts":
        """Return what the receipts said while the clock was wrong."""
        return Receipts(self.whenever, self.gaps, self.whenever)

    @property
    def next_number(self) -> int:
        """The number of the next receipt."""
        return self.said[-1].number + 1 if self.said else 1


@dataclass(frozen=True)
class Book:
    """The receipts about one table's rows: where they are stored, who may say what, and who may know of them."""

    about: type[Model]
    kept_in: type[SignedReceipt]
    rights: Mapping[str, Right]
    visibility: Visibility = Visibility.PROGRAMME
    begins: str = ""
    """The word that begins a record, which counts whenever it was said."""
    is_unnamed: bool = False
    """Whether whoever posts a record is named nowhere, and signs with the secret receipt of that record."""

    def read(self, work: UnitOfWork, ids: Iterable[UUID]) -> dict[UUID, Receipts]:
        """Return the valid receipts about these rows, by their ids, in one query. Refused ones are recorded."""
        wanted = list(dict.fromkeys(ids))
        by_id: dict[UUID, list[Written]] = {id_: [] for id_ in wanted}
        until = work.now
        for row in self._written(work, wanted):
            by_id[row.about_id].append(row)
        return {id_: self._counting(work, of_one, until) for id_, of_one in by_id.items()}

    def of(self, work: UnitOfWork, row_id: UUID) -> Receipts:
        """Return the valid receipts about one row."""
        return self.read(work, [row_id])[row_id]

    def sign(
        self, work: UnitOfWork, row_id: UUID, kind: str, *, base_id: UUID | None, facts: Mapping[str, str]
    ) -> Receipts:
        """Say something about a row as the acting person, now. Returns all that counts, the new one last.

        Lock the row meanwhile (`locked`). A clock that was set back never puts a receipt before an earlier one.
        Raises KeyRefused for somebody without the right.
        """
        own = work.keychain.private.sign
        return self._sign(work, row_id, kind, base_id=base_id, facts=facts, by=work.person.id, key=own)

    def sign_as_poster(
        self, work: UnitOfWork, row_id: UUID, kind: str, *, facts: Mapping[str, str], key: SigningKey
    ) -> Receipts:
        """Say something about a record as whoever posted it, with their secret's key. It names nobody.

        The first receipt names the key, and the others are checked with it. Raises KeyRefused for another key.
        """
        if kind == self.begins:
            facts = {**facts, POSTERS_KEY: key.public.raw.hex()}
        return self._sign(work, row_id, kind, base_id=None, facts=facts, by=row_id, key=key)

    def _sign(
        self,
        work: UnitOfWork,
        row_id: UUID,
        kind: str,
        *,
        base_id: UUID | None,
        facts: Mapping[str, str],
        by: UUID,
        key: SigningKey,
    ) -> Receipts:
        before = self._whenever(work, row_id)
        last = before.said[-1].at if before.said else work.now
        was_set_far_back = last > work.now + FAR_BACK
        if was_set_far_back:
            last = work.now
        row = self.kept_in(
            id=uuid4(),
            about_table=str(self.about.__tablename__),
            about_id=row_id,
            number=before.next_number,
            kind=kind,
            signed_by=by,
            signed_at=max(work.now, last),
            base_id=base_id,
            facts=json.dumps(dict(facts), sort_keys=True, separators=(",", ":")),
        )
        row.signature = sign(key, LABEL, message_of(work.installation_id, row))
        work.session.add(row)
        work.session.flush()
        after = self._whenever(work, row_id)
        if after == before:
            raise KeyRefused("the signer may not say this", about=row_id)
        return self.of(work, row_id) if was_set_far_back else after

    def _whenever(self, work: UnitOfWork, row_id: UUID) -> Receipts:
        """Return what counts about one row, including receipts in the future of a clock that was set back."""
        return self._counting(work, self._written(work, [row_id]), None)

    def _written(self, work: UnitOfWork, ids: Sequence[UUID]) -> list[Written]:
        if not ids:
            return []
        table = str(self.about.__tablename__)
        return written_about(work.session, self.kept_in, table, ids, work.installation_id)

    def _counting(self, work: UnitOfWork, rows: Sequence[Written], until: datetime | None) -> Receipts:
        directory, whenever = _read_at(directory_for(work), work.now), list[Said]()
        for row in rows:
            found = self._found(directory, row, whenever, work.now)
            if found is not None:
                whenever.append(found)
            else:
                self._refuse(work, row)
        numbers = {each.number for each in whenever}
        gaps = frozenset(range(1, max(numbers, default=0))) - numbers
        said = (each for each in whenever if self._is_known(each, until))
        return Receipts(tuple(said), gaps, tuple(whenever))

    def _is_known(self, said: Said, until: datetime | None) -> bool:
        return until is None or said.kind == self.begins or not is_ahead(said.at, until)

    def _found(
        self, directory: Directory, row: Written, before: Sequence[Said], now: datetime
    ) -> Said | None:
        """Return what a row says, if it counts; where a wrong clock leaves open who somebody was then, for any way."""
        first = before[0] if before and before[0].number == 1 else None
        right = self.rights.get(row.kind)
        is_after = first is None or row.signed_at >= first.at or is_ahead(first.at, now)
        if right is None or not is_after:
            return None
        is_posters = self.is_unnamed and row.signed_by == row.about_id
        ways = _of_poster(row, first) if is_posters else _signed(directory, row)
        return next((found for found in ways if right(directory, found, first)), None)

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
"""The registered books, by the table they are about."""


def declare_book(book: Book) -> Book:
    """Register a room's book, so that a sweep reads it too."""
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


# Allegations' own receipts are left out: a base's office can read what a sweep finds.
declare_repeats(Receipt, refused)


def _of_poster(row: Written, first: Said | None) -> Iterator[Said]:
    """Yield what a row says, if the key that the first receipt names signed it."""
    try:
        named = row.said if first is None else first.facts
        key = VerifyKey(bytes.fromhex(named[POSTERS_KEY]))
    except (ValueError, KeyError, TypeError, KeyRefused):
        return
    if row.is_signed_with(key):
        yield _said(row, None)


def _read_at(directory: Directory, now: datetime) -> Directory:
    """Return the directory with its past as it is read now."""
    then = directory.then.as_of(now)
    if then is directory.then:
        return directory
    twin = copy(directory)
    twin.then = then
    return twin


def _signed(directory: Directory, row: Written) -> Iterator[Said]:
    """Yield what a row says, if the person it names signed it while admitted, with the keys they had then."""
    then, who, at = directory.then, row.signed_by, row.signed_at
    for signer in chain(then.people.perhaps(who, at), then.outside.perhaps(who, at)):
        if signer.enabled and not _has_left(signer, at) and row.is_signed_with(signer.keys.sign):
            yield _said(row, signer)


def _said(row: Written, signer: KnownPerson | None) -> Said:
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
    """Tell whether the account's last day had passed."""
    return signer.ends_on is not None and home_day(moment) > signer.ends_on
