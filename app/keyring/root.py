"""The key directory's root and the packet-signing identity, sealed to the `direction` circle."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.errors import KeyRefused
from app.keyring.adding_statements import Signer, acts_with_root, own_signer, state
from app.keyring.directory import Directory
from app.keyring.folders import OpenFolder, open_folder
from app.keyring.known_directory import directory_for
from app.keyring.known_organisation import KnownOrganisation
from app.keyring.policy import FolderKind
from app.keyring.refusals import record_refusal
from app.keyring.statements import Kind
from app.keyring.writing import FolderToWrite, folder_to_write
from app.unit_of_work import UnitOfWork
from app.vault.packet_signing import SigningIdentity, key_fits_certificate
from app.vault.secrets import Secret
from app.vault.signing import SigningKey
from models.installation import Installation

_TABLE = "installation"


def root_signer(work: UnitOfWork) -> Signer:
    """Open the root key. Raises NoKey for anyone outside `direction`; KeyRefused for a key that is not the root."""
    row = work.session.scalars(select(Installation)).one()
    if directory_for(work).root is None:
        raise RuntimeError("the organisation is not set up")
    if row.root_folder_id is None or row.root_sealed is None:
        raise KeyRefused("the root key is gone from the installation's row")
    folder = _folder(work, row.root_folder_id, FolderKind.ROOT)
    raw = folder.open_bytes(row.root_sealed, table=_TABLE, column="root_sealed", row_id=row.id)
    key = SigningKey.from_bytes(raw)
    if key.public != directory_for(work).root:
        raise KeyRefused("a root key that is not the key directory's")
    return Signer(None, key)


def certifying_signer(work: UnitOfWork) -> Signer:
    """Return the signer for the acting person: the root for a director, their own key for a supervisor.

    Whether a supervisor may certify in a base is checked when the statement is admitted.
    """
    return root_signer(work) if acts_with_root(work) else own_signer(work)


def signing_identity(work: UnitOfWork) -> SigningIdentity:
    """Open the identity that signs packets, with the certificate that the root stated.

    Raises NoKey for anyone outside `direction`. Raises KeyRefused when the stored key does not belong to the
    certificate: packets would otherwise go out under a stranger's signature.
    """
    row = work.session.scalars(select(Installation)).one()
    certificate = our_certificate(work.session, directory_for(work))
    if certificate is None:
        raise RuntimeError("the organisation is not set up")
    if row.signing_folder_id is None or row.signing_sealed is None:
        raise KeyRefused("the key that signs packets is gone from the installation's row")
    folder = _folder(work, row.signing_folder_id, FolderKind.SIGNING)
    raw = folder.open_bytes(row.signing_sealed, table=_TABLE, column="signing_sealed", row_id=row.id)
    identity = SigningIdentity(private_key_der=Secret(raw), certificate_der=certificate)
    if not key_fits_certificate(identity):
        raise KeyRefused("the certificate is not of the key that signs packets")
    return identity


def folder_of_signing(work: UnitOfWork) -> FolderToWrite:
    """Open the folder of the key that signs packets, to seal in it what goes with that. Raises NoKey, KeyRefused."""
    row = work.session.scalars(select(Installation)).one()
    if row.signing_folder_id is None:
        raise KeyRefused("the folder of the key that signs packets is gone from the installation's row")
    return folder_to_write(work, FolderKind.SIGNING, row.signing_folder_id)


def our_certificate(session: Session, directory: Directory) -> bytes | None:
    """Return the certificate (DER) that the root stated for our packets, or None before set-up.

    The row's value is used only in an older database where no root stated one.
    """
    if directory.organisation is not None:
        return directory.organisation.certificate
    return session.scalars(select(Installation.signing_certificate)).one()


def organisation_name(session: Session, directory: Directory) -> str:
    """Return the organisation's name, as the root stated it: it is printed on packets and cards.

    Like the certificate, it comes from the row only where nothing was stated.
    """
    if directory.organisation is not None:
        return directory.organisation.name
    return session.scalars(select(Installation.name)).one()


def state_organisation(work: UnitOfWork, known: KnownOrganisation, *, root: Signer) -> None:
    """State, with the root, the organisation's name, its kind, and the certificate that signs its packets."""
    state(work, Kind.ORGANISATION, known.to_fields(), signer=root)


def _folder(work: UnitOfWork, folder_id: UUID, kind: FolderKind) -> OpenFolder:
    """Open the organisation's folder of that kind. Its first key was made by a director, who may make one."""
    folder = open_folder(work, folder_id)
    if folder.kind is not kind:
        error = KeyRefused("a folder of another kind in the organisation's row", folder=folder_id)
        record_refusal(work, folder_id, error, table=_TABLE)
        raise error
    return folder
