"""Opens folders for those who were given their key, and what lies in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, and_, case, select

from app.foundation.errors import ChangedOutside, KeyRefused, NoKey, WillNotOpen
from app.keyring import folder_bindings as bindings
from app.keyring import grants
from app.keyring.documents import SEALED_DOCUMENTS, from_bytes
from app.keyring.entitlement import had_right_to_bind
from app.keyring.known_directory import directory_for
from app.keyring.policy import FolderKind
from app.keyring.refusals import record_changed, record_refusal
from app.keyring.row_parents import is_place_of
from app.keyring.tags import (
    BOARD_LABEL,
    check_tag,
    key_version_of,
    row_id_of,
)
from app.unit_of_work import Mode, Remembered, UnitOfWork, Visibility
from app.vault.sealing import Place, RecordKey, key_id_of, open_sealed
from models.folder import Folder, FolderKey
from models.grant import Grant
from models.mapping import Tagged

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")
H = TypeVar("H", bound="OpenFolder")


class Fit(StrEnum):
    """What reading a row tells: it is what was written, it is not this person's to read, or it was changed outside.

    A row that was changed permits nothing, relaxes nothing and stops no clock; it stays visible, as changed.
    """

    FITS = "fits"
    NO_KEY = "no key"
    CHANGED = "changed outside"


@dataclass(frozen=True)
class Look(Generic[D]):
    """A document that was looked for, or None: because the row does not fit, or because nothing is written there."""

    fit: Fit
    document: D | None

    @property
    def is_changed(self) -> bool:
        """Whether the row was changed outside Wayhome."""
        return self.fit is Fit.CHANGED


class OpenFolder:
    """A folder whose key is at hand. Rooms open their documents through it and never see the key."""

    def __init__(
        self, work: UnitOfWork, folder: Folder, keys: dict[int, FolderKey], granted: Sequence[Grant]
    ) -> None:
        self._work = work
        self._row = folder
        self._keys = keys
        self._grants = granted
        self._fitting: WeakKeyDictionary[Tagged, bytes] = WeakKeyDictionary()

    def handle(self, way: type[H]) -> H:
        """Return another handle of the same folder, for the keyring's own rooms. It shares the keys."""
        return way(self._work, self._row, self._keys, self._grants)

    @property
    def id(self) -> UUID:
        """The folder's id, which the rows that lie in it carry."""
        return self._row.id

    @property
    def kind(self) -> FolderKind:
        """What the folder is of."""
        return FolderKind(self._row.kind)

    def open(self, document_type: type[D], row_id: UUID, sealed: bytes) -> D:
        """Open a document. Raises WillNotOpen when it was changed or moved, NoKey, KeyRefused."""
        table, column = SEALED_DOCUMENTS[document_type]
        return from_bytes(document_type, self.open_bytes(sealed, table=table, column=column, row_id=row_id))

    def try_open(self, document_type: type[D], row_id: UUID, sealed: bytes) -> D | None:
        """Open a document, or return None, so that the rest of a page stands; a refusal is recorded.

        A value under an older key that was not given to this person is unreadable too, but nobody tampered: the
        trail says nothing of it.
        """
        try:
            return self.open(document_type, row_id, sealed)
        except NoKey:
            return None
        except (WillNotOpen, KeyRefused) as error:
            record_refusal(
                self._work, self.id, error, row_id=row_id, table=SEALED_DOCUMENTS[document_type][0]
            )
            return None

    def read(self, row: Tagged, document_type: type[D]) -> D:
        """Open the document of a row whose readable columns are what was written.

        Raises ChangedOutside when one of them is not, or the folder is not of what the row says; WillNotOpen when the
        document was changed, or is not there; NoKey, KeyRefused.
        """
        self.check(row)
        return self._document(row, document_type)

    def _document(self, row: Tagged, document_type: type[D]) -> D:
        table, column = SEALED_DOCUMENTS[document_type]
        cell: bytes | None = getattr(row, column)
        if cell is None:
            raise WillNotOpen("nothing is sealed there", folder=self.id, row=row_id_of(row))
        return from_bytes(
            document_type, self.open_bytes(cell, table=table, column=column, row_id=row_id_of(row))
        )

    def look(self, row: Tagged, document_type: type[D]) -> "Look[D]":
        """Read a document, or say why not, so that the rest of a page stands; what was changed outside is recorded.

        A row under an older key that was not given to this person is unreadable too, but nobody tampered: the trail
        says nothing of it.
        """
        fit = self.fit_of(row)
        if fit is not Fit.FITS or getattr(row, SEALED_DOCUMENTS[document_type][1]) is None:
            return Look(fit, None)
        try:
            return Look(fit, self._document(row, document_type))
        except NoKey:
            return Look(Fit.NO_KEY, None)
        except (WillNotOpen, KeyRefused) as error:
            self._note_changed(row, error)
            return Look(Fit.CHANGED, None)

    def fit_of(self, row: Tagged) -> "Fit":
        """Tell whether a row is what was written; that it is not is recorded."""
        try:
            self.check(row)
        except NoKey:
            return Fit.NO_KEY
        except (WillNotOpen, KeyRefused) as error:
            self._note_changed(row, error)
            return Fit.CHANGED
        return Fit.FITS

    def check(self, row: Tagged) -> None:
        """Raise ChangedOutside unless the row is what was written in this folder. Raises NoKey, KeyRefused.

        Only the row as it was loaded is looked at; what a room set on it since is not yet stored.
        """
        if row.tag is not None and self._fitting.get(row) == row.tag:
            return
        version = key_version_of(row.tag)
        if version not in self._keys:
            raise ChangedOutside("a tag under a key that is not this folder's", folder=self.id)
        check_tag(self._work.installation_id, row, row.tag or b"", self.id, self._record_key(version))
        self._check_place(row)
        if self._work.mode is Mode.READING and row.tag is not None:
            # A snapshot stays what it is; whoever writes reads rows anew, and checks them anew.
            self._fitting[row] = row.tag

    def check_board_tag(self, row: Tagged, tag: bytes) -> None:
        """Raise ChangedOutside unless this, the folder of a base's boards, holds the tag. Raises NoKey, KeyRefused."""
        version = key_version_of(tag)
        if version not in self._keys or not self._is_place_marked:
            raise ChangedOutside("a board tag under a key that is not the base's", folder=self.id)
        key = self._record_key(version)
        check_tag(self._work.installation_id, row, tag, self.id, key, label=BOARD_LABEL)

    def _check_place(self, row: Tagged) -> None:
        """Raise ChangedOutside unless the folder is of what the row says, as whoever holds it said."""
        if not is_place_of(row, self._row):
            raise ChangedOutside("the folder is of something else than its row", folder=self.id)
        if not self._is_place_marked:
            raise ChangedOutside("nobody who holds the folder says where it belongs", folder=self.id)

    @cached_property
    def _is_place_marked(self) -> bool:
        """Whether a holder of the newest key said where the folder belongs; whoever lacks that key cannot tell."""
        try:
            newest = self.newest_key()
        except NoKey:
            return True
        except KeyRefused:
            return False
        return bindings.is_marked(self._work.installation_id, self._row, newest)

    def row_as_said(self) -> Folder | None:
        """Return the folder's row when a holder said that it is of what the row says, else None."""
        return self._row if self._is_place_marked else None

    def _note_changed(self, row: Tagged, error: Exception) -> None:
        record_changed(self._work, self.id, row, error)

    def open_bytes(self, sealed: bytes, *, table: str, column: str, row_id: UUID) -> bytes:
        """Open the bytes of one cell. Raises WillNotOpen, NoKey, KeyRefused."""
        key_id = key_id_of(sealed)
        for version, key in self._keys.items():
            if key.key_id == key_id:
                place = self._place(table, column, row_id, version)
                return open_sealed(self._record_key(version), place, sealed)
        raise WillNotOpen("sealed under a key that is not this folder's", folder=self.id)

    def record_keys(self) -> list[RecordKey]:
        """Open every version of the key, to grant them on."""
        return [self._record_key(version) for version in sorted(self._keys)]

    def newest_key(self) -> RecordKey:
        """Open the newest version of the key, for the keyring's own rooms. Raises NoKey, KeyRefused."""
        return self._record_key(max(self._keys))

    def say_where_it_belongs(self, *, child_id: UUID | None, case_id: UUID | None) -> None:
        """State anew of which child and case the folder is.

        Raises KeyRefused when nobody with the right vouches for it so far: who posts a concern and says themselves that
        it is of their case must not have it said again by somebody who may.
        """
        newest = self.newest_key()
        bindings.check_binding(directory_for(self._work), self._row, newest)
        if not had_right_to_bind(directory_for(self._work), self._row):
            raise KeyRefused("nobody with the right says what the folder is of", folder=self.id)
        self._row.child_id, self._row.case_id = child_id, case_id
        bindings.bind(self._work, self._row, newest)

    @property
    def row(self) -> Folder:
        """The folder's row, for the keyring's own rooms."""
        return self._row

    def _place(self, table: str, column: str, row_id: UUID, version: int) -> Place:
        return Place(self._work.installation_id, table, column, row_id, self.id, version)

    def _record_key(self, version: int) -> RecordKey:
        """Open one version. Each is proved by the one before it, as far back as this keychain holds them."""
        kept = self._work.keychain.record_keys.get((self.id, version))
        if kept is not None:
            return kept
        before: RecordKey | None = None
        for number in sorted(each for each in self._keys if each < version):
            try:
                before = self._opened(number, before)
            except (NoKey, KeyRefused):
                before = None  # then only the folder's own circles are believed
        return self._opened(version, before)

    def _opened(self, version: int, before: RecordKey | None) -> RecordKey:
        kept = self._work.keychain.record_keys
        if (self.id, version) not in kept:
            if before is not None and before.version != version - 1:
                before = None
            kept[self.id, version] = grants.open_record_key(
                self._work, self._row, self._keys[version], self._grants, before=before
            )
        return kept[self.id, version]


