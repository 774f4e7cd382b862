"""The key directory's root and the packet-signing identity, sealed to the `direction` circle."""

from sqlalchemy import select

from app.keyring.folders import open_folder
from app.keyring.stating import Signer, acts_with_root, own_signer
from app.unit_of_work import UnitOfWork
from app.vault.packet_signing import SigningIdentity
from app.vault.secrets import Secret
from app.vault.signing import SigningKey
from models.installation import Installation

_TABLE = "installation"


def root_signer(work: UnitOfWork) -> Signer:
    """Open the root key. Raises NoKey for anyone outside `direction`."""
    row = work.session.scalars(select(Installation)).one()
    if row.root_folder_id is None or row.root_sealed is None:
        raise RuntimeError("the organisation is not set up")
    folder = open_folder(work, row.root_folder_id)
    raw = folder.open_bytes(row.root_sealed, table=_TABLE, column="root_sealed", row_id=row.id)
    return Signer(None, SigningKey.from_bytes(raw))


def certifying_signer(work: UnitOfWork) -> Signer:
    """Return who signs for the acting person: the root for a director, their own key for a supervisor.

    Whether a supervisor may certify in a base is checked when the statement is admitted.
    """
    return root_signer(work) if acts_with_root(work) else own_signer(work)


def signing_identity(work: UnitOfWork) -> SigningIdentity:
    """Open the identity that signs packets. Raises NoKey for anyone outside `direction`."""
    row = work.session.scalars(select(Installation)).one()
    if row.signing_folder_id is None or row.signing_sealed is None or row.signing_certificate is None:
        raise RuntimeError("the organisation is not set up")
    folder = open_folder(work, row.signing_folder_id)
    raw = folder.open_bytes(row.signing_sealed, table=_TABLE, column="signing_sealed", row_id=row.id)
    return SigningIdentity(private_key_der=Secret(raw), certificate_der=row.signing_certificate)
