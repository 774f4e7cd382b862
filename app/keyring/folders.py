"""Opens folders for those who were given their key, and what lies in them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, select

from app.foundation.errors import KeyRefused, NoKey, WillNotOpen
from app.keyring import bindings, grants
from app.keyring.documents import SEALED_DOCUMENTS, from_bytes
from app.keyring.entitlement import had_right_to_bind
from app.keyring.known_directory import directory_for
from app.keyring.policy import FolderKind
from app.unit_of_work import UnitOfWork, Visibility
from app.vault.sealing import Place, RecordKey, key_id_of, open_sealed
from models.folder import Folder, FolderKey
from models.grant import Grant

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")
H = TypeVar("H", bound="OpenFolder")

_OPEN = "open folders"
"""Under which a work remembers the folders it has opened in its transaction, by id."""


class OpenFolder:
    """A folder whose key is at hand. Rooms open their documents through it and never see the key."""

    def __init__(
        self, work: UnitOfWork, folder: Folder, keys: dict[int, FolderKey], granted: Sequence[Grant]
    ) -> None:
        self._work = work
        self._row = folder
        self._keys = keys
        self._grants = granted

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


def open_folder(work: UnitOfWork, folder_id: UUID) -> OpenFolder:
    """Open one folder. Raises NoKey when the keychain holds no grant for it."""
    opened = open_folders(work, [folder_id])
    if folder_id not in opened:
        raise NoKey("no grant for this person", folder=folder_id)
    return opened[folder_id]


def folder_of_base(work: UnitOfWork, kind: FolderKind, base_id: UUID) -> OpenFolder:
    """Open the one folder of that kind a base has: its name cards, its routes. Raises NoKey."""
    query = select(Folder.id).where(are_of_bases(kind, [base_id]))
    return open_folder(work, work.session.scalars(query).one())


def are_of_bases(kind: FolderKind, base_ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Cut to the folders of that kind that are the bases' own: of no child, case or shift. An index has only those."""
    of_nothing_else = (Folder.child_id.is_(None), Folder.case_id.is_(None), Folder.shift_id.is_(None))
    return and_(Folder.kind == kind.value, Folder.base_id.in_(list(base_ids)), *of_nothing_else)


def open_folders(work: UnitOfWork, folder_ids: Iterable[UUID]) -> dict[UUID, OpenFolder]:
    """Open many folders in two queries, each folder once a transaction; those without a grant are left out.

    Opening is recorded: one event at the end of the work names every folder.
    """
    wanted = list(dict.fromkeys(folder_ids))
    known = _known(work, wanted)
    opened = {id_: known[id_] for id_ in wanted if id_ in known}
    for folder in opened.values():
        _note(work, folder.row)
    return opened


def foresee_folders(work: UnitOfWork, *, child_id: UUID) -> None:
    """Read all the folders of a child at once, for a page that gathers from many rooms.

    None is opened, and none is noted as opened, before a room asks for it.
    """
    query = select(Folder.id).where(Folder.child_id == child_id)
    _known(work, work.session.scalars(query).all())


def _known(work: UnitOfWork, folder_ids: Sequence[UUID]) -> dict[UUID, OpenFolder]:
    known: dict[UUID, OpenFolder] = work.remembered.setdefault(_OPEN, {})
    # One that did not open is asked for again: this very work may grant it.
    known.update(_read_folders(work, [id_ for id_ in folder_ids if id_ not in known]))
    return known


def forget_open_folders(work: UnitOfWork) -> None:
    """Have every folder read again before it is next opened in this work, because grants were taken away."""
    work.remembered.pop(_OPEN, None)


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


def record_refusal(
    work: UnitOfWork, folder_id: UUID, error: Exception, *, row_id: UUID | None = None, table: str = ""
) -> None:
    """Put a refused value or key into the audit trail; the page says which record and goes on."""
    reason = getattr(error, "code", "error")
    work.record(
        "seal.refused",
        folders=[folder_id],
        subjects=[row_id] if row_id else [],
        stands=True,
        reason=reason,
        table=table,
    )


def _grants_for(work: UnitOfWork, folder_ids: Sequence[UUID]) -> list[Grant]:
    """Return the grants to this person and to the circle versions they are a member of, the wrapped ones first."""
    if not folder_ids:
        return []
    circles = set(directory_for(work).living_circles_of(work.person.id, work.now))
    holders = {work.person.id} | {circle for circle, _ in circles}
    # Wrapped, so that the folders are looked up and not the holders: a circle holds nearly everything there is.
    is_held = case((Grant.holder_id.in_(holders), 1), else_=0) == 1
    query = select(Grant).where(Grant.folder_id.in_(folder_ids), is_held)
    # Which versions of a circle are this person's own is sorted out here: two short lists make one quick statement.
    return [
        grant
        for grant in work.session.scalars(query.order_by(Grant.way.desc()))
        if _is_mine(grant, work.person.id, circles)
    ]


def _is_mine(grant: Grant, person_id: UUID, circles: set[tuple[UUID, int]]) -> bool:
    if grant.holder_kind == "person":
        return grant.holder_id == person_id
    return grant.holder_kind == "circle" and (grant.holder_id, grant.holder_version) in circles
