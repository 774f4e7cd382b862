"""Makes folders, and seals in a folder once it is certain what the folder belongs to and who knows its key."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import inspect, select

from app.foundation.errors import KeyRefused, WillNotOpen
from app.keyring import folder_bindings as bindings
from app.keyring import grants
from app.keyring.circles import current_suite
from app.keyring.directory import Directory, KnownPerson
from app.keyring.documents import SEALED_DOCUMENTS, to_bytes
from app.keyring.entitlement import entitled_people, had_right_to_bind, is_of_base, names_nobody
from app.keyring.folders import OpenFolder, folder_of_base, goes_with_folders, open_folder
from app.keyring.folders_to_check import board_folders
from app.keyring.known_directory import directory_for, whole_directory_for
from app.keyring.policy import ORGANISATION_CIRCLES, POLICY, CircleKind, FolderKind
from app.keyring.refusals import record_refusal
from app.keyring.renewal import is_to_renew
from app.keyring.rows import Written, note_written
from app.keyring.safeguarding_acts import living_members, safeguarding_circle
from app.keyring.tags import row_id_of
from app.unit_of_work import Remembered, UnitOfWork
from app.vault import hpke
from app.vault.sealing import RecordKey, seal
from app.vault.secrets import SymmetricKey
from models.case import Case
from models.folder import Folder, FolderKey
from models.grant import Grant
from models.mapping import OnBoards, Tagged

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class FolderToWrite(OpenFolder):
    """A folder to seal in: newly made, or checked to be the one that its writer means."""

    def write(self, row: Tagged, *documents: "DataclassInstance") -> None:
        """Store a row with its tag, and seal each document in its own column; the row is added to the session.

        Set the row's readable columns before or after; the tag covers them as they are stored. An existing row must
        still be what was written before: nothing is overwritten unseen, and no false value is confirmed.

        Raises ChangedOutside, recorded, when it is not; KeyRefused like `seal_bytes`; NoKey.
        """
        if inspect(row).persistent:
            self._check_before(row)
        self._key_to_write()
        for document in documents:
            table, column = SEALED_DOCUMENTS[type(document)]
            plaintext = to_bytes(document)
            setattr(
                row, column, self.seal_bytes(plaintext, table=table, column=column, row_id=row_id_of(row))
            )
        note_written(self._work.session, row, Written(self, self._board_of(row)))
        self._work.session.add(row)

    def _board_of(self, row: Tagged) -> "FolderToWrite | None":
        if not isinstance(row, OnBoards):
            return None
        return board_to_write(self._work, FolderKind(type(row).board_folder), self._row.base_id)

    def _check_before(self, row: Tagged) -> None:
        try:
            self.check(row)
        except (WillNotOpen, KeyRefused) as error:
            self._note_changed(row, error)
            raise

    def key_of_tags(self) -> tuple[RecordKey, UUID, UUID]:
        """Return the newest key, with the ids of folder and organisation. Only for the keyring itself."""
        return self._record_key(max(self._keys)), self.id, self._work.installation_id

    def seal(self, document: "DataclassInstance", row_id: UUID) -> bytes:
        """Seal a document for its own column of that row."""
        table, column = SEALED_DOCUMENTS[type(document)]
        return self.seal_bytes(to_bytes(document), table=table, column=column, row_id=row_id)

    def seal_bytes(self, plaintext: bytes, *, table: str, column: str, row_id: UUID) -> bytes:
        """Seal bytes for one cell, first under a new version of the key if the newest is due for renewal.

        Raises KeyRefused when the key directory is broken, or is shorter than when one of the keys was made: the
        statement that ended somebody's place may be missing.
        """
        key = self._key_to_write()
        key.sealings += 1
        place = self._place(table, column, row_id, key.version)
        return seal(self._record_key(key.version), place, plaintext)

    def begin_new_key(self) -> None:
        """Begin a new key version at once, for those who hold the newest one and are still entitled to it.

        Raises KeyRefused and NoKey as sealing does.
        """
        self._renew(self._key_to_write())

    def _key_to_write(self) -> FolderKey:
        directory = whole_directory_for(self._work)
        if any(key.directory_seq > directory.seq for key in self._keys.values()):
            raise KeyRefused("a key is newer than the key directory", folder=self.id, seq=directory.seq)
        key = self._keys[max(self._keys)]
        if is_to_renew(directory, self._row, key, writer_id=self._work.person.id) or self._outlived(key):
            key = self._renew(key)
        return key

    def _outlived(self, key: FolderKey) -> bool:
        """Tell whether somebody holds this key who stood in as a club's leader, and whose time is over."""
        leadings = directory_for(self._work).leadings.of_club(self._row.id, self._row.base_id)
        over = [each.id for each in leadings if each.is_over(self._work.now)]
        if not over:
            return False
        query = select(Grant.id).where(Grant.assignment_id.in_(over), Grant.key_version == key.version)
        return self._work.session.scalars(query.limit(1)).first() is not None

    def _renew(self, old: FolderKey) -> FolderKey:
        """Begin a new key version for the circles and for current holders who are still entitled; no value changes."""
        before = self._record_key(old.version)
        record_key = RecordKey(SymmetricKey.generate(), old.version + 1)
        people = self._staying(old.version)
        to_circles = self._is_given_to_circles(old)
        key = _add_key(self._work, self._row, record_key, before=before)
        if to_circles:
            _grant_to_circles(self._work, self._row, record_key)
        for person_id, assignment_id in people.items():
            grants.grant_to_person(self._work, self._row, record_key, person_id, assignment_id=assignment_id)
        bindings.renew_mark(self._work.installation_id, self._row, record_key)
        self._keys[record_key.version] = key
        self._work.keychain.record_keys[self.id, record_key.version] = record_key
        return key

    def _is_given_to_circles(self, old: FolderKey) -> bool:
        """Tell whether the next key goes to the folder's circles: always, unless somebody was left out of this one.

        Whoever posts an allegation may leave out a member whom it is about. No row decides it: a copy put into the
        circle's name without the key does not open.
        """
        if not names_nobody(self._row):
            return True
        query = select(Grant).where(
            Grant.folder_id == self.id, Grant.key_version == old.version, Grant.holder_kind == "circle"
        )
        copies = self._work.session.scalars(query).all()
        return any(grants.is_circles_copy(self._work, self._row, old, each) for each in copies)

    def _staying(self, version: int) -> dict[UUID, UUID | None]:
        """Return the holders of a version who may hold the next one, each with their assignment to the case, if any.

        A row says who was given a key; only the signed directory says who may have the next one.
        """
        directory = directory_for(self._work)
        entitled = entitled_people(directory, self._row, self._work.now)
        query = select(Grant).where(
            Grant.folder_id == self.id, Grant.key_version == version, Grant.holder_kind == "person"
        )
        staying: dict[UUID, UUID | None] = {}
        for grant in self._work.session.scalars(query):
            person_id = grant.holder_id
            if person_id in entitled and self._was_given(directory, grant):
                assignments = entitled[person_id]
                of_grant = grant.assignment_id in assignments
                staying[person_id] = grant.assignment_id if of_grant else next(iter(assignments), None)
        return staying

    def _was_given(self, directory: Directory, grant: Grant) -> bool:
        if grant.key_version == 1 and names_nobody(self._row):
            return grants.is_marked(self._work.installation_id, grant, self._record_key(1))
        return grants.is_signed(directory, grant)


