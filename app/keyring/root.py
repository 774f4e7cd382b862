"""The key directory's root and the packet-signing identity, sealed to the `direction` circle."""

from uuid import UUID

from sqlalchemy import select

from app.foundation.errors import KeyRefused
from app.keyring.folders import OpenFolder, open_folder
from app.keyring.policy import FolderKind
from app.keyring.refusals import record_refusal
from app.keyring.stating import Signer, acts_with_root, own_signer
from app.unit_of_work import UnitOfWork
from app.vault.packet_signing import SigningIdentity, key_fits_certificate
from app.vault.secrets import Secret
from app.vault.signing import SigningKey
from models.installation import Installation

_TABLE = "installation"


def root_signer(work: UnitOfWork) -> Signer:
    """Open the root key. Raises NoKey for anyone outside `direction`."""
    row = work.session.scalars(select(Installation)).one()
    if row.root_folder_id is None or row.root_sealed is None:
        raise RuntimeError("the organisation is not set up")
    folder = _folder(work, row.root_folder_id, FolderKind.ROOT)
    raw = folder.open_bytes(row.root_sealed, table=_TABLE, column="root_sealed", row_id=row.id)
    return Signer(None, SigningKey.from_bytes(raw))


def certifying_signer(work: UnitOfWork) -> Signer:
    """Return who signs for the acting person: the root for a director, their own key for a supervisor.

    Whether a supervisor may certify in a base is checked when the statement is admitted.
    """
    return root_signer(work) if acts_with_root(work) else own_signer(work)


def signing_identity(work: UnitOfWork) -> SigningIdentity:
    """Open the identity that signs packets.

    Raises NoKey for anyone outside `direction`; KeyRefused when the row names a folder that is not the one a director
    made for it, or a certificate of another key: a stranger's would be sent out as ours.
    """
    row = work.session.scalars(select(Installation)).one()
    if row.signing_folder_id is None or row.signing_sealed is None or row.signing_certificate is None:
        raise RuntimeError("the organisation is not set up")
    folder = _folder(work, row.signing_folder_id, FolderKind.SIGNING)
    raw = folder.open_bytes(row.signing_sealed, table=_TABLE, column="signing_sealed", row_id=row.id)
    identity = SigningIdentity(private_key_der=Secret(raw), certificate_der=row.signing_certificate)
    if not key_fits_certificate(identity):
        raise KeyRefused("the certificate is not of the key that signs packets")
    return identity


def _folder(work: UnitOfWork, folder_id: UUID, kind: FolderKind) -> OpenFolder:
    """Open the organisation's folder of that kind: its first key is of somebody who may make one, a director."""
    folder = open_folder(work, folder_id)
    if folder.kind is not kind:
        error = KeyRefused("a folder of another kind in the organisation's row", folder=folder_id)
        record_refusal(work, folder_id, error, table=_TABLE)
        raise error
    return folder
