"""Seals a folder's key to circles and people, and opens the copies that a keychain can open."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from app.foundation.errors import KeyRefused, NoKey, WillNotOpen
from app.keyring.circles import circle_private_key, circle_secret, current_suite
from app.keyring.directory import Directory, KnownCircle
from app.keyring.entitlement import (
    entitled_people,
    had_right_to_make,
    in_circles_of,
    is_circle_of,
    names_nobody,
    once_had_a_place,
)
from app.keyring.known_directory import directory_for, whole_directory_for
from app.keyring.opened_before import open_once
from app.keyring.policy import FolderKind
from app.unit_of_work import UnitOfWork
from app.vault import canonical, digests, hpke
from app.vault.sealing import RecordKey, mark, open_value, seal_value
from app.vault.secrets import SymmetricKey
from app.vault.signing import holds, sign
from models.folder import Folder, FolderKey
from models.grant import Grant

GRANT_LABEL = "folder grant"
KEY_LABEL = "folder key"
CHAIN_LABEL = "folder key chain"


def grant_to_circle(work: UnitOfWork, folder: Folder, record_key: RecordKey, circle: KnownCircle) -> None:
    """Give a circle the folder's key: a member wraps it under its secret, others seal it to its public key."""
    version = circle.current_version
    try:
        secret = circle_secret(work, circle.id, version)
    except NoKey:
        _add_signed(work, folder, record_key, "circle", circle.id, version, circle.current.public)
        return
    context = _context(work.installation_id, folder.id, record_key, "circle", circle.id, version)
    sealed = seal_value(secret, context, record_key.key.reveal())
    work.session.add(_row(work, folder, record_key, "circle", circle.id, version, "wrap", sealed))


def grant_to_person(
    work: UnitOfWork,
    folder: Folder,
    record_key: RecordKey,
    person_id: UUID,
    *,
    assignment_id: UUID | None = None,
) -> None:
    """Give a person the folder's key, sealed to the keys the directory vouches for. Raises KeyRefused."""
    known = whole_directory_for(work).holder(person_id)
    public = known.keys.for_suite(current_suite(work))
    _add_signed(
        work, folder, record_key, "person", person_id, known.key_version, public, assignment_id=assignment_id
    )


def _add_signed(
    work: UnitOfWork,
    folder: Folder,
    record_key: RecordKey,
    holder_kind: str,
    holder_id: UUID,
    holder_version: int,
    public: hpke.PublicKey,
    *,
    assignment_id: UUID | None = None,
) -> None:
    context = _context(work.installation_id, folder.id, record_key, holder_kind, holder_id, holder_version)
    sealed = hpke.seal_to(public, context, record_key.key.reveal())
    grant = _row(work, folder, record_key, holder_kind, holder_id, holder_version, "hpke", sealed)
    grant.assignment_id = assignment_id
    grant.signature = sign(
        work.keychain.private.sign, GRANT_LABEL, _grant_message(work.installation_id, grant)
    )
    work.session.add(grant)


def _row(
    work: UnitOfWork,
    folder: Folder,
    record_key: RecordKey,
    holder_kind: str,
    holder_id: UUID,
    holder_version: int,
    way: str,
    sealed: bytes,
) -> Grant:
    return Grant(
        id=uuid4(),
        folder_id=folder.id,
        key_version=record_key.version,
        holder_kind=holder_kind,
        holder_id=holder_id,
        holder_version=holder_version,
        way=way,
        key_sealed=sealed,
        granted_by=work.person.id,
        granted_at=work.now,
        event_id=work.event_id,
    )


def grant_for_nobody(
    work: UnitOfWork,
    folder: Folder,
    record_key: RecordKey,
    holder: tuple[str, UUID, int],
    public: hpke.PublicKey,
) -> None:
    """Give a circle or a person the key of a folder that names nobody: marked with the key itself, and not signed.

    `holder` is its kind, its id and the version of its keys. Always to the public key, also by a member of the circle,
    who could wrap it: that would tell that a member wrote it.
    """
    context = _context(work.installation_id, folder.id, record_key, *holder)
    grant = _row(
        work, folder, record_key, *holder, "hpke", hpke.seal_to(public, context, record_key.key.reveal())
    )
    grant.granted_by = folder.id
    grant.signature = mark(record_key, GRANT_LABEL, _grant_message(work.installation_id, grant))
    work.session.add(grant)


def is_marked(installation_id: UUID, grant: Grant, record_key: RecordKey) -> bool:
    """Tell whether a holder of the key gave this grant, of a folder that names nobody."""
    made = mark(record_key, GRANT_LABEL, _grant_message(installation_id, grant))
    return digests.same(made, grant.signature or b"")


