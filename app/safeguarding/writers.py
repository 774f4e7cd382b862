"""Who wrote an allegation: signed and sealed inside it, and told to its readers alone."""

from dataclasses import dataclass, replace
from uuid import UUID

from app.concerns.concern_status import told_of
from app.keyring.directory import KnownPerson
from app.keyring.documents import to_bytes
from app.keyring.known_directory import directory_for
from app.safeguarding.documents import Account
from app.unit_of_work import UnitOfWork
from app.vault import canonical
from app.vault.signing import SigningKey, VerifyKey, holds, sign
from models.allegation import Allegation

LABEL = "allegation"


@dataclass(frozen=True)
class Writer:
    """Who wrote it: a colleague; or, unnamed, whoever wrote the one it adds to; or nobody who can be believed."""

    person: KnownPerson | None = None
    is_of_earlier: bool = False

    @property
    def is_vouched_for(self) -> bool:
        """Whether a signature says who wrote it."""
        return self.person is not None or self.is_of_earlier


def sign_account(installation_id: UUID, row: Allegation, account: Account, key: SigningKey) -> Account:
    """Return the account with its writer's signature over all of it, its place and its receipt."""
    return replace(account, signature=sign(key, LABEL, _message(installation_id, row, account)).hex())


def writer_of(work: UnitOfWork, row: Allegation, account: Account) -> Writer:
    """Return who wrote an opened account, by the signature in it. Rows from before carry their poster outside."""
    directory = directory_for(work)
    if row.receipt_key is None:
        posted_by = told_of(work, row).posted_by
        return Writer(directory.people.get(posted_by) if posted_by else None)
    message = _message(work.installation_id, row, account)
    if account.posted_by is not None:
        is_theirs = _is_signed(directory.verify_keys_of(account.posted_by), message, account.signature)
        return Writer(directory.people.get(account.posted_by) if is_theirs else None)
    earlier = work.session.get(Allegation, account.adds_to) if account.adds_to else None
    if earlier is None or earlier.receipt_key is None:
        return Writer()
    key = VerifyKey(bytes.fromhex(earlier.receipt_key))
    return Writer(is_of_earlier=_is_signed((key,), message, account.signature))


def _is_signed(keys: tuple[VerifyKey, ...], message: bytes, signature: str) -> bool:
    try:
        return any(holds(key, LABEL, message, bytes.fromhex(signature)) for key in keys)
    except ValueError:
        return False


def _message(installation_id: UUID, row: Allegation, account: Account) -> bytes:
    said = to_bytes(replace(account, signature=""))
    return canonical.encode(installation_id, row.id, row.folder_id, row.receipt_key, said)
