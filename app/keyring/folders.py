"""Opens folders, and the documents in them, for people who were given the folder's key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, and_, case, select

from app.foundation.errors import ChangedOutside, KeyRefused, NoKey, WillNotOpen
from app.keyring import folder_bindings as bindings
from app.keyring import grants
from app.keyring.documents import SEALED_DOCUMENTS, from_bytes
from app.keyring.entitlement import had_right_to_bind
from app.keyring.known_directory import directory_for
from app.keyring.policy import OF_LISTS, FolderKind
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

T = TypeVar("T")
D = TypeVar("D", bound="DataclassInstance")
H = TypeVar("H", bound="OpenFolder")


class Fit(StrEnum):
    """The result of reading a row: it is what was written, this person may not read it, or it was changed outside.

    A changed row permits nothing, relaxes nothing and stops no clock; it stays visible, as changed.
    """

    FITS = "fits"
    NO_KEY = "no key"
    CHANGED = "changed outside"


@dataclass(frozen=True)
class Look(Generic[D]):
    """The result of looking for a document: None if the row does not fit, or if nothing is written there."""

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
        """Return another handle to the same folder and its keys. Only for the keyring itself."""
        return way(self._work, self._row, self._keys, self._grants)

    @property
    def id(self) -> UUID:
        """The folder's id, which the rows in it carry."""
        return self._row.id

    @property
    def kind(self) -> FolderKind:
        """The folder's kind."""
        return FolderKind(self._row.kind)

    def open(self, document_type: type[D], row_id: UUID, sealed: bytes) -> D:
        """Open a document. Raises WillNotOpen when it was changed or moved, NoKey, KeyRefused."""
        table, column = SEALED_DOCUMENTS[document_type]
        return from_bytes(document_type, self.open_bytes(sealed, table=table, column=column, row_id=row_id))

    def try_open(self, document_type: type[D], row_id: UUID, sealed: bytes) -> D | None:
        """Open a document, or return None so that the rest of a page can be shown; a refusal is recorded.

        A value under an older key that this person was not given is unreadable too. That is no tampering, so the
        trail does not mention it.
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

        Raises ChangedOutside when one of them is not, or when the folder does not belong to what the row says. Raises
        WillNotOpen when the document was changed or is missing; NoKey, KeyRefused.
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
        """Read a document, or say why not, so that the rest of a page can be shown; outside changes are recorded.

        A row under an older key that this person was not given is unreadable too. That is no tampering, so the trail
        does not mention it.
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
        """Tell whether a row is what was written; if it is not, this is recorded."""
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

        This checks the row as it was loaded; what a room has set on it since is not stored yet.
        """
        if row.tag is not None and self._fitting.get(row) == row.tag:
            return
        version = key_version_of(row.tag)
        if version not in self._keys:
            raise ChangedOutside("a tag under a key that is not this folder's", folder=self.id)
        check_tag(self._work.installation_id, row, row.tag or b"", self.id, self._record_key(version))
        self._check_place(row)
        if self._work.mode is Mode.READING and row.tag is not None:
            # A snapshot never changes. A writing work reads rows afresh, and checks them again.
            self._fitting[row] = row.tag

    def check_board_tag(self, row: Tagged, tag: bytes) -> None:
        """Raise ChangedOutside unless this folder of a base's boards made the row's tag. Raises NoKey, KeyRefused."""
        version = key_version_of(tag)
        if version not in self._keys or not self._is_place_marked:
            raise ChangedOutside("a board tag under a key that is not the base's", folder=self.id)
        key = self._record_key(version)
        check_tag(self._work.installation_id, row, tag, self.id, key, label=BOARD_LABEL)

    def _check_place(self, row: Tagged) -> None:
        """Raise ChangedOutside unless the folder belongs to what the row says, according to its holders."""
        if not is_place_of(row, self._row):
            raise ChangedOutside("the folder is of something else than its row", folder=self.id)
        if not self._is_place_marked:
            raise ChangedOutside("nobody who holds the folder says where it belongs", folder=self.id)

    @cached_property
    def _is_place_marked(self) -> bool:
        """Tell whether a holder of the newest key said where the folder belongs; without that key nobody can tell."""
        try:
            newest = self.newest_key()
        except NoKey:
            return True
        except KeyRefused:
            return False
        return bindings.is_marked(self._work.installation_id, self._row, newest)

    def row_as_said(self) -> Folder | None:
        """Return the folder's row if a holder said that it belongs to what the row says, or else None."""
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
        """Open every version of the key, to grant them to others."""
        return [self._record_key(version) for version in sorted(self._keys)]

    def newest_key(self) -> RecordKey:
        """Open the newest version of the key. Only for the keyring itself. Raises NoKey, KeyRefused."""
        return self._record_key(max(self._keys))

    def say_where_it_belongs(
        self, *, child_id: UUID | None = None, case_id: UUID | None = None, shift_id: UUID | None = None
    ) -> None:
        """State again which child, case and shift the folder belongs to.

        Raises KeyRefused when nobody with the right has vouched for it so far. Somebody who posts a concern and
        claims that it belongs to their case must not have that claim confirmed by a person who may.
        """
        newest = self.newest_key()
        bindings.check_binding(directory_for(self._work), self._row, newest)
        if not had_right_to_bind(directory_for(self._work), self._row):
            raise KeyRefused("nobody with the right says what the folder is of", folder=self.id)
        self._row.child_id, self._row.case_id, self._row.shift_id = child_id, case_id, shift_id
        bindings.bind(self._work, self._row, newest)

    @property
    def row(self) -> Folder:
        """The folder's row. Only for the keyring itself."""
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
"""The opened folders, by id."""
_WITH_FOLDERS: list[Remembered[Any]] = [_OPEN]
"""What is forgotten together with them."""