_OPEN: Remembered[dict[UUID, OpenFolder]] = Remembered(dict)
"""The folders that were opened, by id."""


def open_folder(work: UnitOfWork, folder_id: UUID) -> OpenFolder:
    """Open one folder. Raises NoKey when the keychain holds no grant for it."""
    opened = open_folders(work, [folder_id])
    if folder_id not in opened:
        raise NoKey("no grant for this person", folder=folder_id)
    return opened[folder_id]


def folder_of_base(work: UnitOfWork, kind: FolderKind, base_id: UUID) -> OpenFolder:
    """Open the one folder of that kind a base has: its name cards, its routes. Raises NoKey."""
    query = select(Folder.id).where(are_of_bases([base_id], kind))
    found = open_folders(work, work.session.scalars(query)).values()
    # There is one, unless somebody changed another's row outside: whose holders do not say so, it is not.
    for folder in found:
        if folder.row_as_said() is not None:
            return folder
    raise NoKey("no grant for this person", base=base_id)


def are_of_bases(base_ids: Iterable[UUID], *kinds: FolderKind) -> ColumnElement[bool]:
    """Cut to folders of those kinds that are the bases' own: of no child, case or shift. An index has only those."""
    of_nothing_else = (Folder.child_id.is_(None), Folder.case_id.is_(None), Folder.shift_id.is_(None))
    return and_(Folder.kind.in_(kinds), Folder.base_id.in_(list(base_ids)), *of_nothing_else)