def is_circles_copy(work: UnitOfWork, folder: Folder, key: FolderKey, grant: Grant) -> bool:
    """Tell whether a circle's grant really holds this key, for somebody who is in the circle."""
    try:
        _open_grant(work, directory_for(work), folder, key, grant)
    except (WillNotOpen, KeyRefused, NoKey):
        return False
    return True


def sign_folder_key(work: UnitOfWork, folder: Folder, key: FolderKey) -> bytes:
    """Vouch for a folder's key as its maker."""
    return sign(work.keychain.private.sign, KEY_LABEL, _key_message(work.installation_id, folder, key))


def chain_folder_key(installation_id: UUID, folder: Folder, key: FolderKey, before: RecordKey) -> bytes:
    """Return what only a holder of the previous version can make: an HMAC that names the new key and its maker."""
    message = canonical.encode(_key_message(installation_id, folder, key), key.made_by)
    return mark(before, CHAIN_LABEL, message)


def open_record_key(
    work: UnitOfWork, folder: Folder, key: FolderKey, grants: Sequence[Grant], *, before: RecordKey | None
) -> RecordKey:
    """Open one version of a folder's key from the grants given to this keychain.

    `before` is the previous version, already checked; None when this keychain does not hold it. Raises NoKey when no
    grant is for this person. Raises KeyRefused when every grant was refused: forged, for a key that its maker never
    vouched for, or for a key whose maker did not hold the previous version.
    """
    directory = directory_for(work)
    check_folder_key(directory, folder, key)
    refused: Exception | None = None
    for grant in grants:
        if grant.key_version != key.version:
            continue
        try:
            record_key = _open_grant(work, directory, folder, key, grant)
        except (WillNotOpen, KeyRefused) as error:
            refused = error
            continue
        except NoKey:
            continue
        _check_chain(directory, folder, key, grant, record_key if key.version == 1 else before)
        return record_key
    if refused is not None:
        raise KeyRefused("a grant is not what its signer made", folder=folder.id) from refused
    raise NoKey("no grant for this person", folder=folder.id)


def _check_chain(
    directory: Directory, folder: Folder, key: FolderKey, grant: Grant, before: RecordKey | None
) -> None:
    """Raise KeyRefused unless the maker of this version held the previous one.

    A person who was given only newer versions, such as a new member of a circle, cannot check that. They believe the
    folder's own circles, and people who had a place of their own there: the copy must be wrapped under such a
    circle's secret, or the maker must be a member, or have been on the case or the team.
    """
    if before is not None:
        if digests.same(chain_folder_key(directory.installation_id, folder, key, before), key.chain):
            return
    elif (
        in_circles_of(directory, folder, key.made_by)
        or once_had_a_place(directory, folder, key.made_by)
        or (grant.way == "wrap" and is_circle_of(directory, folder, grant.holder_id))
    ):
        return
    raise KeyRefused("a key by somebody who did not hold the one before", folder=folder.id)


def is_signed(directory: Directory, grant: Grant) -> bool:
    """Tell whether somebody known to the directory signed the grant as it is."""
    message = _grant_message(directory.installation_id, grant)
    return _signed_by(directory, grant.granted_by, GRANT_LABEL, message, grant.signature or b"")


def check_folder_key(directory: Directory, folder: Folder, key: FolderKey) -> None:
    """Raise KeyRefused unless somebody known to the directory vouched for this key of this folder.

    The maker of the first key must have had the right to make such a folder there. The maker must have signed with
    keys that were theirs when the directory had reached the statement that the key names.
    """
    if key.version == 1 and names_nobody(folder):
        # Its chain, an HMAC under the key itself, is all there is: anybody may post one.
        if key.made_by != folder.id:
            raise KeyRefused("a first key by somebody, of a folder that names nobody", folder=folder.id)
        return
    if key.version == 1 and not had_right_to_make(directory, folder, key.made_by):
        raise KeyRefused("a first key by somebody who makes no such folder", folder=folder.id)
    message = _key_message(directory.installation_id, folder, key)
    own = directory.verify_keys_at(key.made_by, key.directory_seq)
    if not any(holds(each, KEY_LABEL, message, key.signature) for each in own):
        raise KeyRefused("nobody vouches for the folder's key", folder=folder.id)