def open_folder(work: UnitOfWork, folder_id: UUID) -> OpenFolder:
    """Open one folder. Raises NoKey when the keychain holds no grant for it."""
    opened = open_folders(work, [folder_id])
    if folder_id not in opened:
        raise NoKey("no grant for this person", folder=folder_id)
    return opened[folder_id]


def folder_of_base(work: UnitOfWork, kind: FolderKind, base_id: UUID) -> OpenFolder:
    """Open a base's only folder of that kind: its name cards, its routes. Raises NoKey."""
    query = select(Folder.id).where(are_of_bases([base_id], kind))
    found = open_folders(work, work.session.scalars(query)).values()
    # There is one, unless another folder's row was changed outside. Its holders do not confirm that, so it is not the
    # one.
    for folder in found:
        if folder.row_as_said() is not None:
            return folder
    raise NoKey("no grant for this person", base=base_id)


def are_of_bases(base_ids: Iterable[UUID], *kinds: FolderKind) -> ColumnElement[bool]:
    """Limit to the bases' own folders of those kinds, without child, case or shift: an index holds only these."""
    of_nothing_else = (Folder.child_id.is_(None), Folder.case_id.is_(None), Folder.shift_id.is_(None))
    return and_(Folder.kind.in_(kinds), Folder.base_id.in_(list(base_ids)), *of_nothing_else)


def open_folders(work: UnitOfWork, folder_ids: Iterable[UUID]) -> dict[UUID, OpenFolder]:
    """Open many folders in two queries, each once in a transaction; folders without a grant are left out.

    Opening is recorded: one event at the end of the work names every folder.
    """
    opened = folders_to_check(work, folder_ids)
    for folder in opened.values():
        _note(work, folder.row)
    return opened


def prefetch_folders(work: UnitOfWork, *, child_id: UUID) -> None:
    """Read all the folders of a child at once, for a page that gathers from many rooms.

    None is opened, or noted as opened, before a room asks for it.
    """
    query = select(Folder.id).where(Folder.child_id == child_id)
    folders_to_check(work, work.session.scalars(query).all())