def open_folders(work: UnitOfWork, folder_ids: Iterable[UUID]) -> dict[UUID, OpenFolder]:
    """Open many folders in two queries, each folder once a transaction; those without a grant are left out.

    Opening is recorded: one event at the end of the work names every folder.
    """
    opened = folders_to_check(work, folder_ids)
    for folder in opened.values():
        _note(work, folder.row)
    return opened


def prefetch_folders(work: UnitOfWork, *, child_id: UUID) -> None:
    """Read all the folders of a child at once, for a page that gathers from many rooms.

    None is opened, and none is noted as opened, before a room asks for it.
    """
    query = select(Folder.id).where(Folder.child_id == child_id)
    folders_to_check(work, work.session.scalars(query).all())


def folders_to_check(work: UnitOfWork, folder_ids: Iterable[UUID]) -> dict[UUID, OpenFolder]:
    """Return the same where rows are checked and no words are opened: nothing is noted as opened."""
    wanted = list(dict.fromkeys(folder_ids))
    known = work.remember(_OPEN)
    # One that did not open is asked for again: this very work may grant it.
    known.update(_read_folders(work, [id_ for id_ in wanted if id_ not in known]))
    return {id_: known[id_] for id_ in wanted if id_ in known}


def forget_open_folders(work: UnitOfWork) -> None:
    """Have every folder read again before it is next opened in this work, because grants were taken away."""
    work.forget(_OPEN)