class FolderForNobody(FolderToWrite):
    """A folder that names nobody, in the work that makes it: its first key is the only one."""

    def _key_to_write(self) -> FolderKey:
        whole_directory_for(self._work)
        return self._keys[1]


def make_folder_for_nobody(work: UnitOfWork, *, left_out: Collection[UUID] = ()) -> FolderForNobody:
    """Make the folder of an allegation: sealed to safeguarding, with nobody named as its maker.

    Those left out are members of the circle whom it is not sealed to: then the others get copies of their own, and
    `recovery` one instead of the circle. The outside member always gets one.
    """
    directory, folder_id = whole_directory_for(work), uuid4()
    folder = Folder(id=folder_id, kind=FolderKind.ALLEGATION.value)
    record_key = RecordKey(SymmetricKey.generate(), 1)
    bindings.bind_for_nobody(work.installation_id, folder, record_key)
    work.session.add(folder)
    work.session.flush()
    key = FolderKey(
        folder_id=folder_id,
        version=1,
        key_id=record_key.key_id,
        made_by=folder_id,
        directory_seq=directory.seq,
        event_id=work.event_id,
        sealings=0,
        signature=b"",
    )
    key.chain = grants.chain_folder_key(work.installation_id, folder, key, record_key)
    work.session.add(key)
    for holder, public in _holders_for_nobody(work, directory, left_out):
        grants.grant_for_nobody(work, folder, record_key, holder, public)
    work.session.flush()
    work.keychain.record_keys[folder_id, 1] = record_key
    return FolderForNobody(work, folder, {1: key}, [])