def folders_to_check(work: UnitOfWork, folder_ids: Iterable[UUID]) -> dict[UUID, OpenFolder]:
    """Return the same for checking rows without opening their words: nothing is noted as opened."""
    wanted = list(dict.fromkeys(folder_ids))
    known = work.remember(_OPEN)
    # A folder that did not open is tried again: this very work may have granted it.
    known.update(_read_folders(work, [id_ for id_ in wanted if id_ not in known]))
    return {id_: known[id_] for id_ in wanted if id_ in known}


def goes_with_folders(what: Remembered[T]) -> Remembered[T]:
    """Declare something that is remembered of open folders, so that it is forgotten together with them."""
    _WITH_FOLDERS.append(what)
    return what


def forget_open_folders(work: UnitOfWork) -> None:
    """Make every folder be read again before it is next opened in this work, because grants were removed."""
    for what in _WITH_FOLDERS:
        work.forget(what)


def look_in(folder: OpenFolder | None, row: Tagged, document_type: type[D]) -> Look[D]:
    """Look for a document; its folder may have been left out for want of a key."""
    return Look(Fit.NO_KEY, None) if folder is None else folder.look(row, document_type)


def fit_in(folder: OpenFolder | None, row: Tagged) -> Fit:
    """Tell whether a row is what was written; its folder may have been left out for want of a key."""
    return Fit.NO_KEY if folder is None else folder.fit_of(row)


def opened_in(folder: OpenFolder | None, document_type: type[D], row_id: UUID, sealed: bytes) -> D | None:
    """Open a document with `try_open`; None also when its folder was left out for want of a key."""
    return None if folder is None else folder.try_open(document_type, row_id, sealed)


def _read_folders(work: UnitOfWork, folder_ids: Sequence[UUID]) -> dict[UUID, OpenFolder]:
    held: dict[UUID, list[Grant]] = {}
    for grant in _grants_for(work, folder_ids):
        held.setdefault(grant.folder_id, []).append(grant)
    reachable = [id_ for id_ in folder_ids if id_ in held or (id_, 1) in work.keychain.record_keys]
    if not reachable:
        return {}
    rows, keys = dict[UUID, Folder](), dict[UUID, dict[int, FolderKey]]()
    query = select(Folder, FolderKey).join(FolderKey, FolderKey.folder_id == Folder.id)
    for row, key in work.session.execute(query.where(Folder.id.in_(reachable))):
        rows[row.id] = row
        keys.setdefault(row.id, {})[key.version] = key
    return {id_: OpenFolder(work, row, keys[id_], held.get(id_, [])) for id_, row in rows.items()}


def _note(work: UnitOfWork, folder: Folder) -> None:
    subjects = (id_ for id_ in (folder.child_id, folder.case_id) if id_ is not None)
    note = work.note_listed if folder.kind in OF_LISTS else work.note_opened
    note(folder.id, *subjects, base_id=folder.base_id)
    if folder.kind == FolderKind.ALLEGATION:
        work.opened_visibility = Visibility.SAFEGUARDING


def _grants_for(work: UnitOfWork, folder_ids: Sequence[UUID]) -> list[Grant]:
    """Return the grants to this person and to their circle versions, wrapped ones first."""
    if not folder_ids:
        return []
    circles = set(directory_for(work).living_circles_of(work.person.id, work.now))
    holders = {work.person.id} | {circle for circle, _ in circles}
    # Wrapped, so that the database looks up by folder and not by holder: a circle holds nearly everything.
    is_held = case((Grant.holder_id.in_(holders), 1), else_=0) == 1
    query = select(Grant).where(Grant.folder_id.in_(folder_ids), is_held)
    found = work.session.scalars(query.order_by(Grant.way.desc()))
    # The person's own versions of a circle are picked here in Python: two short lists make one quick statement.
    return [grant for grant in found if _is_mine(grant, work.person.id, circles)]


def _is_mine(grant: Grant, person_id: UUID, circles: set[tuple[UUID, int]]) -> bool:
    if grant.holder_kind == "person":
        return grant.holder_id == person_id
    return grant.holder_kind == "circle" and (grant.holder_id, grant.holder_version) in circles