def look_in(folder: OpenFolder | None, row: Tagged, document_type: type[D]) -> Look[D]:
    """Look for a document; its folder may be one of those that were left out for want of a key."""
    return Look(Fit.NO_KEY, None) if folder is None else folder.look(row, document_type)


def fit_in(folder: OpenFolder | None, row: Tagged) -> Fit:
    """Tell whether a row is what was written; its folder may be one of those that were left out."""
    return Fit.NO_KEY if folder is None else folder.fit_of(row)


def opened_in(folder: OpenFolder | None, document_type: type[D], row_id: UUID, sealed: bytes) -> D | None:
    """Open a document with `try_open`; None too when its folder is one of those that were left out."""
    return None if folder is None else folder.try_open(document_type, row_id, sealed)


def _read_folders(work: UnitOfWork, folder_ids: Sequence[UUID]) -> dict[UUID, OpenFolder]:
    held: dict[UUID, list[Grant]] = {}
    for grant in _grants_for(work, folder_ids):
        held.setdefault(grant.folder_id, []).append(grant)
    reachable = [id_ for id_ in folder_ids if id_ in held or (id_, 1) in work.keychain.record_keys]
    if not reachable:
        return {}
    rows: dict[UUID, Folder] = {}
    keys: dict[UUID, dict[int, FolderKey]] = {}
    query = select(Folder, FolderKey).join(FolderKey, FolderKey.folder_id == Folder.id)
    for row, key in work.session.execute(query.where(Folder.id.in_(reachable))):
        rows[row.id] = row
        keys.setdefault(row.id, {})[key.version] = key
    return {id_: OpenFolder(work, row, keys[id_], held.get(id_, [])) for id_, row in rows.items()}


def _note(work: UnitOfWork, folder: Folder) -> None:
    subjects = (id_ for id_ in (folder.child_id, folder.case_id) if id_ is not None)
    work.note_opened(folder.id, *subjects, base_id=folder.base_id)
    if folder.kind == FolderKind.ALLEGATION:
        work.opened_visibility = Visibility.SAFEGUARDING


def _grants_for(work: UnitOfWork, folder_ids: Sequence[UUID]) -> list[Grant]:
    """Return the grants to this person and to the circle versions they are a member of, the wrapped ones first."""
    if not folder_ids:
        return []
    circles = set(directory_for(work).living_circles_of(work.person.id, work.now))
    holders = {work.person.id} | {circle for circle, _ in circles}
    # Wrapped, so that the folders are looked up and not the holders: a circle holds nearly everything there is.
    is_held = case((Grant.holder_id.in_(holders), 1), else_=0) == 1
    query = select(Grant).where(Grant.folder_id.in_(folder_ids), is_held)
    found = work.session.scalars(query.order_by(Grant.way.desc()))
    # Which versions of a circle are this person's own is sorted out here: two short lists make one quick statement.
    return [grant for grant in found if _is_mine(grant, work.person.id, circles)]


def _is_mine(grant: Grant, person_id: UUID, circles: set[tuple[UUID, int]]) -> bool:
    if grant.holder_kind == "person":
        return grant.holder_id == person_id
    return grant.holder_kind == "circle" and (grant.holder_id, grant.holder_version) in circles