def _open_grant(
    work: UnitOfWork, directory: Directory, folder: Folder, key: FolderKey, grant: Grant
) -> RecordKey:
    is_personal_copy = grant.holder_kind == "person" and folder.kind == FolderKind.ALLEGATION.value
    if is_personal_copy and grant.holder_id not in entitled_people(directory, folder):
        # Like the circle's secret, a copy of one's own opens nothing more once one is a member no more.
        raise NoKey("not a member of safeguarding", grant=grant.id)
    is_signed_by_nobody = key.version == 1 and names_nobody(folder)
    opened = _unsealed(work, directory, folder, key, grant, is_unsigned=is_signed_by_nobody)
    record_key = RecordKey(SymmetricKey(opened), key.version)
    if not digests.same(record_key.key_id, key.key_id):
        raise KeyRefused("a grant holds another key than the folder's", grant=grant.id)
    if is_signed_by_nobody and not is_marked(work.installation_id, grant, record_key):
        raise KeyRefused("a grant that no holder of the key gave", grant=grant.id)
    return record_key


def _unsealed(
    work: UnitOfWork, directory: Directory, folder: Folder, key: FolderKey, grant: Grant, *, is_unsigned: bool
) -> bytes:
    context = _context_of(work.installation_id, key, grant)
    if grant.holder_kind == "circle":
        secret = circle_secret(work, grant.holder_id, grant.holder_version)
        if grant.way == "wrap":
            return open_value(secret, context, grant.key_sealed)
        private = circle_private_key(work, grant.holder_id, grant.holder_version, secret)
    elif grant.holder_id == work.person.id:
        secret = work.keychain.own_secret
        private = work.keychain.private.for_suite(hpke.suite_of(grant.key_sealed))
    else:
        raise NoKey("a grant for somebody else", grant=grant.id)
    if not is_unsigned and not is_signed(directory, grant):
        raise KeyRefused("a grant that nobody known signed", grant=grant.id)
    if grant.assignment_id is not None:
        _check_given_for(work, directory, folder, grant, grant.assignment_id)
    holder = grant.holder_id, grant.holder_version
    return open_once(work, holder, secret, private, context, grant.key_sealed)


def _check_given_for(
    work: UnitOfWork, directory: Directory, folder: Folder, grant: Grant, place_id: UUID
) -> None:
    """Raise KeyRefused unless the place that a copy was given for is still held, and is one in this folder.

    Raises NoKey for somebody who stood in as a club's leader and whose time is over.
    """
    leading = directory.leadings.in_force.get(place_id)
    if leading is not None:
        if leading.folder_id != folder.id or leading.staff_id != grant.holder_id:
            raise KeyRefused("a grant for another club", grant=grant.id)
        if leading.is_over(work.now):
            raise NoKey("the time of a stand-in is over", grant=grant.id)
        return
    assignment = directory.assignments.get(place_id)
    if assignment is None:
        raise KeyRefused("a grant of an assignment that has ended", grant=grant.id)
    if assignment.case_id != folder.case_id:
        raise KeyRefused("a grant for a case that the folder is no longer in", grant=grant.id)


def _signed_by(directory: Directory, signer: UUID, label: str, message: bytes, signature: bytes) -> bool:
    return any(holds(key, label, message, signature) for key in directory.verify_keys_of(signer))


def _context(
    installation_id: UUID,
    folder_id: UUID,
    record_key: RecordKey,
    holder_kind: str,
    holder_id: UUID,
    holder_version: int,
) -> bytes:
    return canonical.encode(
        "folder grant",
        installation_id,
        folder_id,
        record_key.version,
        record_key.key_id,
        holder_kind,
        holder_id,
        holder_version,
    )


def _context_of(installation_id: UUID, key: FolderKey, grant: Grant) -> bytes:
    return canonical.encode(
        "folder grant",
        installation_id,
        grant.folder_id,
        grant.key_version,
        key.key_id,
        grant.holder_kind,
        grant.holder_id,
        grant.holder_version,
    )


def _grant_message(installation_id: UUID, grant: Grant) -> bytes:
    return canonical.encode(
        installation_id,
        grant.id,
        grant.folder_id,
        grant.key_version,
        grant.holder_kind,
        grant.holder_id,
        grant.holder_version,
        digests.sha256(grant.key_sealed),
        grant.granted_by,
        grant.granted_at.isoformat(),
        grant.event_id,
        grant.assignment_id,
    )


def _key_message(installation_id: UUID, folder: Folder, key: FolderKey) -> bytes:
    return canonical.encode(
        installation_id,
        folder.id,
        folder.kind,
        folder.base_id,
        key.version,
        key.key_id,
        key.directory_seq,
        key.event_id,
    )