def _holders_for_nobody(
    work: UnitOfWork, directory: Directory, left_out: Collection[UUID]
) -> Iterator[tuple[tuple[str, UUID, int], hpke.PublicKey]]:
    members, suite = living_members(directory), current_suite(work)
    circle = safeguarding_circle(directory)
    people: list[KnownPerson] = []
    # Somebody who is out may still know the circle's secret, until a member has given it a new one.
    is_whole = circle is not None and members and not directory.fallen_from(circle.id)
    if circle is None or not is_whole or set(members) & set(left_out):
        people += [directory.people[id_] for id_ in members if id_ not in left_out]
        circle = directory.circle(CircleKind.RECOVERY, None)
    yield ("circle", circle.id, circle.current_version), circle.current.public
    outside = directory.outside_member.as_known() if directory.outside_member else None
    for known in [*people, *([outside] if outside else [])]:
        yield ("person", known.id, known.key_version), known.keys.for_suite(suite)


def make_folder(
    work: UnitOfWork,
    kind: FolderKind,
    *,
    base_id: UUID | None = None,
    child_id: UUID | None = None,
    case_id: UUID | None = None,
    shift_id: UUID | None = None,
) -> FolderToWrite:
    """Make a folder and grant its key as the policy says.

    A maker who is not among the holders keeps the key only until this work ends: they post, and cannot read
    afterwards. Raises KeyRefused, recorded, for a place of another base than the writer's, or than the signed
    directory knows.
    """
    folder_id = uuid4()
    _check_base(work, folder_id, base_id, case_id=case_id, shift_id=shift_id)
    folder = Folder(
        id=folder_id,
        kind=kind.value,
        base_id=base_id,
        child_id=child_id,
        case_id=case_id,
        shift_id=shift_id,
    )
    record_key = RecordKey(SymmetricKey.generate(), 1)
    bindings.bind(work, folder, record_key)
    work.session.add(folder)
    work.session.flush()
    key = _add_key(work, folder, record_key, before=record_key)
    _grant_to_circles(work, folder, record_key)
    for person_id, assignments in entitled_people(directory_for(work), folder).items():
        grants.grant_to_person(
            work, folder, record_key, person_id, assignment_id=next(iter(assignments), None)
        )
    work.session.flush()
    work.keychain.record_keys[folder.id, 1] = record_key
    return FolderToWrite(work, folder, {1: key}, [])


def folder_to_write(
    work: UnitOfWork,
    kind: FolderKind,
    folder_id: UUID,
    *,
    base_id: UUID | None = None,
    child_id: UUID | None = None,
    case_id: UUID | None = None,
    shift_id: UUID | None = None,
) -> FolderToWrite:
    """Open a folder to seal in it, stating what it must belong to, in the same terms that it was made with.

    Raises NoKey. Raises KeyRefused, recorded, when nobody with the right says that the folder belongs to exactly
    that, or when the maker of its newest key did not hold the key before. A changed row therefore cannot lead a
    writer's words to unintended readers.
    """
    _check_base(work, folder_id, base_id, case_id=case_id, shift_id=shift_id)
    folder = open_folder(work, folder_id)
    row = folder.row
    meant = (kind.value, base_id, child_id, case_id, shift_id)
    try:
        if (row.kind, row.base_id, row.child_id, row.case_id, row.shift_id) != meant:
            raise KeyRefused("the folder is of something else", folder=folder_id)
        if not had_right_to_bind(directory_for(work), row):
            raise KeyRefused("nobody with the right says what the folder is of", folder=folder_id)
        bindings.check_binding(directory_for(work), row, folder.newest_key())
    except KeyRefused as error:
        record_refusal(work, folder_id, error)
        raise
    return folder.handle(FolderToWrite)


