"""A person's private keys, sealed by the password and by the recovery card."""

import secrets
from uuid import UUID

from app.foundation.errors import WillNotOpen
from app.vault import canonical
from app.vault.cards import RecoveryCard
from app.vault.passwords import Argon2Cost, PasswordKeys, derive, verifier_hash
from app.vault.person_keys import PersonPrivateKeys
from app.vault.sealing import open_value, seal_value
from app.vault.secrets import Passphrase, SymmetricKey
from models.staff_member import StaffMember

SALT_BYTES = 16


def derive_for(member: StaffMember, password: Passphrase) -> PasswordKeys:
    """Run the member's Argon2id over a password they typed. Slow on purpose: call it outside a transaction."""
    if member.password_salt is None:
        raise WillNotOpen("the account has no password yet")
    cost = Argon2Cost(
        memory_kib=member.password_memory_kib or 0,
        passes=member.password_passes or 0,
        lanes=member.password_lanes or 0,
    )
    return derive(password, member.password_salt, cost)


def new_password_keys(password: Passphrase, cost: Argon2Cost) -> tuple[bytes, PasswordKeys]:
    """Derive keys for a new password under a new salt. Slow on purpose: call it outside a transaction."""
    salt = secrets.token_bytes(SALT_BYTES)
    return salt, derive(password, salt, cost)


def seal_by_password(
    member: StaffMember,
    private: PersonPrivateKeys,
    *,
    installation_id: UUID,
    salt: bytes,
    keys: PasswordKeys,
    cost: Argon2Cost,
) -> None:
    """Store a new password's verifier and the private keys under it."""
    member.password_salt = salt
    member.password_memory_kib = cost.memory_kib
    member.password_passes = cost.passes
    member.password_lanes = cost.lanes
    member.password_verifier = verifier_hash(keys.login_verifier)
    context = _context(installation_id, member.id, "password")
    member.keys_by_password = seal_value(keys.sealing_key, context, private.to_bytes())


def open_by_password(member: StaffMember, keys: PasswordKeys, installation_id: UUID) -> PersonPrivateKeys:
    """Open the private keys with a password that was already checked."""
    context = _context(installation_id, member.id, "password")
    return _opened(keys.sealing_key, context, member.keys_by_password)


def seal_by_card(
    member: StaffMember, private: PersonPrivateKeys, card: RecoveryCard, installation_id: UUID
) -> None:
    """Seal the private keys to a new recovery card; the card before it opens nothing any more."""
    member.card_salt = secrets.token_bytes(SALT_BYTES)
    context = _context(installation_id, member.id, "card")
    member.keys_by_card = seal_value(card.sealing_key(member.card_salt), context, private.to_bytes())


def open_by_card(member: StaffMember, card: RecoveryCard, installation_id: UUID) -> PersonPrivateKeys:
    """Open the private keys with the recovery card. Raises WillNotOpen for another card."""
    if member.card_salt is None:
        raise WillNotOpen("the account has no recovery card")
    context = _context(installation_id, member.id, "card")
    return _opened(card.sealing_key(member.card_salt), context, member.keys_by_card)


def _opened(key: SymmetricKey, context: bytes, sealed: bytes | None) -> PersonPrivateKeys:
    if sealed is None:
        raise WillNotOpen("no keys are kept here")
    return PersonPrivateKeys.from_bytes(open_value(key, context, sealed))


def _context(installation_id: UUID, staff_id: UUID, way: str) -> bytes:
    return canonical.encode("person private keys", installation_id, staff_id, way)