def case_folder_to_write(work: UnitOfWork, kind: FolderKind, folder_id: UUID, case: Case) -> FolderToWrite:
    """Open a folder of a case and its child, to seal in it. Raises NoKey, KeyRefused."""
    return folder_to_write(
        work, kind, folder_id, base_id=case.base_id, child_id=case.child_id, case_id=case.id
    )


_BOARDS: Remembered[dict[tuple[FolderKind, UUID], FolderToWrite | None]] = goes_with_folders(Remembered(dict))
"""The folders whose keys tag the rows of boards, by kind and base."""


def board_to_write(work: UnitOfWork, kind: FolderKind, base_id: UUID | None) -> FolderToWrite | None:
    """Open the folder whose key protects what a base's boards show; None for a person who was not given it."""
    if base_id is None:
        return None
    known = work.remember(_BOARDS)
    if (kind, base_id) not in known:
        there = board_folders(work, [(kind.value, base_id)]).get((kind.value, base_id))
        with work.session.no_autoflush:
            known[kind, base_id] = (
                None if there is None else folder_to_write(work, kind, there.id, base_id=base_id)
            )
    return known[kind, base_id]


def facts_to_write(work: UnitOfWork, base_id: UUID | None) -> FolderToWrite | None:
    """Open the folder whose key protects a base's boards of cases; None for a person outside its office."""
    return board_to_write(work, FolderKind.FACTS, base_id)


def base_folder_to_write(work: UnitOfWork, kind: FolderKind, base_id: UUID) -> FolderToWrite:
    """Open a base's only folder of that kind, to seal in it, once in a transaction. Raises NoKey, KeyRefused."""
    known = work.remember(_OF_BASES)
    if (kind, base_id) not in known:
        found = folder_of_base(work, kind, base_id)
        known[kind, base_id] = folder_to_write(work, kind, found.id, base_id=base_id)
    return known[kind, base_id]


_OF_BASES: Remembered[dict[tuple[FolderKind, UUID], FolderToWrite]] = goes_with_folders(Remembered(dict))
"""The bases' own folders that this work writes in: it may make many children, each with a card."""


def _check_base(
    work: UnitOfWork, folder_id: UUID, base_id: UUID | None, *, case_id: UUID | None, shift_id: UUID | None
) -> None:
    """Raise KeyRefused, recorded, unless the folder belongs to the base of its writer, or of its case and shift.

    A row says which base a case or a shift belongs to. If that were changed, new words would go to another base. The
    case and the shift are checked only for writers without a base, so that nothing stated elsewhere stops the others.
    """
    own = work.person.base_id
    in_own = own is not None and base_id in (None, own)
    in_its_own = own is None and is_of_base(directory_for(work), base_id, case_id=case_id, shift_id=shift_id)
    if not (in_own or in_its_own):
        error = KeyRefused("a folder of another base than its writer or its place", folder=folder_id)
        record_refusal(work, folder_id, error)
        raise error


def _add_key(work: UnitOfWork, folder: Folder, record_key: RecordKey, *, before: RecordKey) -> FolderKey:
    key = FolderKey(
        folder_id=folder.id,
        version=record_key.version,
        key_id=record_key.key_id,
        made_by=work.person.id,
        directory_seq=directory_for(work).seq,
        event_id=work.event_id,
        sealings=0,
    )
    key.signature = grants.sign_folder_key(work, folder, key)
    key.chain = grants.chain_folder_key(work.installation_id, folder, key, before)
    work.session.add(key)
    return key


def _grant_to_circles(work: UnitOfWork, folder: Folder, record_key: RecordKey) -> None:
    directory = directory_for(work)
    for kind in POLICY[FolderKind(folder.kind)].circles:
        if kind is CircleKind.SAFEGUARDING and not living_members(directory):
            # Those who left it still know its secret: until it begins anew, only the outside member is sealed to.
            continue
        base_id = None if kind in ORGANISATION_CIRCLES else folder.base_id
        grants.grant_to_circle(work, folder, record_key, directory.circle(kind, base_id))
